package dev.livecallback.operator.accounts;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.livecallback.account.KeyMark;
import dev.livecallback.account.KeyMemory;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The marks of the keys that STS verified last, by the account's uid. They are read when a process
 * begins to lead, and written when they change. Without them nothing stops: then keys wait for STS.
 */
public final class VerifiedKeys {
  private static final Logger LOG = LoggerFactory.getLogger(VerifiedKeys.class);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(2);
  private static final Duration LAST_PAUSE = Duration.ofMinutes(5);

  private final Store store;
  private final Map<String, KeyMark> marks = new ConcurrentHashMap<>();

  /** What the store has; null = it couldn't be read yet. */
  @GuardedBy("this")
  private @Nullable Map<String, String> stored;

  @GuardedBy("this")
  private int failures;

  @GuardedBy("this")
  private Instant nextTry = Instant.MIN;

  /** Where the marks outlive this process. */
  public interface Store {
    /** All of it; empty if there is none yet. */
    Map<String, String> read() throws IOException;

    /** Makes it have this alone. */
    void write(Map<String, String> all) throws IOException;
  }

  /** Nothing is known before {@link #recall}. */
  public VerifiedKeys(Store store) {
    this.store = store;
  }

  /** Reads what an earlier process remembered. */
  public synchronized void recall(Instant now) {
    try {
      Map<String, String> _ = stored();
    } catch (IOException e) {
      failed(e, now);
    }
  }

  /** What one account remembers. */
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
   * Writes what is new. To be called often, several times a minute; it waits for the store.
   *
   * @param there the uids of the accounts that there are; of others nothing is kept
   */
  public synchronized void keep(Supplier<Set<String>> there, Instant now) {
    if (now.isBefore(nextTry)) {
      return;
    }
    try {
      Map<String, String> before = stored();
      // Whose mark this is was there before its mark was.
      Set<String> known = Set.copyOf(marks.keySet());
      Set<String> accounts = there.get();
      known.stream().filter(uid -> !accounts.contains(uid)).forEach(marks::remove);
      Map<String, String> wanted = new TreeMap<>();
      marks.forEach((uid, mark) -> wanted.put(uid, mark.text()));
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

  @GuardedBy("this")
  private Map<String, String> stored() throws IOException {
    Map<String, String> read = stored;
    if (read == null) {
      read = store.read();
      // What this process learned meanwhile is newer.
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
