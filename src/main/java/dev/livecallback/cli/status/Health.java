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
 * How an object stands.
 *
 * @param kind LiveAccount or LiveCallback
 * @param rank how bad it is
 * @param ready the condition Ready; null = there is none
 * @param since when that became so; null = its status doesn't say
 */
public record Health(
    String kind,
    String namespace,
    String name,
    Rank rank,
    @Nullable Condition ready,
    @Nullable Instant since) {

  /** The worst first. */
  public enum Rank {
    /** Nothing more will happen without a person. */
    STALLED,
    /** It isn't Ready, and work is under way. */
    NOT_READY,
    /** The operator has seen it, and knows nothing of it yet. */
    UNKNOWN,
    /** The operator hasn't seen it yet, or not its last edit. */
    UNSEEN,
    /** It is Ready. */
    READY
  }

  /** The worst first; an account before the objects that may wait for it; then the oldest. */
  static final Comparator<Health> WORST_FIRST =
      Comparator.comparing(Health::rank)
          .thenComparing(Health::kind)
          .thenComparing(health -> health.since() == null ? Instant.MAX : health.since())
          .thenComparing(Health::namespace)
          .thenComparing(Health::name);

  /** How a LiveCallback stands. */
  public static Health of(LiveCallback object) {
    return of(object, "LiveCallback", object.statusOrEmpty().conditions());
  }

  /** How a LiveAccount stands. */
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

  /** Whether all that it asks for is done. */
  public boolean isReady() {
    return rank == Rank.READY;
  }

  /** In a few words, such as {@code Conflict} or {@code not seen by the operator yet}. */
  String words() {
    if (ready == null) {
      return "not seen by the operator yet";
    }
    boolean edited = rank == Rank.UNSEEN;
    return ready.reason() + (edited ? ", before the last edit" : "");
  }
}
