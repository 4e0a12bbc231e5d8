package dev.livecallback.simulation;

import dev.livecallback.account.KeyMark;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The API server's accounts, and the Secrets with their access keys, by the account's name. */
final class AccountServer {

  /** Who learns of every change, at once; the lag is the listener's. */
  interface AccountWatcher {
    void accountChanged(String name, @Nullable AccountObject now);

    void accessKeyChanged(String name, @Nullable String now);
  }

  private final Map<String, AccountObject> accounts = new LinkedHashMap<>();
  private final Map<String, String> accessKeys = new LinkedHashMap<>();

  /** By uid: what processes have written of the keys that STS verified. */
  private final Map<String, KeyMark> keyMarks = new HashMap<>();

  private final List<AccountWatcher> watchers = new ArrayList<>();
  private int uids;

  void watch(AccountWatcher watcher) {
    watchers.add(watcher);
  }

  void unwatch(AccountWatcher watcher) {
    watchers.remove(watcher);
  }

  Map<String, AccountObject> accounts() {
    return accounts;
  }

  Map<String, String> accessKeys() {
    return accessKeys;
  }

  Map<String, KeyMark> keyMarks() {
    return keyMarks;
  }

  @Nullable AccountObject get(String name) {
    return accounts.get(name);
  }

  /** Creates an account, if there is none of that name. */
  void create(String name) {
    if (!accounts.containsKey(name)) {
      store(name, AccountObject.fresh("account-" + ++uids));
    }
  }

  /** Changes an account, if it is there. */
  void change(String name, UnaryOperator<AccountObject> change) {
    AccountObject before = accounts.get(name);
    if (before != null) {
      AccountObject after = change.apply(before);
      if (!after.equals(before)) {
        store(name, after);
      }
    }
  }

  /** The finalizer goes, and the account with it. */
  void release(String name, String uid) {
    AccountObject there = accounts.get(name);
    if (there != null && there.uid().equals(uid)) {
      store(name, null);
    }
  }

  /** Sets the Secret's access key; null deletes the Secret. */
  void setAccessKey(String name, @Nullable String key) {
    if (Objects.equals(accessKeys.get(name), key)) {
      return;
    }
    if (key == null) {
      accessKeys.remove(name);
    } else {
      accessKeys.put(name, key);
    }
    List.copyOf(watchers).forEach(watcher -> watcher.accessKeyChanged(name, key));
  }

  private void store(String name, @Nullable AccountObject account) {
    if (account == null) {
      accounts.remove(name);
    } else {
      accounts.put(name, account);
    }
    List.copyOf(watchers).forEach(watcher -> watcher.accountChanged(name, account));
  }
}
