package dev.livecallback.cli.plan;

import dev.livecallback.api.AccountName;
import dev.livecallback.api.LedgerEntry;
import dev.livecallback.api.LiveCallback;
import dev.livecallback.api.ManagementPolicy;
import dev.livecallback.api.Reason;
import dev.livecallback.shadow.ShadowApiServer;
import io.fabric8.kubernetes.api.model.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The doubts about a plan: what can't be known from outside of the operator, each as a sentence.
 * Certain outcomes have none.
 */
final class Doubts {
  private static final String LIMIT =
      "How many deletes the account has left in this hour, the operator alone knows; the rest goes"
          + " on then.";

  private static final Set<Outcome> GAINS =
      Set.of(Outcome.CREATE, Outcome.REPLACE, Outcome.ADOPT, Outcome.MOVE);

  /** The reasons with which the operator waits before it tries again. */
  private static final Set<Reason> WAITS =
      Set.of(
          Reason.CONTESTED,
          Reason.REJECTED_BY_API,
          Reason.STORED_DIFFERENTLY,
          Reason.THROTTLED,
          Reason.API_UNAVAILABLE,
          Reason.SCOPE_NOT_FOUND);

  /**
   * The reasons of an object for which a read has just shown another record than it had or wants.
   */
  private static final Set<Reason> SEEN = Set.of(Reason.AMBIGUOUS, Reason.ALREADY_EXISTS);

  private final ClusterState state;
  private final Edits edits;
  private final Rehearsal.Course edited;
  private final UnreadDoubts unread;
  private final RecordDoubts records;

  Doubts(
      ClusterState state,
      Edits edits,
      Rehearsal.Course edited,
      UnreadDoubts unread,
      RecordDoubts records) {
    this.state = state;
    this.edits = edits;
    this.edited = edited;
    this.unread = unread;
    this.records = records;
  }

  /** Returns the doubts about one object. */
  List<String> of(
      @Nullable LiveCallback was,
      @Nullable LiveCallback is,
      Outcome outcome,
      List<PlannedWrite> writes) {
    List<String> doubts = new ArrayList<>(unread.of(was, is));
    if (state.unseen() != null && GAINS.contains(outcome)) {
      doubts.add(state.unseen());
    }
    if (!edited.rested()) {
      doubts.add("The rehearsal didn't come to rest within its time.");
    }
    doubts.addAll(records.of(was, is));
    if (was != null && is != null && isKeyKnownToOperatorAlone(was, is)) {
      doubts.add("Which key the record was given last, a running operator alone knows.");
    }
    if (is != null && goesByLastRead(was, is, outcome)) {
      doubts.add("It may go by what the operator read last, which may be a sync period ago.");
    }
    if (is != null && ChangeFinder.reason(is) == Reason.DELETE_LIMIT_REACHED) {
      doubts.add(LIMIT);
    }
    if (outcome.writes()) {
      remembered(was, doubts);
      doubts.addAll(records.of(writes));
      if (writes.stream().anyMatch(write -> write.content() == null && isLimited(write))) {
        doubts.add(LIMIT);
      }
    }
    return doubts.stream().distinct().toList();
  }

  /**
   * Returns whether the outcome depends on the authentication key that the operator wrote last,
   * which it alone knows. With {@code ApplyOnChange}, the operator writes a key that changed in the
   * Secret, but not a key that somebody changed outside.
   */
  private boolean isKeyKnownToOperatorAlone(LiveCallback was, LiveCallback is) {
    Optional<String> secret = Concern.keySecret(is);
    if (is.getSpec().management() != ManagementPolicy.APPLY_ON_CHANGE || secret.isEmpty()) {
      return false;
    }
    Secret now =
        edits.secrets().stream()
            .filter(each -> ShadowApiServer.name(each).equals(secret.get()))
            .findFirst()
            .orElse(state.secrets().get(secret.get()));
    return now != null
        && was.statusOrEmpty().records().stream()
            .map(LedgerEntry::secretVersion)
            .anyMatch(
                known ->
                    known != null
                        && !known.equals(
                            now.getMetadata().getUid()
                                + "/"
                                + now.getMetadata().getResourceVersion()));
  }

  /**
   * Returns whether the rehearsal, which begins with a read, may know more than a running operator.
   * This is possible for an object for which nothing was read so far or nothing will be read, and
   * for one whose scope was read before somebody else made a record there.
   */
  private boolean goesByLastRead(@Nullable LiveCallback was, LiveCallback is, Outcome outcome) {
    Reason before = was == null ? null : ChangeFinder.reason(was);
    Reason after = ChangeFinder.reason(is);
    boolean refused = after != null && RecordDoubts.SHUT_OUT.contains(after);
    return (refused && outcome.writes())
        || (before == Reason.CONFLICT && after != Reason.CONFLICT)
        || (after != before && after != null && SEEN.contains(after) && isRead(is));
  }

  private boolean isRead(LiveCallback object) {
    return state.objects().stream()
        .anyMatch(each -> each.getSpec().scope().equals(object.getSpec().scope()));
  }

  /**
   * Adds the doubt that a running operator may wait longer. It remembers failures that an operator
   * doesn't know at its start.
   */
  private static void remembered(@Nullable LiveCallback was, List<String> doubts) {
    Reason reason = was == null ? null : ChangeFinder.reason(was);
    if (reason != null && WAITS.contains(reason)) {
      doubts.add("A running operator may wait longer, for the object is %s.".formatted(reason));
    }
  }

  private boolean isLimited(PlannedWrite write) {
    return Stream.of(state.accounts(), edits.accounts())
        .flatMap(accounts -> accounts.values().stream())
        .filter(each -> each.getSpec().deleteLimit() != null)
        .map(AccountName::of)
        .anyMatch(write.account()::equals);
  }
}
