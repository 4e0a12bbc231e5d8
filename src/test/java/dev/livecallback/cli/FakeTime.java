package dev.livecallback.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Time that passes only while somebody sleeps. */
public final class FakeTime implements CommandClock {
  private final List<Duration> slept = new ArrayList<>();
  private Instant now = Instant.parse("2026-03-01T12:00:00Z");

  @Override
  public Instant now() {
    return now;
  }

  @Override
  public void sleep(Duration pause) {
    slept.add(pause);
    now = now.plus(pause);
  }

  /** Has time pass by itself. */
  public void pass(Duration time) {
    now = now.plus(time);
  }

  /** All pauses so far. */
  public List<Duration> slept() {
    return List.copyOf(slept);
  }

  /** Calls at two a second that may take an hour. */
  public PacedCalls paced(CloudCalls calls) {
    return new PacedCalls(calls, new CallPace(Duration.ofMillis(500), Duration.ofHours(1), this));
  }
}
