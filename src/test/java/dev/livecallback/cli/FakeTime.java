package dev.livecallback.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Time that passes only while somebody sleeps. */
public final class FakeTime implements CommandClock {
  private final List<Duration> slept = new ArrayList<>();
  private final Duration latency;
  private Instant now = Instant.parse("2026-03-01T12:00:00Z");

  /** One in which answers take no time. */
  public FakeTime() {
    this(Duration.ZERO);
  }

  /** One in which each answer takes so long. */
  public FakeTime(Duration latency) {
    this.latency = latency;
  }

  @Override
  public Instant now() {
    return now;
  }

  @Override
  public void sleep(Duration pause) {
    slept.add(pause);
    now = now.plus(pause);
  }

  @Override
  public <T> Optional<T> within(Duration limit, Supplier<T> question) {
    Instant end = now.plus(limit);
    pass(latency);
    T answer = question.get();
    if (now.isAfter(end)) {
      now = end;
      return Optional.empty();
    }
    return Optional.of(answer);
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
    return new PacedCalls(
        calls,
        new CallPace(Duration.ofMillis(500), new TimeLimit(Duration.ofHours(1), this), this));
  }
}
