/**
 * Who of several processes may act: a lease in the cluster that one of them holds, and what it says
 * about this one. It knows nothing of callbacks, and imports nothing of ours.
 */
@NullMarked
package dev.livecallback.leader;

import org.jspecify.annotations.NullMarked;
