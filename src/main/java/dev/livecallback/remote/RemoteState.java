package dev.livecallback.remote;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.livecallback.volcengine.Answer;
import dev.livecallback.volcengine.CallbackContent;
import dev.livecallback.volcengine.CallbackKey;
import dev.livecallback.volcengine.CallbackRecord;
import dev.livecallback.volcengine.Listing;
import dev.livecallback.volcengine.Scope;
import dev.livecallback.volcengine.WriteAccepted;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The memory of one cloud account's records. Everything that it returns is an immutable snapshot.
 * The time to record an answer grows with the number of keys of its scope. Safe for use by several
 * threads.
 */
public final class RemoteState {
  private final BackoffPolicy backoff;

  @GuardedBy("this")
  private final Map<Scope, ScopeMemory> scopes = new HashMap<>();

  /** The memory of every scope of which nothing is known. It always stays empty. */
  @GuardedBy("this")
  private final ScopeMemory nothing = new ScopeMemory(Scope.vhost("nothing"));

  @GuardedBy("this")
  private boolean provenByRead;

  @GuardedBy("this")
  private long revision;

  /** Creates an empty memory. */
  public RemoteState(BackoffPolicy backoff) {
    this.backoff = backoff;
  }

  /** Returns the revision, which rises with everything that is learnt. */
  public synchronized long revision() {
    return revision;
  }

  /** Returns the {@link #revision()} at which something about this key last changed. */
  public synchronized long revision(CallbackKey key) {
    return key(key).revision();
  }

  /**
   * Returns the {@link #revision()} at which the last read ended that said anything of the whole
   * listing; 0 if none did.
   */
  public synchronized long revision(Listing listing) {
    return scope(listing.scope()).readings().of(listing).revision();
  }

  /**
   * Returns the listing in which a key has to be looked up: its whole scope, unless that is too
   * large to be read.
   */
  public synchronized Listing listing(CallbackKey key) {
    return scopes.containsKey(key.scope())
        ? scope(key.scope()).readings().listing(key)
        : Listing.of(key.scope());
  }

  /** Returns whether keys are looked up in this listing now. */
  public synchronized boolean isReadBy(Listing listing) {
    return scopes.containsKey(listing.scope())
        ? scope(listing.scope()).readings().isReadBy(listing)
        : listing.isWhole();
  }

  /**
   * Returns the listings in which the keys of a scope are looked up now, as far as any are
   * remembered.
   */
  public synchronized Set<Listing> listings(Scope scope) {
    return scopes.containsKey(scope) ? scope(scope).listings() : Set.of();
  }

  /**
   * Returns the key's observation. From now on the key's {@link #revision(CallbackKey)} also tells
   * of reads, so that an order that is planned from this observation can be known to be outdated.
   */
  public synchronized Observation observation(CallbackKey key) {
    return remember(key.scope()).observation(key);
  }

  /**
   * Returns the records that the last read listed that covers a key; none if there was no such
   * read. For a key without app, these are at least all records of its type.
   */
  public synchronized List<CallbackRecord> records(CallbackKey key) {
    RecordIndex records = scope(key.scope()).readings().of(key).records();
    return records == null ? List.of() : records.all();
  }

  /**
   * Returns the keys of a scope for which a Put may have happened that the last read may not show.
   */
  public synchronized List<CallbackKey> putSinceRead(Scope scope) {
    return scope(scope).putSinceRead();
  }

  /** Returns the last write of this process to the key. */
  public synchronized Optional<LastWrite> lastWrite(CallbackKey key) {
    return Optional.ofNullable(key(key).write());
  }

  /** Returns the pause after failed writes to the key. */
  public synchronized Optional<Pause> writePause(CallbackKey key) {
    return Optional.ofNullable(key(key).pause());
  }

  /**
   * Returns when the first read began since which all reads found the same of the key. Since then,
   * nothing was written to the key, and no Remove of another key may have taken its record along.
   * Empty if no read has found anything since.
   */
  public synchronized Optional<Instant> unchangedSince(CallbackKey key) {
    return Optional.ofNullable(key(key).unchangedSince());
  }

  /**
   * Returns the recent corrections. A correction is an accepted Put, or a Put of unknown outcome
   * that a read proved, while the last read differed. Its content had been accepted or seen equal
   * before. Empty once the record stayed equal for long enough, or when something else is put or
   * the record is removed.
   */
  public synchronized Optional<Contest> contest(CallbackKey key) {
    return Optional.ofNullable(key(key).contest());
  }

  /** Returns the pause after failed reads of the listing. */
  public synchronized Optional<Pause> readPause(Listing listing) {
    return Optional.ofNullable(scope(listing.scope()).readings().pause(listing));
  }

  /**
   * Returns when the last read began that said anything of the whole listing; {@link Instant#MIN}
   * if none did.
   */
  public synchronized Instant readBegan(Listing listing) {
    return scope(listing.scope()).readings().of(listing).began();
  }

  /**
   * Returns when the keys of a scope were last read: the earliest beginning among the last reads of
   * its keys.
   */
  public synchronized Instant readBegan(Scope scope) {
    return scope(scope).readBegan();
  }

  /**
   * Returns whether these credentials have read any scope. Then "no such scope" can be believed.
   */
  public synchronized boolean provenByRead() {
    return provenByRead;
  }

  /**
   * Records the answer to a DescribeCallback.
   *
   * @return a filter for the keys that look different than before, or have to be looked up in
   *     another listing
   */
  public synchronized Predicate<CallbackKey> readEnded(
      Listing listing, Instant began, Instant ended, Answer<List<CallbackRecord>> answer) {
    if (answer instanceof Answer.Ok<?>) {
      provenByRead = true;
    }
    return remember(listing.scope()).readEnded(listing, began, ended, answer, backoff, ++revision);
  }

  /** Records that a Put (or, without content, a Remove) is being sent. */
  public synchronized void writeBegan(
      CallbackKey key, @Nullable CallbackContent content, Instant began) {
    remember(key.scope()).writeBegan(key, content, began, ++revision);
  }

  /**
   * Records the answer to a Put or, without content, a Remove. After an app-less Remove that wasn't
   * refused, keys of its type that are met later also count as {@link #mayBeGone}. This lasts until
   * a read of the scope begins at least a minute after the Remove.
   */
  public synchronized void writeEnded(
      CallbackKey key,
      @Nullable CallbackContent content,
      Instant ended,
      Answer<WriteAccepted> answer) {
    remember(key.scope()).writeEnded(key, content, ended, answer, backoff, ++revision);
  }

  /**
   * Records that a Remove of another key may have taken these records along. For each of them, this
   * is a Remove of unknown outcome. It holds for the keys that are known now; {@link #writeEnded}
   * covers the keys that are met later.
   *
   * @param accepted whether the API carried that Remove out, so that it can't land any more
   */
  public synchronized void mayBeGone(
      Predicate<CallbackKey> inDanger, Instant ended, boolean accepted) {
    revision++;
    scopes.values().forEach(scope -> scope.mayBeGone(inDanger, ended, accepted, revision));
  }

  /**
   * Forgets a key that no object needs any more. The key stays while a write to it is in flight or
   * may still land, and for a minute after a Remove: the next object of this record needs to know
   * of it. Forget it again later.
   */
  public synchronized void forget(CallbackKey key, Instant now) {
    ScopeMemory scope = scope(key.scope());
    scope.forget(key, now);
    dropIfEmpty(key.scope(), scope);
  }

  /**
   * Forgets those keys of a scope that no object needs any more, as {@link #forget(CallbackKey,
   * Instant)} does. An object that moved to another key leaves such a key behind.
   *
   * @param unused a filter for such keys, which is asked under this memory's lock
   */
  public synchronized void forgetKeys(Scope scope, Predicate<CallbackKey> unused, Instant now) {
    ScopeMemory memory = scope(scope);
    memory.forgetKeys(unused, now);
    dropIfEmpty(scope, memory);
  }

  /**
   * Ends the pauses that are due to the former credentials, because other credentials are in use
   * now.
   */
  public synchronized void forgiveCredentials() {
    scopes.values().forEach(ScopeMemory::forgiveCredentials);
  }

  /** Ends such pauses in one scope. */
  public synchronized void forgiveCredentials(Scope scope) {
    ScopeMemory memory = scope(scope);
    memory.forgiveCredentials();
    dropIfEmpty(scope, memory);
  }

  /**
   * Ends the pauses of calls that the account's credentials failed once, because the credentials
   * are good again. If they fail such a call again at once, they are good for all calls but this
   * one, and it waits by itself.
   */
  public synchronized void endFirstWaitsForCredentials() {
    scopes.values().forEach(ScopeMemory::endFirstWaitsForCredentials);
  }

  /**
   * Forgets a scope that no object uses any more, and its keys as {@link #forget(CallbackKey,
   * Instant)} does.
   */
  public synchronized void forget(Scope scope, Instant now) {
    ScopeMemory memory = scope(scope);
    memory.forget(now);
    dropIfEmpty(scope, memory);
  }

  /** Returns the scopes of which anything is remembered. */
  public synchronized Set<Scope> scopes() {
    return Set.copyOf(scopes.keySet());
  }

  /** Returns whether no write is in flight or may still land. */
  public synchronized boolean isSettled(Instant now) {
    return scopes.values().stream().allMatch(scope -> scope.isSettled(now));
  }

  /** Returns the number of keys that are remembered in all scopes. */
  synchronized int size() {
    return scopes.values().stream().mapToInt(ScopeMemory::size).sum();
  }

  @GuardedBy("this")
  private void dropIfEmpty(Scope scope, ScopeMemory memory) {
    if (memory.isEmpty()) {
      scopes.remove(scope);
    }
  }

  @GuardedBy("this")
  private KeyState key(CallbackKey key) {
    return scope(key.scope()).key(key);
  }

  @GuardedBy("this")
  private ScopeMemory scope(Scope scope) {
    return scopes.getOrDefault(scope, nothing);
  }

  @GuardedBy("this")
  private ScopeMemory remember(Scope scope) {
    return scopes.computeIfAbsent(scope, _ -> new ScopeMemory(scope));
  }
}
