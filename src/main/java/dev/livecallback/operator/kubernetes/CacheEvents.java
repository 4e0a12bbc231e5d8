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
 * The changes that the watches deliver. On a standby, they are only cached. When the process leads,
 * its receiver learns of everything in the caches, and then of each change.
 */
public final class CacheEvents {
  private final List<PrunedStore<LiveCallback>> objects = new CopyOnWriteArrayList<>();
  private final List<PrunedStore<LiveAccount>> accounts = new CopyOnWriteArrayList<>();
  private final Guard guard;
  private final ReadWriteLock lock = new ReentrantReadWriteLock();

  /**
   * Guarded by {@code lock}. There is no {@code @GuardedBy}, because it can't be checked for a
   * read-write lock.
   */
  private @Nullable Receiver receiver;

  /** A receiver of the changes, which acts on them. */
  public interface Receiver {
    /** Receives the version of an object that the cache has now. */
    void delivered(LiveCallback object);

    /** Receives an object that no longer exists, for whatever reason. */
    void gone(LiveCallback object);

    /** Receives the version of an account that the cache has now. */
    void delivered(LiveAccount account);

    /** Receives an account that no longer exists. */
    void gone(LiveAccount account);

    /** Learns that a Secret changed, came or went. */
    void secretChanged(String namespace, String name);
  }

  /**
   * Creates the object.
   *
   * @param guard keeps a bug that is met with one object from all others
   */
  public CacheEvents(Guard guard) {
    this.guard = guard;
  }

  /** Returns a new cache for our objects. Each controller needs its own. */
  public PrunedStore<LiveCallback> objectStore() {
    PrunedStore<LiveCallback> store =
        PrunedStore.ofObjects(
            object -> tell(object, each -> each.delivered(object)),
            object -> tell(object, each -> each.gone(object)));
    objects.add(store);
    return store;
  }

  /** Returns a new cache for accounts. Each controller needs its own. */
  public PrunedStore<LiveAccount> accountStore() {
    PrunedStore<LiveAccount> store =
        PrunedStore.ofObjects(
            account -> tell(account, each -> each.delivered(account)),
            account -> tell(account, each -> each.gone(account)));
    accounts.add(store);
    return store;
  }

  /** Passes on that a Secret changed, came or went. */
  public void secretChanged(String namespace, String name) {
    tell("Secret", namespace + "/" + name, each -> each.secretChanged(namespace, name));
  }

  /** Sets the receiver, and tells it of everything in the caches, accounts first. */
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
