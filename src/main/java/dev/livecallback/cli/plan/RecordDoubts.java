package dev.livecallback.cli.plan;

import dev.livecallback.api.LiveCallback;
import dev.livecallback.api.ObjectId;
import dev.livecallback.api.Reason;
import dev.livecallback.shadow.ShadowApiServer;
import dev.livecallback.volcengine.CallbackKey;
import dev.livecallback.volcengine.CallbackRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The doubts about an object whose record another object wants or writes, or whose record may be
 * the same as another.
 */
final class RecordDoubts {
  private static final String SAME_RECORD =
      "A vhost and a domain of it may have one record between them.";

  /** The reasons with which an object has no claim to a record. */
  static final Set<Reason> SHUT_OUT =
      Set.of(Reason.UNSUPPORTED_VALUE, Reason.NOT_ALLOWED, Reason.ACCOUNT_NOT_FOUND);

  private final Rehearsal.Course alone;
  private final Rehearsal.Course edited;
  private final CloudSnapshot snapshot;
  private final Holdings before;
  private final Holdings after;
  private final Map<CallbackKey, List<LiveCallback>> wanting = new HashMap<>();

  private final List<PlannedWrite> appLess;

  /** The records of the objects that go. */
  private final Set<CallbackKey> gone = new HashSet<>();

  RecordDoubts(
      ClusterState state,
      Rehearsal.Course alone,
      Rehearsal.Course edited,
      CloudSnapshot snapshot,
      Holdings before,
      Holdings after) {
    this.alone = alone;
    this.edited = edited;
    this.snapshot = snapshot;
    this.before = before;
    this.after = after;
    this.appLess = edited.writes().stream().filter(write -> write.key().app() == null).toList();
    edited
        .objects()
        .values()
        .forEach(
            each ->
                Holdings.wanted(each)
                    .ifPresent(
                        key -> wanting.computeIfAbsent(key, _ -> new ArrayList<>()).add(each)));
    state.objects().stream()
        .filter(each -> !edited.objects().containsKey(ShadowApiServer.name(each)))
        .forEach(each -> gone.addAll(before.of(each.id())));
  }

  /** Returns the doubts about one object, whatever its outcome. */
  List<String> of(@Nullable LiveCallback was, @Nullable LiveCallback is) {
    List<String> doubts = new ArrayList<>();
    if (is != null && claims(is) && hasRivals(is)) {
      doubts.add("Another object is for the same record: the first that is applied gets it.");
    }
    if (is != null && mayGoAlong(is)) {
      doubts.add("Its record may be removed along with another, and is put back then.");
    }
    if (is != null && isBlockedByWhatIsWritten(is)) {
      doubts.add("The removal may come before the record that would be lost is put back.");
    }
    if ((was != null && isWrittenElsewhere(was, before))
        || (is != null && isWrittenElsewhere(is, after))) {
      doubts.add(SAME_RECORD);
    }
    return doubts;
  }

  /** Returns the doubts about the writes for one object. */
  List<String> of(List<PlannedWrite> writes) {
    List<String> doubts = new ArrayList<>();
    writes.forEach(write -> of(write, doubts));
    if (writes.stream().map(write -> write.key().scope().kind()).distinct().count() > 1) {
      doubts.add(SAME_RECORD);
    }
    return doubts;
  }

  private void of(PlannedWrite write, List<String> doubts) {
    CallbackKey key = write.key();
    boolean apps =
        snapshot.of(write.cloudAccount(), key.scope()).stream()
            .anyMatch(
                each -> each.app() != null && each.messageType().equals(key.messageType().wire()));
    if (write.content() == null && (write.along() || (key.appLess() && apps))) {
      doubts.add("The API may remove the records of the vhost's apps along with this one.");
    }
    if (alone.writes().stream().anyMatch(other -> isOfAnother(write, other))) {
      doubts.add("The record differs now, and may be put back for the object that has it first.");
    }
    if (mayBeOther(write)) {
      doubts.add(SAME_RECORD);
    }
  }

  /**
   * Returns whether another object wants the same record as this object, and no object keeps the
   * record.
   */
  private boolean hasRivals(LiveCallback object) {
    Optional<CallbackKey> wanted = Holdings.wanted(object);
    return wanted.isPresent()
        && wanting.getOrDefault(wanted.get(), List.of()).stream()
            .anyMatch(each -> !each.id().equals(object.id()) && claims(each))
        && before.holders(wanted.get()).stream().noneMatch(holder -> keeps(holder, wanted.get()));
  }

  /** Returns whether an object that has a record still wants it. */
  private boolean keeps(ObjectId holder, CallbackKey key) {
    LiveCallback left = edited.objects().get(holder.toString());
    return left != null
        && !left.deleting()
        && Holdings.wanted(left).filter(key::equals).isPresent();
  }

  /** Returns whether an object may claim a record at all. */
  private static boolean claims(LiveCallback object) {
    Reason reason = ChangeFinder.reason(object);
    return reason == null || !SHUT_OUT.contains(reason);
  }

  /**
   * Returns whether the object has a record of an app that the removal of a record without app may
   * take along.
   */
  private boolean mayGoAlong(LiveCallback object) {
    return appLess.stream()
        .filter(write -> write.content() == null && write.key().appLess())
        .filter(write -> !write.object().equals(object.id()))
        .map(PlannedWrite::key)
        .anyMatch(
            removed ->
                after.of(object.id()).stream()
                    .anyMatch(
                        key ->
                            key.app() != null
                                && key.scope().equals(removed.scope())
                                && key.messageType() == removed.messageType()));
  }

  /**
   * Returns whether the removal of the object's record without app is blocked, while a record of an
   * app that it may take along is written.
   */
  private boolean isBlockedByWhatIsWritten(LiveCallback object) {
    return ChangeFinder.reason(object) == Reason.DELETE_BLOCKED
        && edited.writes().stream()
            .filter(write -> write.content() != null && write.key().app() != null)
            .map(PlannedWrite::key)
            .anyMatch(
                put ->
                    after.of(object.id()).stream()
                        .anyMatch(
                            key ->
                                key.app() == null
                                    && key.scope().equals(put.scope())
                                    && key.messageType() == put.messageType()));
  }

  private static boolean isOfAnother(PlannedWrite write, PlannedWrite other) {
    return !other.object().equals(write.object()) && write.isOfSameRecord(other);
  }

  /** Returns whether a write may also be to the record of a scope of the other kind. */
  private boolean mayBeOther(PlannedWrite write) {
    return write.key().app() == null
        && snapshot.scopes(write.cloudAccount()).stream()
            .map(
                scope ->
                    new CallbackKey(
                        write.key().cloudAccount(), scope, null, write.key().messageType()))
            .filter(other -> other.scope().kind() != write.key().scope().kind())
            .anyMatch(
                other ->
                    mayBeOne(write, other)
                        && (isThere(write.cloudAccount(), other) || isWritten(write, other)));
  }

  private boolean isThere(String cloudAccount, CallbackKey key) {
    List<CallbackRecord> read = snapshot.of(cloudAccount, key);
    return read != null && !read.isEmpty();
  }

  private boolean isWritten(PlannedWrite write, CallbackKey other) {
    return edited.writes().stream()
        .filter(each -> each.cloudAccount().equals(write.cloudAccount()))
        .anyMatch(each -> Holdings.record(each.key()).equals(Holdings.record(other)));
  }

  /**
   * Returns whether a vhost's record and a domain's record may be one, by what was read: both
   * listings show the record, or neither does.
   */
  private boolean mayBeOne(PlannedWrite write, CallbackKey other) {
    CallbackKey key = write.key();
    if (key.scope().kind() == other.scope().kind()
        || key.app() != null
        || other.app() != null
        || key.messageType() != other.messageType()) {
      return false;
    }
    List<CallbackRecord> here = snapshot.of(write.cloudAccount(), key);
    List<CallbackRecord> there = snapshot.of(write.cloudAccount(), other);
    if (here == null || there == null) {
      return true;
    }
    return (here.isEmpty() && there.isEmpty())
        || here.stream()
            .anyMatch(
                one -> there.stream().anyMatch(two -> one.content().agreesWith(two.content())));
  }

  /** Returns whether another object's write may be to a record that this object has or wants. */
  private boolean isWrittenElsewhere(LiveCallback object, Holdings held) {
    List<CallbackKey> keys = new ArrayList<>(held.of(object.id()));
    Holdings.wanted(object).ifPresent(keys::add);
    return appLess.stream()
            .filter(write -> !write.object().equals(object.id()))
            .anyMatch(write -> keys.stream().anyMatch(key -> mayBeOne(write, key)))
        || keys.stream().anyMatch(key -> goesBeside(key) && isGone(key));
  }

  private boolean isGone(CallbackKey key) {
    return key.app() == null && !snapshot.shows(key);
  }

  /** Returns whether an object that goes has a like record of a scope of the other kind. */
  private boolean goesBeside(CallbackKey key) {
    return gone.stream()
        .anyMatch(
            other ->
                other.scope().kind() != key.scope().kind()
                    && other.app() == null
                    && other.messageType() == key.messageType());
  }
}
