/** Secrets of the cluster, watched or fetched. */
@NullMarked
package dev.livecallback.operator.secrets;

import org.jspecify.annotations.NullMarked;
