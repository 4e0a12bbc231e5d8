package dev.livecallback.operator;

import dev.livecallback.api.LiveAccount;
import dev.livecallback.api.LiveCallback;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the watches deliver. While this process stands by, it is only kept; once there is someone to
 * act on it, that one learns all that is there, and then each change.
 */
final class CacheEvents {
  private final List<PrunedStore<LiveCallback>> objects = new CopyOnWriteArrayList<>();
  private final List<PrunedStore<LiveAccount>> accounts = new CopyOnWriteArrayList<>();
  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private @Nullable Receiver receiver;

  /** Who acts on it. */
  interface Receiver {
    /** The cache has this version of an object now. */
    void delivered(LiveCallback object);

    /** An object isn't there any more, however it went. */
    void gone(LiveCallback object);

    /** The cache has this version of an account now. */
    void delivered(LiveAccount account);

    /** An account isn't there any more. */
    void gone(LiveAccount account);

    /** A Secret changed, came or went. */
    void secretChanged(String namespace, String name);
  }

  /** A cache of our objects: one for each controller. */
  PrunedStore<LiveCallback> objectStore() {
    PrunedStore<LiveCallback> store =
        PrunedStore.ofObjects(
            object -> tell(each -> each.delivered(object)),
            object -> tell(each -> each.gone(object)));
    objects.add(store);
    return store;
  }

  /** A cache of accounts: one for each controller. */
  PrunedStore<LiveAccount> accountStore() {
    PrunedStore<LiveAccount> store =
        PrunedStore.ofObjects(
            account -> tell(each -> each.delivered(account)),
            account -> tell(each -> each.gone(account)));
    accounts.add(store);
    return store;
  }

  /** A Secret changed, came or went. */
  void secretChanged(String namespace, String name) {
    tell(each -> each.secretChanged(namespace, name));
  }

  /** Tells the one who acts from now on of all that is there, accounts first. */
  void begin(Receiver who) {
    Lock alone = lock.writeLock();
    alone.lock();
    try {
      receiver = who;
      accounts.forEach(store -> store.values().forEach(who::delivered));
      objects.forEach(store -> store.values().forEach(who::delivered));
    } finally {
      alone.unlock();
    }
  }

  private void tell(Consumer<Receiver> what) {
    Lock together = lock.readLock();
    together.lock();
    try {
      if (receiver != null) {
        what.accept(receiver);
      }
    } finally {
      together.unlock();
    }
  }
}
