/**
 * The process from start to stop: settings become parts, checks at the start, health, and what runs
 * while it leads.
 */
@NullMarked
package dev.livecallback.operator.process;

import org.jspecify.annotations.NullMarked;
