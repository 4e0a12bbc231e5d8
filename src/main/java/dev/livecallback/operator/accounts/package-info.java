/** LiveAccounts at work: their settings, credentials, clients and statuses. */
@NullMarked
package dev.livecallback.operator.accounts;

import org.jspecify.annotations.NullMarked;
