/** What is known and remembered of objects, and what the engine needs of Kubernetes. */
@NullMarked
package dev.livecallback.engine.objects;

import org.jspecify.annotations.NullMarked;
