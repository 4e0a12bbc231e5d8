/**
 * The ownership of remote records. The cloud can't name the owner of a record, so the objects in
 * Kubernetes decide it. The index of the claims is in memory, and is made anew from the objects at
 * every start. This package may import the objects' identity, the accounts' names and the cloud
 * API's words, and nothing else of ours.
 */
@NullMarked
package dev.livecallback.claim;

import org.jspecify.annotations.NullMarked;
