package dev.livecallback.engine.accounts;

import dev.livecallback.api.AccountName;
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
 * The use of an account by objects.
 *
 * @param objects the number of objects that name the account
 * @param scopes the number of vhosts and domains of these objects
 * @param holders the number of objects that have records through the account, whether or not they
 *     name it
 * @param firstHolders the first three of the holders, in the order of their names
 * @param held the number of objects whose deletion the account's limit holds back
 * @param waitingSince the earliest instant since which an object that names the account has had
 *     work to do and waited for the account; null = no object waits
 */
public record AccountUse(
    int objects,
    int scopes,
    int holders,
    List<String> firstHolders,
    int held,
    @Nullable Instant waitingSince) {
  /** The use of an account that no object has to do with. */
  public static final AccountUse NONE = new AccountUse(0, 0, 0, List.of(), 0, null);

  private static final int NAMED = 3;

  /** Counts the use of an account by these objects. */
  public static AccountUse of(
      AccountName account,
      Stream<LiveCallback> all,
      Function<LiveCallback, AccountName> accountOf) {
    int objects = 0;
    int held = 0;
    Set<String> scopes = new HashSet<>();
    List<String> holders = new ArrayList<>();
    List<Instant> waits = new ArrayList<>();
    for (LiveCallback object : (Iterable<LiveCallback>) all::iterator) {
      boolean holds =
          object.statusOrEmpty().records().stream()
              .anyMatch(entry -> entry.accountName().equals(account));
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
