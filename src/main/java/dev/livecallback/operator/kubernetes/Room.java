package dev.livecallback.operator.kubernetes;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The places that namespaces share. A namespace that has taken three times as many places as are
 * free gets no more. So if an API server takes nothing of one namespace, as with a webhook that
 * hangs, a quarter of the places stays free for all others. Not safe for use by several threads.
 */
final class Room {
  /** A namespace takes at most this many times the places that are free. */
  private static final int TIMES_WHAT_IS_FREE = 3;

  private final int places;
  private final Map<String, Integer> taken = new HashMap<>();
  private int free;

  Room(int places) {
    this.places = places;
    this.free = places;
  }

  /** Returns the first of these namespaces that there is a place for. */
  Optional<String> first(Collection<String> namespaces) {
    return namespaces.stream().filter(this::hasPlaceFor).findFirst();
  }

  /** Returns whether there is a place for one more of a namespace. */
  boolean hasPlaceFor(String namespace) {
    return taken.getOrDefault(namespace, 0) < TIMES_WHAT_IS_FREE * free;
  }

  /** Takes a place. */
  void enter(String namespace) {
    free--;
    taken.merge(namespace, 1, Integer::sum);
  }

  /** Leaves a place. */
  void leave(String namespace) {
    free++;
    taken.computeIfPresent(namespace, (_, many) -> many == 1 ? null : many - 1);
  }

  /** Returns the number of places that are taken. */
  int taken() {
    return places - free;
  }

  /** Returns whether no place is taken. */
  boolean isEmpty() {
    return free == places;
  }
}
