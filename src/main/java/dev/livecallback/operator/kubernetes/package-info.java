/**
 * Kubernetes as the engine needs it: watches and their caches, reconcilers, status writes, events.
 */
@NullMarked
package dev.livecallback.operator.kubernetes;

import org.jspecify.annotations.NullMarked;
