package dev.livecallback.simulator;

import org.jspecify.annotations.Nullable;

/**
 * The sender of a call, as far as it is known.
 *
 * @param account the cloud account, or null
 * @param user the user in it, see {@link SimulatedAccounts.AccessKey#user}, or null
 */
record Who(@Nullable String account, @Nullable String user) {
  static final Who UNKNOWN = new Who(null, null);

  static Who of(SimulatedAccounts.AccessKey key) {
    return new Who(key.account(), key.user());
  }
}
