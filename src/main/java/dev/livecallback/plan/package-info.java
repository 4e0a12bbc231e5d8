/**
 * The decisions: facts of one object at one instant go in, everything that is wanted for it comes
 * out. Pure: no I/O, no clock, no randomness, no Kubernetes client. It may import the objects, the
 * cloud API's words, the queue's orders and the remote side's observations.
 */
@NullMarked
package dev.livecallback.plan;

import org.jspecify.annotations.NullMarked;
