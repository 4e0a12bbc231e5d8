/**
 * A stand-in for the cloud's callback API: for people without an account, for demos and for tests.
 * It checks signatures, limits calls, keeps records and misbehaves on demand; what the real
 * service's documentation leaves open is a knob. It imports nothing of ours but {@code settings},
 * and the signer and the value types of {@code volcengine}.
 */
@NullMarked
package dev.livecallback.simulator;

import org.jspecify.annotations.NullMarked;
