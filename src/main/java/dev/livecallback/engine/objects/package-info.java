/** The knowledge and memory of objects, and the engine's interface to Kubernetes. */
@NullMarked
package dev.livecallback.engine.objects;

import org.jspecify.annotations.NullMarked;
