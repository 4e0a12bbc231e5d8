package dev.livecallback.bench;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** Does many things at once, where it is about setting up and not about measuring. */
final class Parallel {
  private static final int AT_ONCE = 8;

  private Parallel() {}

  /** Does it with each, and returns when all is done. */
  static <T> void each(List<T> things, Consumer<T> action) {
    try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
      List<? extends Future<?>> all =
          things.stream().map(thing -> threads.submit(() -> action.accept(thing))).toList();
      for (Future<?> one : all) {
        one.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
