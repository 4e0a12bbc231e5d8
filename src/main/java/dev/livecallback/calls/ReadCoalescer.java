package dev.livecallback.calls;

import dev.livecallback.volcengine.Listing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The reads by listing: the due reads, the listings that are being read, and the pace of verifying
 * reads, which begin a second apart. It only keeps the indices; {@link CallQueue} changes the
 * states.
 */
final class ReadCoalescer {
  private static final Duration VERIFYING_PACE = Duration.ofSeconds(1);

  /** The due reads of one listing, by what they wait for. */
  private static final class Due {
    private final Set<QueuedOrder> readyPlain = new LinkedHashSet<>();
    private final Set<QueuedOrder> readyVerifying = new LinkedHashSet<>();
    private final Set<QueuedOrder> paced = new LinkedHashSet<>();
    private final Set<QueuedOrder> parked = new LinkedHashSet<>();

    private Set<QueuedOrder> like(QueuedOrder read) {
      return switch (read.state) {
        case READY -> read.isVerifying() ? readyVerifying : readyPlain;
        case PACED -> paced;
        case PARKED -> parked;
        case LOOSE, EARLY, HELD -> throw new IllegalStateException("not due: " + read.state);
      };
    }

    private boolean isEmpty() {
      return readyPlain.isEmpty()
          && readyVerifying.isEmpty()
          && paced.isEmpty()
          && parked.isEmpty();
    }
  }

  private static final Due NONE = new Due();

  private final Map<Listing, Due> listings = new HashMap<>();
  private final Set<Listing> inFlight = new HashSet<>();

  /** The beginning of the last all-verifying read of each listing, the oldest first. */
  private final LinkedHashMap<Listing, Instant> verifyingBegan = new LinkedHashMap<>();

  /** Adds a read that is READY, PACED or PARKED. */
  void add(QueuedOrder read) {
    listings.computeIfAbsent(read.listing(), _ -> new Due()).like(read).add(read);
  }

  /** Removes a read that hasn't changed since it was added. */
  void remove(QueuedOrder read) {
    Due due = listings.getOrDefault(read.listing(), NONE);
    due.like(read).remove(read);
    if (due.isEmpty()) {
      listings.remove(read.listing());
    }
  }

  /** Returns whether a read that needn't keep the pace is ready. */
  boolean hasReadyPlain(Listing listing) {
    return !of(listing).readyPlain.isEmpty();
  }

  /** Returns the reads that a call that begins now would serve, by sequence. */
  List<QueuedOrder> servable(Listing listing) {
    Due due = of(listing);
    List<QueuedOrder> reads = new ArrayList<>(due.readyPlain);
    reads.addAll(due.readyVerifying);
    reads.addAll(due.paced);
    reads.sort(Comparator.comparingLong(read -> read.sequence));
    return reads;
  }

  /** Returns the reads that wait only for the pace. */
  List<QueuedOrder> paced(Listing listing) {
    return List.copyOf(of(listing).paced);
  }

  /** Returns the reads that wait for the read in flight to end. */
  List<QueuedOrder> parked(Listing listing) {
    return List.copyOf(of(listing).parked);
  }

  boolean isInFlight(Listing listing) {
    return inFlight.contains(listing);
  }

  void began(Listing listing, boolean verifying, Instant now) {
    inFlight.add(listing);
    if (verifying) {
      verifyingBegan.putLast(listing, now);
      while (!isPaced(verifyingBegan.firstEntry().getValue(), now)) {
        verifyingBegan.pollFirstEntry();
      }
    }
  }

  void ended(Listing listing) {
    inFlight.remove(listing);
  }

  /**
   * Returns the instant at which a verifying read of the listing may begin; not after {@code now} =
   * at once.
   */
  Instant earliestVerifying(Listing listing, Instant now) {
    Instant began = verifyingBegan.get(listing);
    return began != null && isPaced(began, now) ? began.plus(VERIFYING_PACE) : now;
  }

  private Due of(Listing listing) {
    return listings.getOrDefault(listing, NONE);
  }

  private static boolean isPaced(Instant began, Instant now) {
    return !began.isAfter(now) && began.plus(VERIFYING_PACE).isAfter(now);
  }
}
