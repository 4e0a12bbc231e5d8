/**
 * A stand-in for the cloud's callback API: for people without an account, for demos and for tests.
 * It checks signatures, limits calls, keeps records and misbehaves on demand. Where the real
 * service's documentation leaves a question open, a knob decides it. This package imports nothing
 * of ours but {@code settings}, and the signer and the value types of {@code volcengine}.
 */
@NullMarked
package dev.livecallback.simulator;

import org.jspecify.annotations.NullMarked;
