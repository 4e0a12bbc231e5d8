/**
 * The accounts as the operator uses them: their usability, the probes of unusable ones, the rules
 * of who may use them, and the limits of their deletes. This package doesn't know what is wanted of
 * the API. It may import the objects' identity and rules, the cloud API, the queue and what is
 * known of the remote side.
 */
@NullMarked
package dev.livecallback.account;

import org.jspecify.annotations.NullMarked;
