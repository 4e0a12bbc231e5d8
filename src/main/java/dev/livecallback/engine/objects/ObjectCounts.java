package dev.livecallback.engine.objects;

import dev.livecallback.api.Reason;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How many objects there are, and how they stand.
 *
 * @param byAccount by the {@code namespace/name} of the account that they name, whether or not it
 *     is there
 * @param used the accounts that they name or have records through
 */
public record ObjectCounts(Map<String, ReasonCounts> byAccount, Set<String> used) {

  /** The objects of one account, or of several together. */
  public static final class ReasonCounts {
    private final Map<Reason, Integer> byReason = new EnumMap<>(Reason.class);
    private int unseen;
    private int drifted;

    /** Takes so many that stand alike in; null = they have no reason. */
    void count(@Nullable Reason reason, boolean drifting, int objects) {
      if (reason == null) {
        unseen += objects;
      } else {
        byReason.merge(reason, objects, Integer::sum);
      }
      drifted += drifting ? objects : 0;
    }

    /** Takes those of another one in too. */
    public void add(ReasonCounts other) {
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
}
