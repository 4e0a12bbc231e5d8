/**
 * A cloud account as the operator uses it: is it usable at all, and who finds out when it isn't. It
 * doesn't know what is wanted of the API. It may import the objects' identity, the cloud API, the
 * queue and what is known of the remote side.
 */
@NullMarked
package dev.livecallback.account;

import org.jspecify.annotations.NullMarked;
