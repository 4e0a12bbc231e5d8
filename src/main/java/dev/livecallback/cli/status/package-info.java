/**
 * The commands {@code status} and {@code explain}: the state of one object and its cause, the list
 * of the objects that aren't Ready, and the meaning of a reason. They read with the rights of the
 * person who asks, show no more of a secret than the object's status does, and change nothing.
 */
@NullMarked
package dev.livecallback.cli.status;

import org.jspecify.annotations.NullMarked;
