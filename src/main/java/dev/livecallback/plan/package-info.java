/**
 * The decisions: they turn the facts about one object at one instant into everything that is wanted
 * for it. They are pure: no I/O, no clock, no randomness, no Kubernetes client. The package may
 * import the objects, the cloud API's words, the queue's orders and the remote side's observations.
 */
@NullMarked
package dev.livecallback.plan;

import org.jspecify.annotations.NullMarked;
