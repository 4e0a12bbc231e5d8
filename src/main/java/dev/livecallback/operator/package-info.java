/**
 * The glue between Kubernetes and the rest, in rooms of its own: watches, status writes, events,
 * accounts, Secrets, metrics, health, start and stop. Whatever it decides belongs in the planner.
 * It may import everything of ours but the simulator.
 */
@NullMarked
package dev.livecallback.operator;

import org.jspecify.annotations.NullMarked;
