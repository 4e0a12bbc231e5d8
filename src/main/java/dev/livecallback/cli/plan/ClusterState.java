package dev.livecallback.cli.plan;

import dev.livecallback.api.AccountName;
import dev.livecallback.api.LiveAccount;
import dev.livecallback.api.LiveCallback;
import io.fabric8.kubernetes.api.model.Secret;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The part of a cluster with which a rehearsal begins.
 *
 * @param objects the LiveCallbacks
 * @param accounts the LiveAccounts
 * @param secrets the Secrets that the objects and accounts name, by {@code namespace/name}, if they
 *     exist and may be read
 * @param hidden the Secrets that may not be read, by {@code namespace/name}
 * @param hiddenAccounts the LiveAccounts that may not be read
 * @param unseen why an unseen object may have a record, as a sentence; null = all objects could be
 *     seen
 */
record ClusterState(
    List<LiveCallback> objects,
    Map<AccountName, LiveAccount> accounts,
    Map<String, Secret> secrets,
    Set<String> hidden,
    Set<AccountName> hiddenAccounts,
    @Nullable String unseen) {

  /** Takes copies. */
  ClusterState {
    objects = List.copyOf(objects);
    accounts = Map.copyOf(accounts);
    secrets = Map.copyOf(secrets);
    hidden = Set.copyOf(hidden);
    hiddenAccounts = Set.copyOf(hiddenAccounts);
  }
}
