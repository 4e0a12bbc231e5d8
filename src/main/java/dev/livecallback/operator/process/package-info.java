/**
 * The process from start to stop: assembly of the parts from the settings, startup checks, health,
 * and the work of the leader.
 */
@NullMarked
package dev.livecallback.operator.process;

import org.jspecify.annotations.NullMarked;
