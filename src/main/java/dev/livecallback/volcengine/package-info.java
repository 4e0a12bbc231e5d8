/**
 * The cloud's Live service as it is on the wire: keys, content, signature, HTTP client, failures.
 * Expected trouble leaves this package as a value ({@link dev.livecallback.volcengine.Failure}),
 * never as an exception, and no text in it ever holds a secret. The package knows nothing of
 * Kubernetes and imports no other package of ours.
 */
@NullMarked
package dev.livecallback.volcengine;

import org.jspecify.annotations.NullMarked;
