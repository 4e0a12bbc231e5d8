/**
 * The glue between Kubernetes and the rest, in packages of its own: watches, status writes, events,
 * accounts, Secrets, metrics, health, start and stop. Decisions don't belong here, but in the
 * planner. This package may import all of our packages but the simulator.
 */
@NullMarked
package dev.livecallback.operator;

import org.jspecify.annotations.NullMarked;
