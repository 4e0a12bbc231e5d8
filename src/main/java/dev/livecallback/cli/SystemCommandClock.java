package dev.livecallback.cli;

import dev.livecallback.api.SteadyClock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** The machine's clock. */
public final class SystemCommandClock implements CommandClock {
  private final SteadyClock clock = SteadyClock.of(System::nanoTime, InstantSource.system());

  @Override
  public Instant now() {
    return clock.instant();
  }

  @Override
  public void sleep(Duration pause) throws InterruptedException {
    Thread.sleep(pause);
  }

  @Override
  public <T> Optional<T> within(Duration limit, Supplier<T> question) throws InterruptedException {
    FutureTask<T> asked = new FutureTask<>(question::get);
    Thread.startVirtualThread(asked);
    try {
      return Optional.of(asked.get(limit.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      return Optional.empty();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case RuntimeException thrown -> throw thrown;
        case Error thrown -> throw thrown;
        case null, default -> throw new IllegalStateException(e);
      }
    } finally {
      asked.cancel(true);
    }
  }
}
