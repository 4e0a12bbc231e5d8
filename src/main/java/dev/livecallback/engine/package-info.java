/**
 * The engine: it gathers the facts of an object, has the planner judge them, carries out the plan,
 * and applies the result of each call. It has no threads, no clock of its own and no Kubernetes
 * client, so that a test can run all of it step by step. {@link
 * dev.livecallback.engine.objects.Cluster} is its interface to Kubernetes. The planner makes all of
 * its decisions.
 */
@NullMarked
package dev.livecallback.engine;

import org.jspecify.annotations.NullMarked;
