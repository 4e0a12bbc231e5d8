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
 * What is known of one cloud account's records. Everything that it hands out is an immutable
 * snapshot. An answer costs time by the keys of its scope. Safe for use by several threads.
 */
public final class RemoteState {
  private final BackoffPolicy backoff;

  @GuardedBy("this")
  private final Map<Scope, ScopeMemory> scopes = new HashMap<>();

  /** Stands for every scope of which nothing is known; nothing is ever put into it. */
  @GuardedBy("this")
  private final ScopeMemory nothing = new ScopeMemory(Scope.vhost("nothing"));

  @GuardedBy("this")
  private boolean provenByRead;

  @GuardedBy("this")
  private long revision;

  /** An empty memory. */
  public RemoteState(BackoffPolicy backoff) {
    this.backoff = backoff;
  }

  /** Rises with everything that is learnt. */
  public synchronized long revision() {
    return revision;
  }

  /** The {@link #revision()} at which something about this key last changed. */
  public synchronized long revision(CallbackKey key) {
    return key(key).revision();
  }

  /**
   * The {@link #revision()} at which the last read ended that said anything of all that a listing
   * lists; 0 if none did.
   */
  public synchronized long revision(Listing listing) {
    return scope(listing.scope()).readings().of(listing).revision();
  }

  /**
   * The listing that a key has to be looked up in: its whole scope, as long as that isn't too large
   * to be read.
   */
  public synchronized Listing listing(CallbackKey key) {
    return scopes.containsKey(key.scope())
        ? scope(key.scope()).readings().listing(key)
        : Listing.of(key.scope());
  }

  /** Whether anything is looked up in this listing now. */
  public synchronized boolean isReadBy(Listing listing) {
    return scopes.containsKey(listing.scope())
        ? scope(listing.scope()).readings().isReadBy(listing)
        : listing.isWhole();
  }

  /** The listings that the keys of a scope are looked up in now, as far as any are remembered. */
  public synchronized Set<Listing> listings(Scope scope) {
    return scopes.containsKey(scope) ? scope(scope).listings() : Set.of();
  }

  /**
   * What the last read said of the key. From now on its {@link #revision(CallbackKey)} tells of
   * reads too, so that an order that is planned from this observation can be known to be outdated.
   */
  public synchronized Observation observation(CallbackKey key) {
    return remember(key.scope()).observation(key);
  }

  /**
   * The records that the last read listed that tells of a key; none if there was none. Of a key
   * without app that is all of its type at least.
   */
  public synchronized List<CallbackRecord> records(CallbackKey key) {
    RecordIndex records = scope(key.scope()).readings().of(key).records();
    return records == null ? List.of() : records.all();
  }

  /** The keys of a scope of which a Put may have happened that the last read may not show. */
  public synchronized List<CallbackKey> putSinceRead(Scope scope) {
    return scope(scope).putSinceRead();
  }

  /** The last write of this process to the key. */
  public synchronized Optional<LastWrite> lastWrite(CallbackKey key) {
    return Optional.ofNullable(key(key).write());
  }

  /** The pause after failed writes to the key. */
  public synchronized Optional<Pause> writePause(CallbackKey key) {
    return Optional.ofNullable(key(key).pause());
  }

  /**
   * When the first read began since which all reads found the same of the key and nothing was
   * written to it, nor perhaps taken along with another; empty if no read has found anything since.
   */
  public synchronized Optional<Instant> unchangedSince(CallbackKey key) {
    return Optional.ofNullable(key(key).unchangedSince());
  }

  /**
   * The corrections of late: accepted Puts (and those of unknown outcome that a read proved) of
   * what had been accepted or seen equal before, while the last read differed. Empty once the
   * record stayed equal for long enough, or when something else is put or it is removed.
   */
  public synchronized Optional<Contest> contest(CallbackKey key) {
    return Optional.ofNullable(key(key).contest());
  }

  /** The pause after failed reads of the listing. */
  public synchronized Optional<Pause> readPause(Listing listing) {
    return Optional.ofNullable(scope(listing.scope()).readings().pause(listing));
  }

  /**
   * When the last read began that said anything of all that the listing lists; {@link Instant#MIN}
   * if none did.
   */
  public synchronized Instant readBegan(Listing listing) {
    return scope(listing.scope()).readings().of(listing).began();
  }

  /** The same of a scope: of its keys the one that was read least lately counts. */
  public synchronized Instant readBegan(Scope scope) {
    return scope(scope).readBegan();
  }

  /** Whether these credentials have read any scope: then "no such scope" can be believed. */
  public synchronized boolean provenByRead() {
    return provenByRead;
  }

  /**
   * Takes in the answer to a DescribeCallback.
   *
   * @return which keys look different than before, or have to be looked up in another listing
   */
  public synchronized Predicate<CallbackKey> readEnded(
      Listing listing, Instant began, Instant ended, Answer<List<CallbackRecord>> answer) {
    if (answer instanceof Answer.Ok<?>) {
      provenByRead = true;
    }
    return remember(listing.scope()).readEnded(listing, began, ended, answer, backoff, ++revision);
  }

  /** Takes in that a Put (or, without content, a Remove) is being sent. */
  public synchronized void writeBegan(
      CallbackKey key, @Nullable CallbackContent content, Instant began) {
    remember(key.scope()).writeBegan(key, content, began, ++revision);
  }

  /**
   * Takes in the answer to a Put or, without content, a Remove. Unless it refused an app-less
   * Remove, the keys of its type that are met only later are taken for {@link #mayBeGone} too, as
   * long as no read of the scope began a minute after it.
   */
  public synchronized void writeEnded(
      CallbackKey key,
      @Nullable CallbackContent content,
      Instant ended,
      Answer<WriteAccepted> answer) {
    remember(key.scope()).writeEnded(key, content, ended, answer, backoff, ++revision);
  }

  /**
   * Takes in that a Remove of another key may have taken these records along: to each of them it is
   * a Remove of which nobody knows whether it did anything. It holds for the keys that are known
   * now; for those that are met later {@link #writeEnded} sees to it.
   *
   * @param accepted whether the API did that Remove: then it can't land any more
   */
  public synchronized void mayBeGone(
      Predicate<CallbackKey> inDanger, Instant ended, boolean accepted) {
    revision++;
    scopes.values().forEach(scope -> scope.mayBeGone(inDanger, ended, accepted, revision));
  }

  /**
   * Forgets a key that no object is concerned with any more. While a write to it is in flight or
   * may still land it stays, and for a minute after a Remove: the next object of this record has to
   * reckon with it. Forget it again later.
   */
  public synchronized void forget(CallbackKey key, Instant now) {
    ScopeMemory scope = scope(key.scope());
    scope.forget(key, now);
    dropIfEmpty(key.scope(), scope);
  }

  /**
   * Forgets those keys of a scope that no object is concerned with any more, as {@link
   * #forget(CallbackKey, Instant)} does. An object that moved to another key leaves one behind.
   *
   * @param unused is asked under this memory's lock
   */
  public synchronized void forgetKeys(Scope scope, Predicate<CallbackKey> unused, Instant now) {
    ScopeMemory memory = scope(scope);
    memory.forgetKeys(unused, now);
    dropIfEmpty(scope, memory);
  }

  /**
   * Other credentials are in use: what was refused to the former ones is no reason to wait any
   * more.
   */
  public synchronized void forgiveCredentials() {
    scopes.values().forEach(ScopeMemory::forgiveCredentials);
  }

  /** The same of one scope. */
  public synchronized void forgiveCredentials(Scope scope) {
    ScopeMemory memory = scope(scope);
    memory.forgiveCredentials();
    dropIfEmpty(scope, memory);
  }

  /**
   * The account's credentials are good again: whose call they failed once goes on with all others.
   * Where they fail again at once, they are good for all but that call, and it waits by itself.
   */
  public synchronized void endFirstWaitsForCredentials() {
    scopes.values().forEach(ScopeMemory::endFirstWaitsForCredentials);
  }

  /** Forgets a scope that no object uses any more, with its keys, as those are forgotten. */
  public synchronized void forget(Scope scope, Instant now) {
    ScopeMemory memory = scope(scope);
    memory.forget(now);
    dropIfEmpty(scope, memory);
  }

  /** The scopes of which anything is remembered. */
  public synchronized Set<Scope> scopes() {
    return Set.copyOf(scopes.keySet());
  }

  /** Whether no write is in flight or may still land. */
  public synchronized boolean isSettled(Instant now) {
    return scopes.values().stream().allMatch(scope -> scope.isSettled(now));
  }

  /** How many keys are remembered, in all scopes. */
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
