/**
 * The orders that wait to be sent, and the budgets of calls. Orders wait by lane until the
 * account's quota has room for them. This package doesn't decide what is wanted; it decides what
 * goes next. It may import the cloud API's words, the objects' identity and the accounts' names,
 * and nothing else of ours.
 */
@NullMarked
package dev.livecallback.calls;

import org.jspecify.annotations.NullMarked;
