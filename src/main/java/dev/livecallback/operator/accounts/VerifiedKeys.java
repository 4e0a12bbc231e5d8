package dev.livecallback.operator.accounts;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.livecallback.account.KeyMark;
import dev.livecallback.account.KeyMemory;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The marks of the keys that STS verified last, by the account's UID. They are read when a process
 * begins to lead, and written when they change. Without them the operator still works, but keys
 * wait for STS.
 */
public final class VerifiedKeys {
  private static final Logger LOG = LoggerFactory.getLogger(VerifiedKeys.class);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(2);
  private static final Duration LAST_PAUSE = Duration.ofMinutes(5);

  /**
   * The number of marks that are kept. With their names and managed fields, these take two thirds
   * of a ConfigMap's limit.
   */
  static final int MOST = 4_000;

  private final Store store;
  private final Map<String, KeyMark> marks = new ConcurrentHashMap<>();

  private final AtomicBoolean keeping = new AtomicBoolean();

  /** The marks in the store; null = the store couldn't be read yet. */
  @GuardedBy("this")
  private @Nullable Map<String, String> stored;

  /** The accounts that this process has seen, so that it knows when one goes. */
  @GuardedBy("this")
  private final Set<String> seen = new HashSet<>();

  @GuardedBy("this")
  private int failures;

  @GuardedBy("this")
  private Instant nextTry = Instant.MIN;

  /** A store in which the marks outlive this process. */
  public interface Store {
    /** Reads all marks; empty if there are none yet. */
    Map<String, String> read() throws IOException;

    /** Writes these marks, in place of all that it wrote before. */
    void write(Map<String, String> all) throws IOException;
  }

  /** Creates the marks. None is known before {@link #recall}. */
  public VerifiedKeys(Store store) {
    this.store = store;
  }

  /** Reads the marks that an earlier process remembered. */
  public synchronized void recall(Instant now) {
    try {
      Map<String, String> _ = stored();
    } catch (IOException e) {
      failed(e, now);
    }
  }

  /** Returns the memory of one account. */
  KeyMemory of(String uid) {
    return new KeyMemory() {
      @Override
      public Optional<KeyMark> last() {
        return Optional.ofNullable(marks.get(uid));
      }

      @Override
      public void remember(KeyMark mark) {
        marks.put(uid, mark);
      }
    };
  }

  /**
   * Writes what is new. Call it often, several times a minute. It waits for the store, and does
   * nothing while another call runs.
   *
   * @param there the namespaces of the accounts that this process knows, by UID. If the process no
   *     longer knows an account that it knew before, the mark is dropped. An account that it has
   *     never seen may be in a namespace that isn't served, so its mark stays.
   */
  public void keep(Supplier<Map<String, String>> there, Instant now) {
    if (!keeping.compareAndSet(false, true)) {
      return;
    }
    try {
      keepNow(there, now);
    } finally {
      keeping.set(false);
    }
  }

  private synchronized void keepNow(Supplier<Map<String, String>> there, Instant now) {
    if (now.isBefore(nextTry)) {
      return;
    }
    try {
      Map<String, String> before = stored();
      Map<String, String> accounts = there.get();
      seen.stream().filter(uid -> !accounts.containsKey(uid)).forEach(marks::remove);
      seen.clear();
      seen.addAll(accounts.keySet());
      Map<String, String> wanted = new TreeMap<>();
      for (String uid : chosen(before, accounts)) {
        Optional.ofNullable(marks.get(uid)).ifPresent(mark -> wanted.put(uid, mark.text()));
      }
      if (!wanted.equals(before)) {
        store.write(wanted);
        stored = wanted;
      }
      if (failures > 0) {
        LOG.info("Which keys STS verified is remembered again.");
      }
      failures = 0;
    } catch (IOException e) {
      failed(e, now);
    }
  }

  /**
   * Returns the accounts whose marks are kept if there are too many. Namespaces take turns, so that
   * none fills the store for others. Stored marks come first, and marks of accounts that this
   * process doesn't know come last.
   */
  private List<String> chosen(Map<String, String> before, Map<String, String> accounts) {
    Map<String, Deque<String>> turns = new TreeMap<>();
    marks.keySet().stream()
        .sorted(
            Comparator.<String, Boolean>comparing(uid -> !before.containsKey(uid))
                .thenComparing(uid -> uid))
        .filter(accounts::containsKey)
        .forEach(uid -> turns.computeIfAbsent(accounts.get(uid), _ -> new ArrayDeque<>()).add(uid));
    List<String> chosen = new ArrayList<>();
    while (!turns.isEmpty()) {
      turns.values().forEach(turn -> chosen.add(turn.remove()));
      turns.values().removeIf(Deque::isEmpty);
    }
    marks.keySet().stream().filter(uid -> !accounts.containsKey(uid)).sorted().forEach(chosen::add);
    return chosen.subList(0, Math.min(MOST, chosen.size()));
  }

  @GuardedBy("this")
  private Map<String, String> stored() throws IOException {
    Map<String, String> read = stored;
    if (read == null) {
      read = store.read();
      // Marks that this process has learned meanwhile are newer.
      read.forEach((uid, text) -> marks.putIfAbsent(uid, new KeyMark(text)));
      stored = read;
    }
    return read;
  }

  @GuardedBy("this")
  private void failed(IOException e, Instant now) {
    failures++;
    Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(failures - 1, 10));
    nextTry = now.plus(pause.compareTo(LAST_PAUSE) > 0 ? LAST_PAUSE : pause);
    if (failures == 1) {
      LOG.warn(
          "Which keys STS verified isn't remembered in ConfigMap {} now: {}. It is tried again. A"
              + " process that begins in an outage of STS then uses no keys before STS answers.",
          VerifiedKeysConfigMap.NAME,
          e.getMessage());
    }
  }
}
