/**
 * What {@code tools/bench/run} measures. Figures only: no test runs it and nothing asserts a time.
 * It may use everything that tests may use.
 */
@NullMarked
package dev.livecallback.bench;

import org.jspecify.annotations.NullMarked;
