package dev.livecallback.engine;

import dev.livecallback.api.Condition;
import dev.livecallback.api.ConditionType;
import dev.livecallback.api.LiveCallback;
import dev.livecallback.api.Reason;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * How many objects there are, and how they stand.
 *
 * @param byAccount by the {@code namespace/name} of the account that they name, whether or not it
 *     is there
 */
public record Census(Map<String, Tally> byAccount) {

  /** The objects of one account, or of several together. */
  public static final class Tally {
    private final Map<Reason, Integer> byReason = new EnumMap<>(Reason.class);
    private int unseen;
    private int drifted;

    /** In loops: with ten thousand objects and more this is most of what a scrape takes. */
    private void count(LiveCallback object) {
      Reason reason = null;
      for (Condition condition : object.statusOrEmpty().conditions()) {
        if (condition.is(ConditionType.READY)) {
          reason = Reason.ofWord(condition.reason()).orElse(null);
        } else if (condition.is(ConditionType.DRIFTED) && condition.holds()) {
          drifted++;
        }
      }
      if (reason == null) {
        unseen++;
      } else {
        byReason.merge(reason, 1, Integer::sum);
      }
    }

    /** Takes those of another one in too. */
    public void add(Tally other) {
      other.byReason.forEach((reason, objects) -> byReason.merge(reason, objects, Integer::sum));
      unseen += other.unseen;
      drifted += other.drifted;
    }

    /** How many have each reason of Ready; one that none has isn't there. */
    public Map<Reason, Integer> byReason() {
      return byReason;
    }

    /** How many have no reason yet, or one that this version doesn't know. */
    public int unseen() {
      return unseen;
    }

    /** How many are said to differ from their record. */
    public int drifted() {
      return drifted;
    }
  }

  static Census of(Stream<LiveCallback> objects, Function<LiveCallback, String> accountOf) {
    Map<String, Tally> byAccount = new HashMap<>();
    objects.forEach(
        object ->
            byAccount.computeIfAbsent(accountOf.apply(object), _ -> new Tally()).count(object));
    return new Census(byAccount);
  }
}
