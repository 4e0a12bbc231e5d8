/**
 * A cloud account as the operator uses it: is it usable at all, who finds out when it isn't, who
 * may use it, and how many records may go in an hour. It doesn't know what is wanted of the API. It
 * may import the objects' identity and rules, the cloud API, the queue and what is known of the
 * remote side.
 */
@NullMarked
package dev.livecallback.account;

import org.jspecify.annotations.NullMarked;
