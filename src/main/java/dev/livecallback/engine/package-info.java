/**
 * The engine: gathers the facts of an object, has them judged, carries the plan out, and takes in
 * what became of each call. It has no threads, no clock of its own and no Kubernetes client, so
 * that a test can run all of it step by step; what it needs of Kubernetes is {@link
 * dev.livecallback.engine.objects.Cluster}. What it decides, it decides by asking the planner.
 */
@NullMarked
package dev.livecallback.engine;

import org.jspecify.annotations.NullMarked;
