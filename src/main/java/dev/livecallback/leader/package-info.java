/**
 * The election of the one process of several that may act: a lease in the cluster that one process
 * holds, and what the lease says about this process. This package knows nothing of callbacks, and
 * imports nothing of ours.
 */
@NullMarked
package dev.livecallback.leader;

import org.jspecify.annotations.NullMarked;
