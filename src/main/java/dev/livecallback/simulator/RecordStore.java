package dev.livecallback.simulator;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.livecallback.volcengine.CallbackKey;
import dev.livecallback.volcengine.Scope;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The records of all accounts, and enough of their past to answer a read as of some time ago. A
 * direct write to the store is what a person at the console does. Safe for use by many threads.
 */
public final class RecordStore {
  private static final Comparator<StoredRecord> ORDER =
      Comparator.comparing((StoredRecord each) -> each.key().cloudAccount())
          .thenComparing(each -> each.key().scope())
          .thenComparing(each -> app(each.key()))
          .thenComparing(each -> each.key().messageType());

  private record ScopeAddress(String account, Scope scope) {}

  private record Change(Instant at, CallbackKey key, @Nullable StoredRecord before) {}

  private final InstantSource clock;
  private final int mostRecords;
  private final int mostHistory;

  @GuardedBy("this")
  private final Map<ScopeAddress, Map<CallbackKey, StoredRecord>> places = new HashMap<>();

  @GuardedBy("this")
  private final Deque<Change> history = new ArrayDeque<>();

  @GuardedBy("this")
  private int size;

  RecordStore(InstantSource clock, int mostRecords, int mostHistory) {
    this.clock = clock;
    this.mostRecords = mostRecords;
    this.mostHistory = mostHistory;
  }

  /** Returns the record of a key. */
  public synchronized Optional<StoredRecord> get(CallbackKey key) {
    return Optional.ofNullable(here(place(key)).get(key));
  }

  /** Returns all records, by account, scope, app and type. */
  public synchronized List<StoredRecord> list() {
    return places.values().stream().flatMap(each -> each.values().stream()).sorted(ORDER).toList();
  }

  /** Returns the number of records. */
  public synchronized int size() {
    return size;
  }

  /** Returns the records of one scope as they were at an instant, as far as the past is kept. */
  public synchronized List<StoredRecord> in(String account, Scope scope, Instant asOf) {
    return past(
        account, new HashMap<>(here(new ScopeAddress(account, scope))), scope::equals, asOf);
  }

  /** Returns the records of every scope that the filter accepts, as they were at an instant. */
  public synchronized List<StoredRecord> in(String account, Predicate<Scope> scopes, Instant asOf) {
    Map<CallbackKey, StoredRecord> now = new HashMap<>();
    places.forEach(
        (place, records) -> {
          if (place.account.equals(account) && scopes.test(place.scope)) {
            now.putAll(records);
          }
        });
    return past(account, now, scopes, asOf);
  }

  @GuardedBy("this")
  private List<StoredRecord> past(
      String account, Map<CallbackKey, StoredRecord> now, Predicate<Scope> scopes, Instant asOf) {
    Iterator<Change> newestFirst = history.descendingIterator();
    while (newestFirst.hasNext()) {
      Change change = newestFirst.next();
      if (!change.at.isAfter(asOf)) {
        break;
      }
      if (!change.key.cloudAccount().equals(account) || !scopes.test(change.key.scope())) {
        continue;
      }
      if (change.before == null) {
        now.remove(change.key);
      } else {
        now.put(change.key, change.before);
      }
    }
    return now.values().stream().sorted(ORDER).toList();
  }

  /** Creates a record or replaces all of it. Returns false if the store is full. */
  public synchronized boolean put(CallbackKey key, RecordContent settings) {
    Map<CallbackKey, StoredRecord> records =
        places.computeIfAbsent(place(key), _ -> new LinkedHashMap<>());
    StoredRecord before = records.remove(key);
    if (before == null && size >= mostRecords) {
      forgetIfEmpty(key);
      return false;
    }
    Instant now = clock.instant();
    records.put(key, new StoredRecord(key, settings, before == null ? now : before.created(), now));
    size += before == null ? 1 : 0;
    remember(new Change(now, key, before));
    return true;
  }

  /** Removes exactly this record. Returns false if it doesn't exist. */
  public synchronized boolean remove(CallbackKey key) {
    StoredRecord before = here(place(key)).remove(key);
    if (before == null) {
      return false;
    }
    size--;
    forgetIfEmpty(key);
    remember(new Change(clock.instant(), key, before));
    return true;
  }

  /** Removes the records of a scope that the filter accepts, and returns their keys. */
  public synchronized List<CallbackKey> remove(
      String account, Scope scope, Predicate<CallbackKey> which) {
    List<CallbackKey> gone =
        new ArrayList<>(here(new ScopeAddress(account, scope)).keySet())
            .stream().filter(which).toList();
    gone.forEach(this::remove);
    return gone;
  }

  /** Forgets everything, the past included. */
  public synchronized void clear() {
    places.clear();
    history.clear();
    size = 0;
  }

  @GuardedBy("this")
  private void remember(Change change) {
    history.addLast(change);
    if (history.size() > mostHistory) {
      history.removeFirst();
    }
  }

  @GuardedBy("this")
  private void forgetIfEmpty(CallbackKey key) {
    if (here(place(key)).isEmpty()) {
      places.remove(place(key));
    }
  }

  @GuardedBy("this")
  private Map<CallbackKey, StoredRecord> here(ScopeAddress place) {
    Map<CallbackKey, StoredRecord> records = places.get(place);
    return records == null ? new HashMap<>() : records;
  }

  private static ScopeAddress place(CallbackKey key) {
    return new ScopeAddress(key.cloudAccount(), key.scope());
  }

  private static String app(CallbackKey key) {
    String app = key.app();
    return app == null ? "" : app;
  }
}
