package dev.livecallback.cli.plan;

import dev.livecallback.api.AccountName;
import dev.livecallback.api.LiveAccount;
import dev.livecallback.api.LiveCallback;
import io.fabric8.kubernetes.api.model.Secret;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The edits of a cluster that somebody is about to make, all at once.
 *
 * @param objects LiveCallbacks as they would be, whether or not they are there already
 * @param accounts LiveAccounts as they would be
 * @param secrets Secrets as they would be
 * @param removedObjects the {@code namespace/name} of LiveCallbacks that would be deleted
 * @param removedAccounts the LiveAccounts that would be deleted
 * @param unchecked the objects of all kinds that the API server couldn't check, by {@link
 *     Manifests#what}, each with the reason as a sentence
 */
record Edits(
    List<LiveCallback> objects,
    Map<AccountName, LiveAccount> accounts,
    List<Secret> secrets,
    Set<String> removedObjects,
    Set<AccountName> removedAccounts,
    Map<String, String> unchecked) {

  /** The edits of somebody who does nothing. */
  static final Edits NONE = new Edits(List.of(), Map.of(), List.of(), Set.of(), Set.of(), Map.of());

  /** Takes copies. */
  Edits {
    objects = List.copyOf(objects);
    accounts = Map.copyOf(accounts);
    secrets = List.copyOf(secrets);
    removedObjects = Set.copyOf(removedObjects);
    removedAccounts = Set.copyOf(removedAccounts);
    unchecked = Map.copyOf(unchecked);
  }
}
