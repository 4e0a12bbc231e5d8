package dev.livecallback.cli;

import dev.livecallback.api.SteadyClock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** The machine's time. */
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
}
