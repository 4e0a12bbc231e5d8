/**
 * The cloud accounts: the mapping from accounts to them, what is known of each, the last check
 * before a call, and the effects of its result.
 */
@NullMarked
package dev.livecallback.engine.accounts;

import org.jspecify.annotations.NullMarked;
