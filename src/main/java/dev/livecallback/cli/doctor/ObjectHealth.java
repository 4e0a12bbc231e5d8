package dev.livecallback.cli.doctor;

import dev.livecallback.api.AccountReason;
import dev.livecallback.api.LiveAccount;
import dev.livecallback.api.LiveCallback;
import dev.livecallback.api.Reason;
import dev.livecallback.api.Timestamps;
import dev.livecallback.cli.Durations;
import dev.livecallback.cli.status.Health;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The health of an object, and how long it has lasted.
 *
 * @param name the namespace and name of the object
 * @param words the reason of Ready if this version knows it, or else a state, in fixed words
 * @param age the time since the state began
 * @param ready whether everything that the object asks for is done
 * @param stuck whether the object waits for a person; if it is neither ready nor stuck, work is
 *     under way
 */
record ObjectHealth(String name, String words, Duration age, boolean ready, boolean stuck) {
  /**
   * The time after which an object that isn't ready counts as stuck. A write and its verification
   * take minutes.
   */
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private static final Set<String> OF_DELETED =
      Set.of(
          Reason.DELETING.word(),
          Reason.DELETE_BLOCKED.word(),
          Reason.DELETE_LIMIT_REACHED.word(),
          Reason.PAUSED.word());

  static ObjectHealth of(LiveCallback object, Instant now) {
    return of(object, Health.of(object), now);
  }

  static ObjectHealth of(LiveAccount account, Instant now) {
    return of(account, Health.of(account), now);
  }

  private static ObjectHealth of(HasMetadata object, Health health, Instant now) {
    String name = health.namespace() + "/" + health.name();
    String deleted = object.getMetadata().getDeletionTimestamp();
    String reason = health.ready() == null ? "" : health.ready().reason();
    if (deleted != null) {
      String words =
          OF_DELETED.contains(reason) ? reason : "a deletion that the operator hasn't seen yet";
      return of(name, words, age(Timestamps.instant(deleted), now), false);
    }
    if (health.isReady()) {
      return new ObjectHealth(name, reason, Duration.ZERO, true, false);
    }
    if (health.rank() == Health.Rank.UNSEEN && health.ready() != null) {
      return of(name, "an edit that the operator hasn't seen yet", age(edited(object), now), false);
    }
    return of(
        name,
        health.ready() == null ? "not seen by the operator yet" : known(reason),
        age(Optional.ofNullable(health.since()), now),
        health.rank() == Health.Rank.STALLED);
  }

  private static ObjectHealth of(String name, String words, Duration age, boolean stalled) {
    boolean stuck = stalled || age.compareTo(PATIENCE) >= 0;
    return new ObjectHealth(name, words, age, false, stuck);
  }

  private static Duration age(Optional<Instant> since, Instant now) {
    return since.map(instant -> Duration.between(instant, now)).orElse(Duration.ZERO);
  }

  /** Returns when somebody last changed the object, apart from its status. */
  private static Optional<Instant> edited(HasMetadata object) {
    return object.getMetadata().getManagedFields().stream()
        .filter(each -> each.getSubresource() == null || each.getSubresource().isEmpty())
        .map(ManagedFieldsEntry::getTime)
        .filter(Objects::nonNull)
        .flatMap(time -> Timestamps.instant(time).stream())
        .max(Comparator.naturalOrder());
  }

  private static String known(String reason) {
    boolean isOurs = Reason.ofWord(reason).isPresent() || AccountReason.ofWord(reason).isPresent();
    return isOurs ? reason : "a reason that this version doesn't know";
  }

  /** Returns a line for a person who may see the object's name. */
  String line() {
    return "%s (%s, %s)".formatted(name, words, Durations.age(age));
  }
}
