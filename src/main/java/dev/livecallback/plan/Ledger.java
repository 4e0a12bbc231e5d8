package dev.livecallback.plan;

import dev.livecallback.api.AccountName;
import dev.livecallback.api.LedgerEntry;
import dev.livecallback.api.Timestamps;
import dev.livecallback.volcengine.CallbackKey;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The remote records that an object has written or may have written, in the order in which they
 * were added: {@code status.records[]} with parsed keys.
 *
 * @param entries the entries, at most one for a key
 * @param unknown the entries that this version doesn't understand. They are kept as they are. While
 *     there are any, nothing is written and nothing is removed
 */
public record Ledger(List<Entry> entries, List<LedgerEntry> unknown) {
  /** The ledger of an object that has no remote record. */
  public static final Ledger EMPTY = new Ledger(List.of(), List.of());

  /**
   * The entry of one record.
   *
   * @param key the record's key
   * @param account the account through which the record was written
   * @param written the fingerprint that was last ordered; null = this object has ordered nothing
   * @param held the fingerprint that was last read back; null = no read showed what was written, or
   *     what the API makes of it
   * @param secretVersion the version of the Secret that the authentication key was from when the
   *     record was last found in order. It isn't noted with the order, because a crash before the
   *     Put must not hide a new key
   * @param heldSince the time since which the record is held, in RFC 3339
   * @param effectiveBy the time by which the last accepted write is in effect, in RFC 3339
   * @param requestId the request id of the last accepted write
   */
  @RecordBuilder
  @RecordBuilder.Options(prefixEnclosingClassNames = false)
  public record Entry(
      CallbackKey key,
      AccountName account,
      @Nullable String written,
      @Nullable String held,
      @Nullable String secretVersion,
      @Nullable String heldSince,
      @Nullable String effectiveBy,
      @Nullable String requestId)
      implements EntryBuilder.With {

    /** Returns the entry of a key that is about to be written for the first time. */
    static Entry of(CallbackKey key, AccountName account) {
      return new Entry(key, account, null, null, null, null, null, null);
    }

    /**
     * Returns the entry that an heir takes over. It keeps {@code held}. It keeps {@code written}
     * only if the record was never held, because the heir hasn't ordered anything.
     */
    Entry inheritedBy(AccountName heirsAccount) {
      return withAccount(heirsAccount).withWritten(held == null ? written : null);
    }

    /** Returns the entry of the same record under another key and through another account. */
    Entry as(CallbackKey name, AccountName throughAccount) {
      return withKey(name).withAccount(throughAccount);
    }

    /**
     * Returns the entry with this fingerprint ordered. If the fingerprint was held before something
     * else was ordered, that other order may be in effect. It then takes the place of {@code held};
     * otherwise the edit back would look done.
     */
    Entry ordered(String fingerprint) {
      boolean back = written != null && !fingerprint.equals(written) && fingerprint.equals(held);
      return withWritten(fingerprint).withHeld(back ? written : held);
    }

    /**
     * Returns the entry with the last accepted write. An entry that already names this write stays
     * as it is: the wall clock may have been set since, or may run a little faster.
     */
    Entry accepted(String request, Instant inEffect) {
      return request.equals(requestId) && effectiveBy != null
          ? this
          : withEffectiveBy(Timestamps.text(inEffect)).withRequestId(request);
    }

    /**
     * Returns the entry with the fingerprint of what the API made of the order. The record isn't as
     * wanted, but it is still this object's.
     */
    Entry storedAs(@Nullable String fingerprint, Instant now) {
      return Objects.equals(fingerprint, held)
          ? this
          : withHeld(fingerprint).withHeldSince(Timestamps.text(now));
    }

    /**
     * Returns the fingerprint that was last ordered; for an inherited record, the one that was
     * held.
     */
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
   * Reads {@code status.records[]}. An entry may name an account by any text with a slash, whether
   * or not an account can have that name.
   *
   * @param cloudAccountOf the function from an account's name to its cloud account
   */
  public static Ledger of(List<LedgerEntry> records, Function<AccountName, String> cloudAccountOf) {
    List<Entry> entries = new ArrayList<>();
    List<LedgerEntry> unknown = new ArrayList<>();
    for (LedgerEntry record : records) {
      AccountName account = record.accountName();
      Optional<CallbackKey> key =
          Desired.key(
              cloudAccountOf.apply(account), record.scope(), record.app(), record.messageType());
      if (key.isEmpty() || !record.account().contains("/")) {
        unknown.add(record);
      } else {
        entries.add(
            new Entry(
                key.get(),
                account,
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

  /** Returns the ledger in the form of {@code status.records[]}. */
  public List<LedgerEntry> toStatus() {
    Stream<LedgerEntry> known =
        entries.stream()
            .map(
                entry ->
                    new LedgerEntry(
                        entry.account().text(),
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

  /** Returns whether the object has no remote record. */
  public boolean isEmpty() {
    return entries.isEmpty() && unknown.isEmpty();
  }

  /** Returns the entry of a key. */
  public Optional<Entry> entry(CallbackKey key) {
    return entries.stream().filter(entry -> entry.key().equals(key)).findFirst();
  }

  /** Returns the keys of all entries. */
  public Set<CallbackKey> keys() {
    return entries.stream().map(Entry::key).collect(Collectors.toUnmodifiableSet());
  }

  /**
   * Returns the ledger with this entry, in the place of the entry with the same key or at the end.
   */
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

  /** Returns the ledger without a key. */
  Ledger without(CallbackKey key) {
    return new Ledger(entries.stream().filter(entry -> !entry.key().equals(key)).toList(), unknown);
  }
}
