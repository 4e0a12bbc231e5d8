package dev.livecallback.operator.kubernetes;

import dev.livecallback.api.LiveAccount;
import dev.livecallback.api.LiveCallback;
import dev.livecallback.operator.metrics.Guard;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the watches deliver. While this process is a standby, it is only kept; once there is someone
 * to act on it, that one learns all that is there, and then each change.
 */
public final class CacheEvents {
  private final List<PrunedStore<LiveCallback>> objects = new CopyOnWriteArrayList<>();
  private final List<PrunedStore<LiveAccount>> accounts = new CopyOnWriteArrayList<>();
  private final Guard guard;
  private final ReadWriteLock lock = new ReentrantReadWriteLock();

  /**
   * Guarded by the lock. {@code @GuardedBy} would say so unchecked: it knows no lock of two sides.
   */
  private @Nullable Receiver receiver;

  /** Who acts on it. */
  public interface Receiver {
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

  /**
   * @param guard keeps what goes wrong with one object from the others
   */
  public CacheEvents(Guard guard) {
    this.guard = guard;
  }

  /** A cache of our objects: one for each controller. */
  public PrunedStore<LiveCallback> objectStore() {
    PrunedStore<LiveCallback> store =
        PrunedStore.ofObjects(
            object -> tell(object, each -> each.delivered(object)),
            object -> tell(object, each -> each.gone(object)));
    objects.add(store);
    return store;
  }

  /** A cache of accounts: one for each controller. */
  public PrunedStore<LiveAccount> accountStore() {
    PrunedStore<LiveAccount> store =
        PrunedStore.ofObjects(
            account -> tell(account, each -> each.delivered(account)),
            account -> tell(account, each -> each.gone(account)));
    accounts.add(store);
    return store;
  }

  /** A Secret changed, came or went. */
  public void secretChanged(String namespace, String name) {
    tell("Secret", namespace + "/" + name, each -> each.secretChanged(namespace, name));
  }

  /** Tells the one who acts from now on of all that is there, accounts first. */
  public void begin(Receiver who) {
    Lock alone = lock.writeLock();
    alone.lock();
    try {
      receiver = who;
      accounts.stream()
          .flatMap(PrunedStore::values)
          .forEach(account -> guarded(account, () -> who.delivered(account)));
      objects.stream()
          .flatMap(PrunedStore::values)
          .forEach(object -> guarded(object, () -> who.delivered(object)));
    } finally {
      alone.unlock();
    }
  }

  private void guarded(HasMetadata object, Runnable task) {
    guard.run(object.getKind(), name(object), task);
  }

  private static String name(HasMetadata object) {
    return object.getMetadata().getNamespace() + "/" + object.getMetadata().getName();
  }

  private void tell(HasMetadata object, Consumer<Receiver> what) {
    tell(object.getKind(), name(object), what);
  }

  private void tell(String kind, String name, Consumer<Receiver> what) {
    Lock together = lock.readLock();
    together.lock();
    try {
      Receiver who = receiver;
      if (who != null) {
        guard.run(kind, name, () -> what.accept(who));
      }
    } finally {
      together.unlock();
    }
  }
}
