package dev.livecallback.engine.accounts;

import dev.livecallback.api.Condition;
import dev.livecallback.api.ConditionType;
import dev.livecallback.api.LiveCallback;
import dev.livecallback.api.Reason;
import dev.livecallback.volcengine.Scope;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an account is used for.
 *
 * @param objects how many objects name it
 * @param scopes how many vhosts and domains these are about
 * @param holders how many objects have records through it, whether or not they name it
 * @param firstHolders the first three of those, in the order of their names
 * @param held how many deletions its limit holds
 * @param waitingSince since when an object of those that name it has work to do and waits until it
 *     can be used; null = none does
 */
public record AccountUse(
    int objects,
    int scopes,
    int holders,
    List<String> firstHolders,
    int held,
    @Nullable Instant waitingSince) {
  private static final int NAMED = 3;

  /** Counts what these objects are to an account. */
  public static AccountUse of(
      String account, Stream<LiveCallback> all, Function<LiveCallback, String> accountOf) {
    int objects = 0;
    int held = 0;
    Set<String> scopes = new HashSet<>();
    List<String> holders = new ArrayList<>();
    List<Instant> waits = new ArrayList<>();
    for (LiveCallback object : (Iterable<LiveCallback>) all::iterator) {
      boolean holds =
          object.statusOrEmpty().records().stream()
              .anyMatch(entry -> entry.account().equals(account));
      if (accountOf.apply(object).equals(account)) {
        objects++;
        Scope.ofText(object.getSpec().scope())
            .filter(_ -> object.getSpec().vhost() != null || object.getSpec().domain() != null)
            .ifPresent(scope -> scopes.add(scope.toString()));
        waiting(object).ifPresent(waits::add);
      }
      if (holds) {
        holders.add(object.id().toString());
        held += isHeld(object) ? 1 : 0;
      }
    }
    return new AccountUse(
        objects,
        scopes.size(),
        holders.size(),
        holders.stream().sorted().limit(NAMED).toList(),
        held,
        waits.stream().min(Comparator.naturalOrder()).orElse(null));
  }

  private static boolean isHeld(LiveCallback object) {
    return says(object, Reason.DELETE_LIMIT_REACHED);
  }

  private static Optional<Instant> waiting(LiveCallback object) {
    return says(object, Reason.ACCOUNT_NOT_READY)
        ? object.statusOrEmpty().reconcilingSince()
        : Optional.empty();
  }

  private static boolean says(LiveCallback object, Reason reason) {
    return object
        .statusOrEmpty()
        .condition(ConditionType.READY)
        .map(Condition::reason)
        .filter(reason.word()::equals)
        .isPresent();
  }
}
