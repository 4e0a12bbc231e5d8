/**
 * The Kubernetes objects of group {@code livecallback.dev}: spec, status, conditions, reasons. The
 * package has values only: nothing here decides or calls anything. It imports nothing of ours.
 */
@NullMarked
package dev.livecallback.api;

import org.jspecify.annotations.NullMarked;
