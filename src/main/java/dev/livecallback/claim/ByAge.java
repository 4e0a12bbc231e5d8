package dev.livecallback.claim;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/**
 * Operations on lists of claimants that are sorted by age, the oldest first. The lists use little
 * memory, because there is one for nearly every object.
 */
final class ByAge {
  /** The order by age: creation time, then namespace, name and uid. */
  static final Comparator<Claimant> OLDEST_FIRST =
      Comparator.comparing(Claimant::created)
          .thenComparing(claimant -> claimant.object().namespace())
          .thenComparing(claimant -> claimant.object().name())
          .thenComparing(claimant -> claimant.object().uid());

  private ByAge() {}

  /** Returns a list that has this claimant added, unless the list has it already. */
  static List<Claimant> with(List<Claimant> sorted, Claimant added) {
    if (sorted.isEmpty()) {
      return List.of(added);
    }
    List<Claimant> more = new ArrayList<>(sorted);
    add(more, added);
    return List.copyOf(more);
  }

  /** Returns a list without this claimant. */
  static List<Claimant> without(List<Claimant> sorted, Claimant gone) {
    List<Claimant> less = new ArrayList<>(sorted);
    remove(less, gone);
    return List.copyOf(less);
  }

  /** Adds a claimant to a list. Returns false if the list had it already. */
  static boolean add(List<Claimant> sorted, Claimant added) {
    int at = Collections.binarySearch(sorted, added, OLDEST_FIRST);
    if (at < 0) {
      sorted.add(-at - 1, added);
    }
    return at < 0;
  }

  /** Removes a claimant from a list. Returns false if the list didn't have it. */
  static boolean remove(List<Claimant> sorted, Claimant gone) {
    int at = Collections.binarySearch(sorted, gone, OLDEST_FIRST);
    if (at >= 0) {
      sorted.remove(at);
    }
    return at >= 0;
  }
}
