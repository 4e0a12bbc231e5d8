/** LiveAccounts at work: their settings, credentials and clients, and what their status says. */
@NullMarked
package dev.livecallback.operator.accounts;

import org.jspecify.annotations.NullMarked;
