/**
 * The glue between Kubernetes and the rest: watches, status writes, events, health, start and stop.
 * It gathers facts and carries plans out; whatever it decides belongs in the planner. It may import
 * everything of ours but the simulator.
 */
@NullMarked
package dev.livecallback.operator;

import org.jspecify.annotations.NullMarked;
