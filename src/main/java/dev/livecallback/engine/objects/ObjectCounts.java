package dev.livecallback.engine.objects;

import dev.livecallback.api.AccountName;
import dev.livecallback.api.Reason;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The numbers of objects, by account and by what they show.
 *
 * @param byAccount the numbers by the account that the objects name, whether or not the account is
 *     there
 * @param used the accounts that objects name or have records through
 */
public record ObjectCounts(Map<AccountName, ReasonCounts> byAccount, Set<AccountName> used) {

  /** The objects of one account, or of several together. */
  public static final class ReasonCounts {
    private final Map<Reason, Integer> byReason = new EnumMap<>(Reason.class);
    private int unseen;
    private int drifted;

    /** Adds objects that show the same; null = they have no reason that this version knows. */
    void count(@Nullable Reason reason, boolean drifting, int objects) {
      if (reason == null) {
        unseen += objects;
      } else {
        byReason.merge(reason, objects, Integer::sum);
      }
      drifted += drifting ? objects : 0;
    }

    /** Adds the numbers of another instance. */
    public void add(ReasonCounts other) {
      other.byReason.forEach((reason, objects) -> byReason.merge(reason, objects, Integer::sum));
      unseen += other.unseen;
      drifted += other.drifted;
    }

    /**
     * Returns the number of objects for each reason of Ready. A reason that no object has isn't
     * there.
     */
    public Map<Reason, Integer> byReason() {
      return byReason;
    }

    /**
     * Returns the number of objects without a reason yet, or with one that this version doesn't
     * know.
     */
    public int unseen() {
      return unseen;
    }

    /** Returns the number of objects whose status says that they differ from their record. */
    public int drifted() {
      return drifted;
    }
  }
}
