/** The metrics of {@code /metrics}, and the code that counts them. */
@NullMarked
package dev.livecallback.operator.metrics;

import org.jspecify.annotations.NullMarked;
