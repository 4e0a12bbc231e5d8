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
 * The reads by listing: whose time has come, which are being read, and the pace of verifying reads,
 * which are a second apart from begin to begin. It only keeps the indices; states change in {@link
 * CallQueue}.
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

  /** When the last all-verifying read of a listing began, the oldest first. */
  private final LinkedHashMap<Listing, Instant> verifyingBegan = new LinkedHashMap<>();

  /** Takes in a read that is READY, PACED or PARKED. */
  void add(QueuedOrder read) {
    listings.computeIfAbsent(read.listing(), _ -> new Due()).like(read).add(read);
  }

  /** Lets go of a read that is still as it was when it was added. */
  void remove(QueuedOrder read) {
    Due due = listings.getOrDefault(read.listing(), NONE);
    due.like(read).remove(read);
    if (due.isEmpty()) {
      listings.remove(read.listing());
    }
  }

  /** Whether a read that needn't keep the pace is ready. */
  boolean hasReadyPlain(Listing listing) {
    return !of(listing).readyPlain.isEmpty();
  }

  /** Everyone whom a read that begins now would serve, by sequence. */
  List<QueuedOrder> servable(Listing listing) {
    Due due = of(listing);
    List<QueuedOrder> reads = new ArrayList<>(due.readyPlain);
    reads.addAll(due.readyVerifying);
    reads.addAll(due.paced);
    reads.sort(Comparator.comparingLong(read -> read.sequence));
    return reads;
  }

  /** Those that wait for the pace alone. */
  List<QueuedOrder> paced(Listing listing) {
    return List.copyOf(of(listing).paced);
  }

  /** Those that wait for the read in flight to end. */
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

  /** When a verifying read of the listing may begin; not after {@code now} = at once. */
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
