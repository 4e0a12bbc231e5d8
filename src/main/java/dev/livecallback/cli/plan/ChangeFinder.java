package dev.livecallback.cli.plan;

import dev.livecallback.api.Condition;
import dev.livecallback.api.ConditionType;
import dev.livecallback.api.LiveCallback;
import dev.livecallback.api.Reason;
import dev.livecallback.cli.plan.PlannedChange.RecordWrite;
import dev.livecallback.operator.config.OperatorSettings;
import dev.livecallback.shadow.ShadowApiServer;
import dev.livecallback.volcengine.CallbackKey;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The comparison of two rehearsals, which shows the outcome of each object. In one rehearsal
 * somebody edits the cluster, in the other nobody does.
 */
final class ChangeFinder {
  /** The reasons of an object whose account can't be looked at. */
  private static final Set<Reason> BLIND =
      EnumSet.of(Reason.ACCOUNT_NOT_FOUND, Reason.ACCOUNT_NOT_READY);

  private final Rehearsal.Course alone;
  private final Rehearsal.Course edited;
  private final Holdings before;
  private final Holdings afterAlone;
  private final Holdings afterEdits;
  private final CloudSnapshot snapshot;
  private final UnreadDoubts unread;
  private final Doubts doubts;
  private final Map<String, LiveCallback> objectsBefore = new LinkedHashMap<>();

  /**
   * The objects of namespaces that the operator doesn't watch, by name; true = the object is
   * edited.
   */
  private final Map<String, Boolean> unwatched = new TreeMap<>();

  /**
   * @param state the cluster as it is
   * @param edits the edits of the cluster
   * @param alone the rehearsal without the edits
   * @param edited the rehearsal with the edits
   */
  ChangeFinder(
      ClusterState state,
      Edits edits,
      Rehearsal.Course alone,
      Rehearsal.Course edited,
      CloudSnapshot snapshot,
      OperatorSettings settings) {
    this.alone = alone;
    this.edited = edited;
    this.snapshot = snapshot;
    this.before = new Holdings(state.objects());
    this.afterAlone = new Holdings(alone.objects().values());
    this.afterEdits = new Holdings(edited.objects().values());
    this.unread = new UnreadDoubts(state, edits, edited, snapshot, settings.defaultAccount());
    this.doubts =
        new Doubts(
            state,
            edits,
            edited,
            unread,
            new RecordDoubts(state, alone, edited, snapshot, before, afterEdits));
    for (LiveCallback each : state.objects()) {
      if (Rehearsal.isWatched(settings, each)) {
        objectsBefore.put(ShadowApiServer.name(each), each);
      } else {
        unwatched.put(ShadowApiServer.name(each), false);
      }
    }
    edits.objects().stream()
        .filter(each -> !Rehearsal.isWatched(settings, each))
        .forEach(each -> unwatched.put(ShadowApiServer.name(each), true));
  }

  /** Returns the changes of all objects that exist before or after, in the order of their names. */
  List<PlannedChange> find() {
    Set<String> names = new TreeSet<>(objectsBefore.keySet());
    names.addAll(edited.objects().keySet());
    names.addAll(unwatched.keySet());
    List<PlannedChange> changes = new ArrayList<>();
    for (String name : names) {
      if (unwatched.containsKey(name)) {
        changes.add(unwatched(name));
        continue;
      }
      LiveCallback was = objectsBefore.get(name);
      LiveCallback is = edited.objects().get(name);
      if (was != null || is != null) {
        changes.add(change(name, was, is));
      }
    }
    return changes;
  }

  private PlannedChange unwatched(String name) {
    return new PlannedChange(
        name,
        Outcome.LEAVE,
        List.of(),
        List.of(),
        null,
        "The operator doesn't watch namespace %s (WATCH_NAMESPACES)."
            .formatted(name.substring(0, name.indexOf('/'))),
        List.of(),
        !Boolean.TRUE.equals(unwatched.get(name)));
  }

  private PlannedChange change(String name, @Nullable LiveCallback was, @Nullable LiveCallback is) {
    String uid = Objects.requireNonNull(is == null ? was : is).getMetadata().getUid();
    Map<RecordName, PlannedWrite> writes = writes(edited, uid);
    Optional<Condition> ready =
        is == null ? Optional.empty() : is.statusOrEmpty().condition(ConditionType.READY);
    Reason reason = reason(is);
    Outcome seen = outcome(afterEdits, was, is, writes);
    boolean guessed = seen == Outcome.NOTHING || (reason != null && BLIND.contains(reason));
    boolean blind = guessed && !seen.writes() && !unread.of(was, is).isEmpty();
    Outcome outcome = blind ? Outcome.UNKNOWN : seen;
    List<String> doubted = doubts.of(was, is, outcome, List.copyOf(writes.values()));
    boolean inOrder = reason == null || reason == Reason.IN_SYNC;
    return new PlannedChange(
        name,
        outcome,
        writes.values().stream()
            .map(write -> new RecordWrite(write.key().toString(), write.content() == null))
            .toList(),
        writes.values().stream().flatMap(write -> write.fields().stream()).toList(),
        reason,
        inOrder ? "" : ready.map(Condition::message).orElse(""),
        doubted,
        isOfItself(uid, was, seen, writes) && unread.of(was, is).containsAll(doubted));
  }

  private record RecordName(String cloudAccount, String key) {}

  /**
   * Returns the writes for an object, merged into one write for each record: from the record's
   * content before the first write to the content after the last.
   */
  private static Map<RecordName, PlannedWrite> writes(Rehearsal.Course result, String uid) {
    Map<RecordName, PlannedWrite> writes = new LinkedHashMap<>();
    for (PlannedWrite write : result.writes()) {
      if (write.object().uid().equals(uid)) {
        writes.merge(
            new RecordName(write.cloudAccount(), write.key().toString()),
            write,
            (first, last) ->
                new PlannedWrite(
                    last.object(),
                    last.account(),
                    last.cloudAccount(),
                    last.key(),
                    first.before(),
                    last.content(),
                    first.along() || last.along()));
      }
    }
    return writes;
  }

  private Outcome outcome(
      Holdings after,
      @Nullable LiveCallback was,
      @Nullable LiveCallback is,
      Map<RecordName, PlannedWrite> writes) {
    List<PlannedWrite> puts =
        writes.values().stream().filter(each -> each.content() != null).toList();
    boolean removes = writes.values().stream().anyMatch(each -> each.content() == null);
    if (!puts.isEmpty()) {
      return removes ? Outcome.MOVE : put(was, puts.getFirst());
    }
    if (removes) {
      return Outcome.REMOVE;
    }
    if (is == null) {
      return was == null ? Outcome.NOTHING : withoutWrite(after, was);
    }
    Reason reason = reason(is);
    if (reason == null) {
      return Outcome.UNKNOWN;
    }
    Outcome outcome = Outcome.of(reason);
    return outcome == Outcome.NOTHING && gainedRecord(after, was, is) ? gain(after, is) : outcome;
  }

  private Outcome put(@Nullable LiveCallback was, PlannedWrite put) {
    if (put.before() == null) {
      return isPutBack(was, put) ? Outcome.PUT_BACK : Outcome.CREATE;
    }
    if (isPutBack(was, put)) {
      return Outcome.PUT_BACK;
    }
    return before.holders(put.key()).isEmpty() ? Outcome.REPLACE : Outcome.UPDATE;
  }

  /**
   * Returns whether the same is written if nobody edits anything, for an object that had the
   * record, and whose last edit was handled.
   */
  private boolean isPutBack(@Nullable LiveCallback was, PlannedWrite put) {
    return was != null
        && before.has(was.id(), put.key())
        && Objects.equals(
            was.getMetadata().getGeneration(), was.statusOrEmpty().observedGeneration())
        && alone.writes().stream().anyMatch(put::sameAs);
  }

  private Outcome withoutWrite(Holdings after, LiveCallback was) {
    Set<CallbackKey> records = before.of(was.id());
    if (records.stream().noneMatch(snapshot::shows)) {
      return Outcome.FORGET;
    }
    return after.othersHave(was.id(), records) ? Outcome.HAND_OVER : Outcome.ORPHAN;
  }

  private boolean gainedRecord(Holdings after, @Nullable LiveCallback was, LiveCallback is) {
    return after.of(is.id()).stream().anyMatch(key -> was == null || !before.has(was.id(), key));
  }

  private Outcome gain(Holdings after, LiveCallback is) {
    return before.othersHave(is.id(), after.of(is.id())) ? Outcome.TAKE_OVER : Outcome.ADOPT;
  }

  private boolean isOfItself(
      String uid,
      @Nullable LiveCallback was,
      Outcome outcome,
      Map<RecordName, PlannedWrite> writes) {
    if (was == null) {
      return false;
    }
    String name = ShadowApiServer.name(was);
    LiveCallback left = alone.objects().get(name);
    Map<RecordName, PlannedWrite> others = writes(alone, uid);
    return outcome == outcome(afterAlone, was, left, others)
        && reason(edited.objects().get(name)) == reason(left)
        && others.size() == writes.size()
        && writes.values().stream()
            .allMatch(write -> others.values().stream().anyMatch(write::sameAs));
  }

  static @Nullable Reason reason(@Nullable LiveCallback object) {
    return object == null
        ? null
        : object
            .statusOrEmpty()
            .condition(ConditionType.READY)
            .flatMap(each -> Reason.ofWord(each.reason()))
            .orElse(null);
  }
}
