/**
 * The engine's view of Kubernetes: watches and their caches, reconcilers, status writes, events.
 */
@NullMarked
package dev.livecallback.operator.kubernetes;

import org.jspecify.annotations.NullMarked;
