/**
 * What tests stand on: a real API server for each test run, a namespace for each test, child
 * processes that never outlive it. Start with {@link dev.livecallback.testing.TestCluster}. It
 * knows nothing of the operator, and nothing outside tests may import it.
 */
@NullMarked
package dev.livecallback.testing;

import org.jspecify.annotations.NullMarked;
