package dev.livecallback.claim;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/** Lists of claimants, the oldest first: small, for there is one for nearly every object. */
final class ByAge {
  /** Age is creation time, then namespace and name. */
  static final Comparator<Claimant> OLDEST_FIRST =
      Comparator.comparing(Claimant::created)
          .thenComparing(claimant -> claimant.object().namespace())
          .thenComparing(claimant -> claimant.object().name())
          .thenComparing(claimant -> claimant.object().uid());

  private ByAge() {}

  /** A list with this one more, unless it is there. */
  static List<Claimant> with(List<Claimant> sorted, Claimant added) {
    if (sorted.isEmpty()) {
      return List.of(added);
    }
    List<Claimant> more = new ArrayList<>(sorted);
    add(more, added);
    return List.copyOf(more);
  }

  /** A list without this one. */
  static List<Claimant> without(List<Claimant> sorted, Claimant gone) {
    List<Claimant> less = new ArrayList<>(sorted);
    remove(less, gone);
    return List.copyOf(less);
  }

  /** Adds to a list; false = it was there. */
  static boolean add(List<Claimant> sorted, Claimant added) {
    int at = Collections.binarySearch(sorted, added, OLDEST_FIRST);
    if (at < 0) {
      sorted.add(-at - 1, added);
    }
    return at < 0;
  }

  /** Removes from a list; false = it wasn't there. */
  static boolean remove(List<Claimant> sorted, Claimant gone) {
    int at = Collections.binarySearch(sorted, gone, OLDEST_FIRST);
    if (at >= 0) {
      sorted.remove(at);
    }
    return at >= 0;
  }
}
