package dev.livecallback.simulation;

import dev.livecallback.account.KeyMark;
import dev.livecallback.api.AccountName;
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
    void accountChanged(AccountName name, @Nullable AccountObject now);

    void accessKeyChanged(AccountName name, @Nullable String now);
  }

  private final Map<AccountName, AccountObject> accounts = new LinkedHashMap<>();
  private final Map<AccountName, String> accessKeys = new LinkedHashMap<>();

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

  Map<AccountName, AccountObject> accounts() {
    return accounts;
  }

  Map<AccountName, String> accessKeys() {
    return accessKeys;
  }

  Map<String, KeyMark> keyMarks() {
    return keyMarks;
  }

  @Nullable AccountObject get(AccountName name) {
    return accounts.get(name);
  }

  /** Creates an account, if there is none of that name. */
  void create(AccountName name) {
    if (!accounts.containsKey(name)) {
      store(name, AccountObject.fresh("account-" + ++uids));
    }
  }

  /** Changes an account, if it is there. */
  void change(AccountName name, UnaryOperator<AccountObject> change) {
    AccountObject before = accounts.get(name);
    if (before != null) {
      AccountObject after = change.apply(before);
      if (!after.equals(before)) {
        store(name, after);
      }
    }
  }

  /** The finalizer goes, and the account with it. */
  void release(AccountName name, String uid) {
    AccountObject there = accounts.get(name);
    if (there != null && there.uid().equals(uid)) {
      store(name, null);
    }
  }

  /** Sets the Secret's access key; null deletes the Secret. */
  void setAccessKey(AccountName name, @Nullable String key) {
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

  private void store(AccountName name, @Nullable AccountObject account) {
    if (account == null) {
      accounts.remove(name);
    } else {
      accounts.put(name, account);
    }
    List.copyOf(watchers).forEach(watcher -> watcher.accountChanged(name, account));
  }
}
