package dev.livecallback.leader;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A process of the election, with clocks of its own. */
final class Person implements Election.Listener {
  static final LeaseTerms TERMS =
      new LeaseTerms(Duration.ofSeconds(15), Duration.ofSeconds(10), Duration.ofSeconds(2));

  final String name;
  final SharedLease.Way way;
  final Leadership leadership;
  final Election election;
  final List<String> told = new ArrayList<>();

  /** By how much its wall clock is wrong. */
  Duration skew = Duration.ZERO;

  private final Time time;

  /** What time it really is, in milliseconds. */
  static final class Time {
    long millis = 1_000_000;

    void pass(Duration duration) {
      millis += duration.toMillis();
    }
  }

  Person(String name, SharedLease lease, Time time) {
    this.name = name;
    this.time = time;
    this.way = lease.way();
    this.leadership =
        Leadership.none(
            TERMS.renewDeadline(),
            new Ticks(
                () -> Duration.ofMillis(this.time.millis).toNanos(),
                () -> Instant.ofEpochMilli(this.time.millis).plus(skew)));
    this.election = new Election(name, TERMS, way, leadership, this);
  }

  boolean mayAct() {
    return leadership.mayAct();
  }

  @Override
  public void standsBy(String holder) {
    told.add("is a standby of " + holder);
  }

  @Override
  public void leads(boolean afterAnother) {
    told.add(afterAnother ? "leads after another" : "leads");
  }

  @Override
  public void lost(String why) {
    told.add("lost: " + why);
  }

  @Override
  public void troubled(String why) {
    told.add("troubled: " + why);
  }

  @Override
  public void recovered() {
    told.add("recovered");
  }
}
