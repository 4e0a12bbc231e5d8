/**
 * How objects stand, and why: one object's story in a screen, the list of those that aren't well,
 * and what a reason means. It reads with the rights of the person who asks, shows what the status
 * says and no more of a secret than that, and changes nothing.
 */
@NullMarked
package dev.livecallback.cli.status;

import org.jspecify.annotations.NullMarked;
