package dev.livecallback.testing;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The objects of a kind in a test's namespace. Who waits for one to be like this or that is woken
 * by the API server when it changes, and asks nothing meanwhile: many tests wait at the same time.
 */
public final class Watched<T extends HasMetadata> implements AutoCloseable {
  /** What else an assertion looks at may change without the object. */
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

  private final KubernetesClient client;
  private final Class<T> type;
  private final String namespace;
  private @Nullable SharedIndexInformer<T> informer;
  private long changes;

  Watched(KubernetesClient client, Class<T> type, String namespace) {
    this.client = client;
    this.type = type;
    this.namespace = namespace;
  }

  /**
   * Waits until one is like this, and returns it so. What was done to it before is always seen.
   *
   * @param like throws an {@link AssertionError} as long as it isn't; it isn't asked as long as
   *     there is no such object
   * @throws AssertionError the last one of {@code like}, if it isn't so in time
   */
  public T await(String name, Duration atMost, Consumer<T> like) {
    Attempt<T> latest = new Attempt<>(name, like);
    if (latest.isLike(resource(name).get())) {
      return latest.seen();
    }
    long deadline = deadline(atMost);
    T first = latest.last;
    SharedIndexInformer<T> cache = informer();
    while (System.nanoTime() < deadline) {
      long seen = changes();
      T now = cache.getStore().getByKey(namespace + "/" + name);
      if (now != null && !older(now, first) && latest.isLike(now)) {
        return latest.seen();
      }
      awaitChange(seen, deadline);
    }
    if (latest.isLike(resource(name).get())) {
      return latest.seen();
    }
    throw latest.because(atMost);
  }

  /**
   * Waits until there is none of that name.
   *
   * @throws AssertionError that shows what it is like, if it isn't gone in time
   */
  public void awaitGone(String name, Duration atMost) {
    long deadline = deadline(atMost);
    SharedIndexInformer<T> cache = informer();
    long seen = changes();
    while (resource(name).get() != null) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError(
            "%s is still there after %s: %s".formatted(name, atMost, resource(name).get()));
      }
      do {
        awaitChange(seen, deadline);
        seen = changes();
      } while (cache.getStore().getByKey(namespace + "/" + name) != null
          && System.nanoTime() < deadline);
    }
  }

  private static long deadline(Duration atMost) {
    return System.nanoTime() + atMost.toNanos();
  }

  private Resource<T> resource(String name) {
    return client.resources(type).inNamespace(namespace).withName(name);
  }

  /** The cache may not know yet what the API server answered a moment ago. */
  private static boolean older(HasMetadata now, @Nullable HasMetadata first) {
    return first != null && version(now) < version(first);
  }

  private static long version(HasMetadata object) {
    return Long.parseLong(object.getMetadata().getResourceVersion());
  }

  private synchronized SharedIndexInformer<T> informer() {
    if (informer == null) {
      informer = client.resources(type).inNamespace(namespace).inform(new Waking());
    }
    return informer;
  }

  private synchronized long changes() {
    return changes;
  }

  private synchronized void awaitChange(long seen, long deadline) {
    try {
      long until = Math.min(deadline, System.nanoTime() + LOOK_AGAIN.toNanos());
      for (long left = until - System.nanoTime();
          seen == changes && left > 0;
          left = until - System.nanoTime()) {
        NANOSECONDS.timedWait(this, left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while waiting for a " + type.getSimpleName(), e);
    }
  }

  private synchronized void changed() {
    changes++;
    notifyAll();
  }

  @Override
  public synchronized void close() {
    if (informer != null) {
      informer.stop();
    }
  }

  private final class Waking implements ResourceEventHandler<T> {
    @Override
    public void onAdd(T object) {
      changed();
    }

    @Override
    public void onUpdate(T before, T after) {
      changed();
    }

    @Override
    public void onDelete(T object, boolean stateUnknown) {
      changed();
    }
  }

  /** What one who waits has seen so far. */
  private static final class Attempt<T extends HasMetadata> {
    private final String name;
    private final Consumer<T> like;
    private @Nullable T last;
    private @Nullable AssertionError problem;

    Attempt(String name, Consumer<T> like) {
      this.name = name;
      this.like = like;
    }

    boolean isLike(@Nullable T object) {
      if (object == null) {
        return false;
      }
      last = object;
      try {
        like.accept(object);
        return true;
      } catch (AssertionError e) {
        problem = e;
        return false;
      }
    }

    T seen() {
      if (last == null) {
        throw new IllegalStateException("nothing was seen");
      }
      return last;
    }

    AssertionError because(Duration atMost) {
      return new AssertionError(
          "%s, after %s: %s"
              .formatted(name, atMost, problem == null ? "there is none" : problem.getMessage()),
          problem);
    }
  }
}
