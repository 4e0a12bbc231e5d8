package dev.livecallback.plan;

import dev.livecallback.api.LedgerEntry;
import dev.livecallback.api.Timestamps;
import dev.livecallback.volcengine.CallbackKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The remote records that an object has written or may have written, in the order in which they
 * came in: {@code status.records[]} with its keys understood.
 *
 * @param entries at most one for a key
 * @param unknown entries that this version doesn't understand. They are kept as they are, and while
 *     there are some nothing is written and nothing removed
 */
public record Ledger(List<Entry> entries, List<LedgerEntry> unknown) {
  /** Nothing remote is this object's. */
  public static final Ledger EMPTY = new Ledger(List.of(), List.of());

  /**
   * One record.
   *
   * @param key which
   * @param account through which account ({@code namespace/name}) it was written
   * @param written fingerprint last ordered
   * @param held fingerprint last read back; null = never seen equal to what was written, nor to be
   *     what the API makes of it
   * @param secretVersion the Secret that the authentication key was from when the record was last
   *     found in order; not when it was ordered, for a crash before the Put must not hide a new key
   * @param heldSince RFC 3339
   * @param effectiveBy RFC 3339
   * @param requestId of the last accepted write
   */
  public record Entry(
      CallbackKey key,
      String account,
      @Nullable String written,
      @Nullable String held,
      @Nullable String secretVersion,
      @Nullable String heldSince,
      @Nullable String effectiveBy,
      @Nullable String requestId) {

    /** A key that is about to be written for the first time. */
    static Entry of(CallbackKey key, String account) {
      return new Entry(key, account, null, null, null, null, null, null);
    }

    /**
     * As the heir has it: what it holds counts as held, but this object hasn't ordered anything.
     */
    Entry inheritedBy(String heirsAccount) {
      return new Entry(
          key,
          heirsAccount,
          held == null ? written : null,
          held,
          secretVersion,
          heldSince,
          effectiveBy,
          requestId);
    }

    /** The same record by another key, through another account. */
    Entry as(CallbackKey name, String throughAccount) {
      return new Entry(
          name, throughAccount, written, held, secretVersion, heldSince, effectiveBy, requestId);
    }

    /**
     * With this being ordered. If it is what was held before something else was ordered, that may
     * be in effect: it takes the place of what was held, or the edit back would look done.
     */
    Entry ordered(String fingerprint) {
      boolean back = written != null && !fingerprint.equals(written) && fingerprint.equals(held);
      return new Entry(
          key,
          account,
          fingerprint,
          back ? written : held,
          secretVersion,
          heldSince,
          effectiveBy,
          requestId);
    }

    /**
     * With the last write that was accepted. What was said of that very write stays: the wall clock
     * may have been set since, or run a little quicker.
     */
    Entry accepted(String request, Instant inEffect) {
      return request.equals(requestId) && effectiveBy != null
          ? this
          : new Entry(
              key,
              account,
              written,
              held,
              secretVersion,
              heldSince,
              Timestamps.text(inEffect),
              request);
    }

    /** What the API made of what was ordered: not as wanted, but this object's all the same. */
    Entry storedAs(@Nullable String fingerprint, Instant now) {
      return Objects.equals(fingerprint, held)
          ? this
          : new Entry(
              key,
              account,
              written,
              fingerprint,
              secretVersion,
              Timestamps.text(now),
              effectiveBy,
              requestId);
    }

    /** What it was last ordered to be; of what is inherited, what it was held as. */
    @Nullable String last() {
      return written == null ? held : written;
    }
  }

  /** Takes a copy. */
  public Ledger {
    entries = List.copyOf(entries);
    unknown = List.copyOf(unknown);
  }

  /**
   * Reads {@code status.records[]}.
   *
   * @param cloudAccountOf the cloud account of an account's {@code namespace/name}
   */
  public static Ledger of(List<LedgerEntry> records, UnaryOperator<String> cloudAccountOf) {
    List<Entry> entries = new ArrayList<>();
    List<LedgerEntry> unknown = new ArrayList<>();
    for (LedgerEntry record : records) {
      Optional<CallbackKey> key =
          Desired.key(
              cloudAccountOf.apply(record.account()),
              record.scope(),
              record.app(),
              record.messageType());
      if (key.isEmpty() || !record.account().contains("/")) {
        unknown.add(record);
      } else {
        entries.add(
            new Entry(
                key.get(),
                record.account(),
                record.written(),
                record.held(),
                record.secretVersion(),
                record.heldSince(),
                record.effectiveBy(),
                record.requestId()));
      }
    }
    return new Ledger(entries, unknown);
  }

  /** As {@code status.records[]} has it. */
  public List<LedgerEntry> toStatus() {
    Stream<LedgerEntry> known =
        entries.stream()
            .map(
                entry ->
                    new LedgerEntry(
                        entry.account(),
                        entry.key().scope().toString(),
                        entry.key().app(),
                        entry.key().messageType().wire(),
                        entry.written(),
                        entry.held(),
                        entry.secretVersion(),
                        entry.heldSince(),
                        entry.effectiveBy(),
                        entry.requestId()));
    return Stream.concat(known, unknown.stream()).toList();
  }

  /** Whether nothing remote is this object's. */
  public boolean isEmpty() {
    return entries.isEmpty() && unknown.isEmpty();
  }

  /** The entry of that key. */
  public Optional<Entry> entry(CallbackKey key) {
    return entries.stream().filter(entry -> entry.key().equals(key)).findFirst();
  }

  /** All keys in it. */
  public Set<CallbackKey> keys() {
    return entries.stream().map(Entry::key).collect(Collectors.toUnmodifiableSet());
  }

  /** With that entry in the place of the one with its key, or at the end. */
  Ledger with(Entry entry) {
    List<Entry> changed = new ArrayList<>(entries);
    for (int i = 0; i < changed.size(); i++) {
      if (changed.get(i).key().equals(entry.key())) {
        changed.set(i, entry);
        return new Ledger(changed, unknown);
      }
    }
    changed.add(entry);
    return new Ledger(changed, unknown);
  }

  /** Without that key. */
  Ledger without(CallbackKey key) {
    return new Ledger(entries.stream().filter(entry -> !entry.key().equals(key)).toList(), unknown);
  }
}
