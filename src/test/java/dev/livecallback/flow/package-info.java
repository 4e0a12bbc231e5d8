/**
 * What the whole program does, seen from outside: the packaged operator against a real API server
 * and the packaged simulator. Tests here act through Kubernetes and the simulator's admin API only,
 * count calls, and wait for states. They know the program's values in {@code api}, and nothing else
 * of its inside.
 */
@NullMarked
package dev.livecallback.flow;

import org.jspecify.annotations.NullMarked;
