/**
 * What tests stand on: a real API server for each test run, a namespace for each test, child
 * processes that never outlive it, the packaged operator among them, and the simulator. Start with
 * {@link dev.livecallback.testing.TestCluster} and {@link
 * dev.livecallback.testing.OperatorUnderTest}. It knows the program by its command line only, and
 * nothing outside tests may import it.
 */
@NullMarked
package dev.livecallback.testing;

import org.jspecify.annotations.NullMarked;
