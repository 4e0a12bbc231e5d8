package dev.livecallback.simulation;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Who may call the cloud: the access keys that were ever made, and whose they are. */
final class CloudUsers {
  /**
   * A user of a cloud account.
   *
   * @param cloudAccount its id
   */
  record User(String cloudAccount, String name) {}

  private final Map<String, User> owners = new HashMap<>();
  private final Set<String> revoked = new HashSet<>();

  /** Makes an access key for a user. */
  String issue(User user) {
    String key = "AK" + (owners.size() + 1) + "-" + user.name();
    owners.put(key, user);
    return key;
  }

  void revoke(String key) {
    revoked.add(key);
  }

  void restore(String key) {
    revoked.remove(key);
  }

  void restoreAll() {
    revoked.clear();
  }

  boolean isRevoked(String key) {
    return revoked.contains(key);
  }

  /** Whose it is; empty if there never was such a key. */
  Optional<User> owner(String key) {
    return Optional.ofNullable(owners.get(key));
  }
}
