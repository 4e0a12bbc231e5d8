package dev.livecallback.cli.status;

import dev.livecallback.api.Condition;
import dev.livecallback.api.ConditionType;
import dev.livecallback.api.LiveAccount;
import dev.livecallback.api.LiveCallback;
import dev.livecallback.api.Timestamps;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The health of an object.
 *
 * @param kind LiveAccount or LiveCallback
 * @param rank the severity of its state
 * @param ready the condition Ready; null = there is none
 * @param since the last transition of Ready, or the creation if there is no Ready; null = unknown
 */
public record Health(
    String kind,
    String namespace,
    String name,
    Rank rank,
    @Nullable Condition ready,
    @Nullable Instant since) {

  /** The severity of an object's state, the worst first. */
  public enum Rank {
    /** Only a person can help. */
    STALLED,
    /** The object isn't Ready, and work is under way. */
    NOT_READY,
    /** The operator has seen the object, and doesn't know its state yet. */
    UNKNOWN,
    /** The operator hasn't seen the object or its last edit yet. */
    UNSEEN,
    /** The object is Ready. */
    READY
  }

  /**
   * The order of a list: the worst first, accounts before objects that may wait for them, then the
   * oldest.
   */
  static final Comparator<Health> WORST_FIRST =
      Comparator.comparing(Health::rank)
          .thenComparing(Health::kind)
          .thenComparing(health -> health.since() == null ? Instant.MAX : health.since())
          .thenComparing(Health::namespace)
          .thenComparing(Health::name);

  /** Returns the health of a LiveCallback. */
  public static Health of(LiveCallback object) {
    return of(object, "LiveCallback", object.statusOrEmpty().conditions());
  }

  /** Returns the health of a LiveAccount. */
  public static Health of(LiveAccount account) {
    return of(account, "LiveAccount", account.statusOrEmpty().conditions());
  }

  private static Health of(HasMetadata object, String kind, List<Condition> conditions) {
    Condition ready =
        conditions.stream().filter(each -> each.is(ConditionType.READY)).findFirst().orElse(null);
    Optional<String> since =
        Optional.ofNullable(
            ready == null
                ? object.getMetadata().getCreationTimestamp()
                : ready.lastTransitionTime());
    return new Health(
        kind,
        Objects.requireNonNullElse(object.getMetadata().getNamespace(), ""),
        Objects.requireNonNullElse(object.getMetadata().getName(), ""),
        rankOf(object, ready, conditions),
        ready,
        since.flatMap(Timestamps::instant).orElse(null));
  }

  private static Rank rankOf(
      HasMetadata object, @Nullable Condition ready, List<Condition> conditions) {
    if (ready == null) {
      return Rank.UNSEEN;
    }
    if (conditions.stream().anyMatch(each -> each.is(ConditionType.STALLED) && each.holds())) {
      return Rank.STALLED;
    }
    Long generation = object.getMetadata().getGeneration();
    boolean edited = generation != null && ready.observedGeneration() < generation;
    return switch (ready.status()) {
      case Condition.TRUE -> edited ? Rank.UNSEEN : Rank.READY;
      case Condition.FALSE -> Rank.NOT_READY;
      default -> Rank.UNKNOWN;
    };
  }

  /** Returns whether everything that the object asks for is done. */
  public boolean isReady() {
    return rank == Rank.READY;
  }

  /**
   * Returns the health in a few words, such as {@code Conflict} or {@code not seen by the operator
   * yet}.
   */
  String words() {
    if (ready == null) {
      return "not seen by the operator yet";
    }
    boolean edited = rank == Rank.UNSEEN;
    return ready.reason() + (edited ? ", before the last edit" : "");
  }
}
