package dev.livecallback.remote;

import dev.livecallback.volcengine.Answer;
import dev.livecallback.volcengine.Authentication;
import dev.livecallback.volcengine.CallbackContent;
import dev.livecallback.volcengine.CallbackKey;
import dev.livecallback.volcengine.CallbackRecord;
import dev.livecallback.volcengine.Done;
import dev.livecallback.volcengine.Failure;
import dev.livecallback.volcengine.Scope;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one cloud account's records. Everything that it hands out is an immutable
 * snapshot. Safe for use by several threads.
 */
public final class RemoteState {
  private final Curves curves;
  private final Map<Scope, ScopeState> scopes = new HashMap<>();
  private final Map<CallbackKey, KeyState> keys = new HashMap<>();
  private boolean provenByRead;
  private long revision;

  /**
   * @param records what the last read that said anything listed; null if the API refused the scope
   * @param refusal why it refused it; null if it didn't
   * @param began when that read began
   * @param ended when it ended
   */
  private record ScopeState(
      @Nullable Listing records,
      Failure.@Nullable ScopeMissing refusal,
      Instant began,
      Instant ended,
      @Nullable Pause pause) {
    static final ScopeState NEW = new ScopeState(null, null, Instant.MIN, Instant.MIN, null);
  }

  private record KeyState(@Nullable LastWrite write, @Nullable Pause pause, long revision) {
    static final KeyState NEW = new KeyState(null, null, 0);
  }

  /** An empty memory. */
  public RemoteState(Curves curves) {
    this.curves = curves;
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
   * What the last read said of the key. From now on its {@link #revision(CallbackKey)} tells of
   * reads too, so that an order that is planned from this sighting can be known to be outdated.
   */
  public synchronized Sighting sighting(CallbackKey key) {
    keys.putIfAbsent(key, KeyState.NEW);
    return sighting(scope(key.scope()), key);
  }

  /** The records that the last read of the scope listed; none if it wasn't read. */
  public synchronized List<CallbackRecord> records(Scope scope) {
    Listing records = scope(scope).records();
    return records == null ? List.of() : records.all();
  }

  /** The last write of this process to the key. */
  public synchronized Optional<LastWrite> lastWrite(CallbackKey key) {
    return Optional.ofNullable(key(key).write());
  }

  /** The pause after failed writes to the key. */
  public synchronized Optional<Pause> writePause(CallbackKey key) {
    return Optional.ofNullable(key(key).pause());
  }

  /** The pause after failed reads of the scope. */
  public synchronized Optional<Pause> readPause(Scope scope) {
    return Optional.ofNullable(scope(scope).pause());
  }

  /** When the last read of the scope that said anything began; {@link Instant#MIN} if none did. */
  public synchronized Instant readBegan(Scope scope) {
    return scope(scope).began();
  }

  /** Whether these credentials have read any scope: then "no such scope" can be believed. */
  public synchronized boolean provenByRead() {
    return provenByRead;
  }

  /**
   * Takes in the answer to a DescribeCallback.
   *
   * @return which keys of the scope look different than before
   */
  public synchronized Predicate<CallbackKey> readEnded(
      Scope scope, Instant began, Instant ended, Answer<List<CallbackRecord>> answer) {
    ScopeState before = scope(scope);
    ScopeState after =
        switch (answer) {
          case Answer.Ok<List<CallbackRecord>> ok -> {
            provenByRead = true;
            yield new ScopeState(Listing.of(ok.value()), null, began, ended, null);
          }
          case Answer.Failed<List<CallbackRecord>> failed ->
              switch (failed.failure()) {
                case Failure.ScopeMissing missing ->
                    new ScopeState(null, missing, began, ended, null);
                case Failure other ->
                    new ScopeState(
                        before.records(),
                        before.refusal(),
                        before.began(),
                        before.ended(),
                        next(before.pause(), other, ended));
              };
        };
    scopes.put(scope, after);
    revision++;
    Map<CallbackKey, Boolean> compared = new ConcurrentHashMap<>();
    Predicate<CallbackKey> changed =
        key ->
            key.scope().equals(scope)
                && compared.computeIfAbsent(
                    key, it -> !sighting(before, it).sameFinding(sighting(after, it)));
    keys.replaceAll(
        (key, state) ->
            key.scope().equals(scope)
                ? new KeyState(
                    state.write(),
                    proven(state, sighting(after, key)) ? null : state.pause(),
                    changed.test(key) ? revision : state.revision())
                : state);
    return changed;
  }

  /** Whether a write of unknown outcome is now seen to have happened: then nothing failed. */
  private static boolean proven(KeyState state, Sighting sighting) {
    LastWrite write = state.write();
    if (write == null
        || !(write.outcome() instanceof LastWrite.Outcome.Unknown unknown)
        || sighting.readBegan().isBefore(unknown.ended())) {
      return false;
    }
    CallbackContent content = write.content();
    return switch (sighting) {
      case Sighting.Absent _ -> content == null;
      case Sighting.Present present ->
          content != null
              && present.content().agreesWith(content)
              // A hidden key may be any.
              && (content.authentication() instanceof Authentication.Off
                  || content.authentication().equals(present.content().authentication()));
      case Sighting.Unread _, Sighting.Refused _, Sighting.Several _ -> false;
    };
  }

  /** Takes in that a Put (or, without content, a Remove) is being sent. */
  public synchronized void writeBegan(
      CallbackKey key, @Nullable CallbackContent content, Instant began) {
    KeyState before = key(key);
    LastWrite last = before.write();
    keys.put(
        key,
        new KeyState(
            new LastWrite(
                content,
                new LastWrite.Outcome.InFlight(began),
                content == null ? removals(last) : 0,
                last == null ? null : last.lastPossiblePut(),
                last == null ? null : last.unknownSince(),
                doubtful(last)),
            samePurpose(last, content) ? before.pause() : null,
            ++revision));
  }

  /** Takes in the answer to a Put or, without content, a Remove. */
  public synchronized void writeEnded(
      CallbackKey key, @Nullable CallbackContent content, Instant ended, Answer<Done> answer) {
    KeyState before = key(key);
    LastWrite last = before.write();
    LastWrite.Outcome outcome =
        switch (answer) {
          case Answer.Ok<Done> ok -> new LastWrite.Outcome.Accepted(ended, ok.requestId());
          case Answer.Failed<Done> failed ->
              failed.failure() instanceof Failure.OutcomeUnknown unknown
                  ? new LastWrite.Outcome.Unknown(unknown, ended)
                  : new LastWrite.Outcome.Refused(failed.failure(), ended);
        };
    boolean mayHaveHappened = !(outcome instanceof LastWrite.Outcome.Refused);
    boolean put = content != null;
    Instant lastPossiblePut = last == null ? null : last.lastPossiblePut();
    Instant unknownSince = last == null ? null : last.unknownSince();
    LastWrite write =
        new LastWrite(
            content,
            outcome,
            put ? 0 : removals(last) + (counts(outcome) ? 1 : 0),
            put && mayHaveHappened ? ended : lastPossiblePut,
            outcome instanceof LastWrite.Outcome.Unknown ? ended : unknownSince,
            doubtful(last, content, outcome));
    Pause pause =
        answer instanceof Answer.Failed<Done> failed
            ? next(before.pause(), failed.failure(), ended)
            : null;
    keys.put(key, new KeyState(write, pause, ++revision));
  }

  /**
   * Takes in that a Remove of another key may have taken these records along: to each of them it is
   * a Remove of unknown outcome.
   */
  public synchronized void mayBeGone(Predicate<CallbackKey> inDanger, Instant ended) {
    Failure.Detail detail =
        new Failure.Detail("A delete without app may have removed this record.", 0, null, null);
    revision++;
    keys.replaceAll(
        (key, state) -> {
          if (!inDanger.test(key)) {
            return state;
          }
          LastWrite last = state.write();
          return new KeyState(
              new LastWrite(
                  null,
                  new LastWrite.Outcome.Unknown(new Failure.OutcomeUnknown(detail), ended),
                  0,
                  last == null ? null : last.lastPossiblePut(),
                  ended,
                  doubtful(last)),
              null,
              revision);
        });
  }

  /** Forgets a key that no object is concerned with any more. */
  public synchronized void forget(CallbackKey key) {
    keys.remove(key);
  }

  /** Forgets a scope that no object uses any more. */
  public synchronized void forget(Scope scope) {
    scopes.remove(scope);
  }

  private @Nullable Pause next(@Nullable Pause before, Failure failure, Instant ended) {
    boolean sameKind = before != null && before.failure().getClass() == failure.getClass();
    int inARow = sameKind && before != null ? before.inARow() + 1 : 1;
    return new Pause(failure, inARow, ended.plus(curves.pause(failure, inARow)));
  }

  private static Set<CallbackContent> doubtful(@Nullable LastWrite last) {
    return last == null ? Set.of() : last.doubtful();
  }

  /** An accepted write ends all doubt about those before it. */
  private static Set<CallbackContent> doubtful(
      @Nullable LastWrite last, @Nullable CallbackContent content, LastWrite.Outcome outcome) {
    return switch (outcome) {
      case LastWrite.Outcome.Accepted _ -> Set.of();
      case LastWrite.Outcome.InFlight _, LastWrite.Outcome.Refused _ -> doubtful(last);
      case LastWrite.Outcome.Unknown _ -> {
        Set<CallbackContent> more = new HashSet<>(doubtful(last));
        Optional.ofNullable(content).ifPresent(more::add);
        yield more;
      }
    };
  }

  private static boolean samePurpose(@Nullable LastWrite last, @Nullable CallbackContent content) {
    return last != null && (content == null ? last.remove() : last.puts(content));
  }

  /** Only what the API judged counts: a throttled Remove says nothing of the record. */
  private static boolean counts(LastWrite.Outcome outcome) {
    return switch (outcome) {
      case LastWrite.Outcome.Accepted _ -> true;
      case LastWrite.Outcome.Refused refused ->
          refused.failure() instanceof Failure.Rejected
              || refused.failure() instanceof Failure.ScopeMissing;
      case LastWrite.Outcome.InFlight _, LastWrite.Outcome.Unknown _ -> false;
    };
  }

  private static int removals(@Nullable LastWrite last) {
    return last == null ? 0 : last.removals();
  }

  private static Sighting sighting(ScopeState state, CallbackKey key) {
    if (state.refusal() != null) {
      return new Sighting.Refused(state.refusal(), state.began(), state.ended());
    }
    if (state.records() == null) {
      return new Sighting.Unread();
    }
    List<CallbackContent> matching =
        state.records().of(key).stream()
            .filter(item -> item.matches(key))
            .map(CallbackRecord::content)
            .toList();
    return switch (matching.size()) {
      case 0 -> new Sighting.Absent(state.began(), state.ended());
      case 1 -> new Sighting.Present(matching.getFirst(), state.began(), state.ended());
      default -> new Sighting.Several(matching, state.began(), state.ended());
    };
  }

  private ScopeState scope(Scope scope) {
    return scopes.getOrDefault(scope, ScopeState.NEW);
  }

  private KeyState key(CallbackKey key) {
    return keys.getOrDefault(key, KeyState.NEW);
  }
}
