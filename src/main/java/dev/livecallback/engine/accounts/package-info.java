/**
 * Cloud accounts: where accounts lead, what is known of each, the last look before a call, and what
 * its result changes.
 */
@NullMarked
package dev.livecallback.engine.accounts;

import org.jspecify.annotations.NullMarked;
