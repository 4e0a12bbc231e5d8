/**
 * Calls as a budget: orders wait here, by lane, until the account's quota has room for them.
 * Nothing in this package decides what is wanted; it decides what goes next. It may import the
 * cloud API's words and the objects' identity, nothing else of ours.
 */
@NullMarked
package dev.livecallback.calls;

import org.jspecify.annotations.NullMarked;
