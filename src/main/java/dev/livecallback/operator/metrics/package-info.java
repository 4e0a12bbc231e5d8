/** What is exported at {@code /metrics}, and what counts it. */
@NullMarked
package dev.livecallback.operator.metrics;

import org.jspecify.annotations.NullMarked;
