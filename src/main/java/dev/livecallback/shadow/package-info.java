/**
 * The driver of the real engine, in one thread under virtual time, against a shadow of the API
 * server and of the cloud. It finds out what would happen. Nothing goes wrong by itself; lost
 * calls, stale reads, lags and pauses are plugged in. The package has no threads, no clock but its
 * own and no client, so that nothing outside of it changes.
 */
@NullMarked
package dev.livecallback.shadow;

import org.jspecify.annotations.NullMarked;
