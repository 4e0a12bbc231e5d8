/** The rounds of objects: facts, plan, status, orders. */
@NullMarked
package dev.livecallback.engine.reconcile;

import org.jspecify.annotations.NullMarked;
