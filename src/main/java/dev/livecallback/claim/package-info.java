/**
 * Who owns which remote record: the cloud can't say, so the objects in Kubernetes have to. An index
 * in memory, made anew from the objects at every start. It may import the objects' identity and the
 * cloud API's words, nothing else of ours.
 */
@NullMarked
package dev.livecallback.claim;

import org.jspecify.annotations.NullMarked;
