package dev.livecallback.plan;

import dev.livecallback.account.AccountClosed;
import dev.livecallback.api.Condition;
import dev.livecallback.api.ConditionType;
import dev.livecallback.api.Reason;
import dev.livecallback.calls.Lane;
import dev.livecallback.calls.Order;
import dev.livecallback.remote.LastWrite;
import dev.livecallback.remote.Observation;
import dev.livecallback.volcengine.Authentication;
import dev.livecallback.volcengine.CallbackKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The facts with what follows from them, in the symbols of {@code docs/planner.md} section 2. */
final class Situation {
  /** So many former records an object may have when it asks for another one. */
  private static final int MOST_LEFTOVERS = 50;

  final Facts facts;
  final CallbackKey desiredKey;
  final CallbackKey subject;

  Situation(Facts facts) {
    this.facts = facts;
    this.desiredKey = facts.desired().key();
    this.subject = findSubject();
  }

  /**
   * D until it is in L and in order, unless {@link #leftoversFirst()}; then the first leftover for
   * which no heir is awaited, one without doubt if there is one; else D. While deleting, of L
   * alone, as long as anything is in it: what the spec says then is no record's fate.
   */
  private CallbackKey findSubject() {
    boolean inOrder =
        entry().isPresent() && equal() && !writtenSinceRead() && !UnownedMatch.inMove(this);
    if (!facts.deleting() && !inOrder && !leftoversFirst()) {
      return desiredKey;
    }
    List<CallbackKey> leftovers =
        facts.ledger().entries().stream()
            .map(Ledger.Entry::key)
            .filter(key -> facts.deleting() || !key.equals(desiredKey))
            .toList();
    List<CallbackKey> without =
        leftovers.stream().filter(key -> !facts.claim().awaitsHeir(key)).toList();
    return without.stream()
        .filter(key -> doubtful(key) == null)
        .findFirst()
        .or(() -> without.stream().findFirst())
        .orElse(facts.deleting() && !leftovers.isEmpty() ? leftovers.getFirst() : desiredKey);
  }

  /**
   * Whether no further record is written before a former one is gone: else an object whose records
   * can't be removed would have a longer ledger with each move, until no status holds it.
   */
  boolean leftoversFirst() {
    return !facts.deleting()
        && entry().isEmpty()
        && facts.ledger().entries().size() >= MOST_LEFTOVERS;
  }

  /** A read that looks a record up. */
  Order.Read read(CallbackKey key, boolean verifying) {
    return facts.key(key).read(key, verifying);
  }

  /** Why nothing proves that this object wrote a record of L; null = there is no doubt. */
  @Nullable DoubtfulRecord doubtful(CallbackKey key) {
    return facts
        .ledger()
        .entry(key)
        .map(entry -> facts.account(entry.account()))
        .map(account -> account.doubtful().get(key))
        .orElse(null);
  }

  /** The account through which the subject was or will be written. */
  String subjectsAccountName() {
    return aboutDesired()
        ? facts.account()
        : facts.ledger().entry(subject).map(Ledger.Entry::account).orElse(facts.account());
  }

  /** That account; null = it isn't there. */
  @Nullable AccountFacts subjectsAccount() {
    return facts.account(subjectsAccountName());
  }

  /** Why that account is closed; null = it is open, or isn't there. */
  @Nullable AccountClosed subjectsGate() {
    AccountFacts account = subjectsAccount();
    return account == null ? null : account.gate();
  }

  /** The id of an account's cloud account; null = not known. */
  @Nullable String cloudAccount(String name) {
    AccountFacts account = facts.account(name);
    return account == null ? null : account.cloudAccount();
  }

  /** Whether the subject is the record that is wanted, rather than one that has to go. */
  boolean aboutDesired() {
    return !facts.deleting() && subject.equals(desiredKey);
  }

  /** What is known of the subject. */
  KeyFacts subjectFacts() {
    return facts.key(subject);
  }

  /** S(D). */
  Observation observation() {
    return facts.key(desiredKey).observation();
  }

  /** W(D). */
  @Nullable LastWrite write() {
    return facts.key(desiredKey).write();
  }

  /** D's entry in L. */
  Optional<Ledger.Entry> entry() {
    return facts.ledger().entry(desiredKey);
  }

  /**
   * S(D) shows what is wanted, no other key was put into the Secret since it was written, and
   * nothing else was written to D since.
   */
  boolean equal() {
    return shown() && !keyChanged() && !overwritten();
  }

  /** S(D) shows what is wanted, as far as it shows anything. */
  boolean shown() {
    return observation().shows(facts.desired().content());
  }

  /** The object or its key's value changed since the record was last ordered. */
  boolean changed() {
    String wanted = facts.desired().fingerprint();
    return entry()
        .map(
            entry ->
                !wanted.equals(entry.last())
                    || keyChanged()
                    || overwritten()
                    || InFlightWrites.overtook(this)
                    || (!wanted.equals(entry.held()) && !acceptedAsDesired()))
        .orElse(true);
  }

  /** A write to D, other than of what is wanted, did or may have done something since S(D). */
  private boolean overwritten() {
    LastWrite write = write();
    if (write == null) {
      return false;
    }
    if (write.outcome() instanceof LastWrite.WriteOutcome.Refused) {
      return observation().readBegan().isBefore(write.lastEffect().orElse(Instant.MIN));
    }
    return !write.puts(facts.desired().content()) && !readAfterWrite(desiredKey);
  }

  /** A write to D did or may have done something since S(D), whatever it was of. */
  boolean writtenSinceRead() {
    LastWrite write = write();
    boolean refused = write != null && write.outcome() instanceof LastWrite.WriteOutcome.Refused;
    return refused ? overwritten() : !readAfterWrite(desiredKey);
  }

  /** W(D) put what is wanted, and the API said yes. */
  boolean acceptedAsDesired() {
    LastWrite write = write();
    return write != null
        && write.puts(facts.desired().content())
        && write.outcome() instanceof LastWrite.WriteOutcome.Accepted;
  }

  /**
   * The Secret's value isn't the one that was written, or a Put of another one may have happened
   * that the API doesn't show. In the memory of this process that is known; after a restart another
   * version of the Secret is taken for it where the API doesn't show the wanted key, and so is a
   * write that wasn't read back before.
   */
  private boolean keyChanged() {
    if (!(facts.desired().content().authentication() instanceof Authentication.On wanted)
        || showsKey(wanted)) {
      return false;
    }
    LastWrite write = write();
    if (write != null && write.mayHaveSetOtherKey(wanted)) {
      // What may still land is no reason to write now; once it can't, it is written once more.
      return !acceptedAsDesired() || InFlightWrites.unsettledUntil(this, desiredKey).isEmpty();
    }
    String heldFrom = entry().map(Ledger.Entry::secretVersion).orElse(null);
    boolean another = heldFrom != null && !heldFrom.equals(facts.desired().secretVersion());
    boolean inherited = entry().filter(it -> it.written() == null).isPresent();
    if (inherited) {
      // Its key is another object's, whatever the policy, and whatever this one wrote elsewhere.
      return another;
    }
    if (facts.knownAuthKey() != null) {
      return !facts.knownAuthKey().equals(wanted.key());
    }
    // Ordered by the process before this one, maybe with another key, and never read back?
    boolean unverified = entry().isPresent() && !heldAsDesired();
    return unverified || (another && facts.policies().enforces());
  }

  /** Whether S(D) shows that very authentication key. */
  boolean showsKey(Authentication.On wanted) {
    return observation() instanceof Observation.Present present
        && wanted.equals(present.content().authentication());
  }

  /** S(k) began after W(k) ended, or nothing was written. */
  boolean readAfterWrite(CallbackKey key) {
    KeyFacts known = facts.key(key);
    return known.write() == null
        || known
            .write()
            .ended()
            .filter(ended -> !known.observation().readBegan().isBefore(ended))
            .isPresent();
  }

  /** Ready is True of this very generation, and nothing that is to be written changed since. */
  boolean inSyncNow() {
    return shownReady() && !facts.deleting() && (facts.policies().observes() || !changed());
  }

  /** Ready is True of this very generation; and it wasn't found to differ during a pause. */
  boolean shownReady() {
    return facts
        .status()
        .condition(ConditionType.READY)
        .filter(ready -> ready.holds() && ready.observedGeneration() == facts.generation())
        .filter(ready -> !ready.reason().equals(Reason.PAUSED.word()) || drifted() || !differs())
        .isPresent();
  }

  private boolean differs() {
    return !(observation() instanceof Observation.Unread)
        && !observation().shows(facts.desired().content());
  }

  /** Whether the record was ever read back as written. */
  boolean everHeld() {
    return entry().map(Ledger.Entry::held).isPresent();
  }

  /** The ledger says so of each write that was read back: a read since W(D) showed what it put. */
  boolean readBackSinceAccepted() {
    LastWrite write = write();
    return write != null
        && write.outcome() instanceof LastWrite.WriteOutcome.Accepted accepted
        && entry().map(Ledger.Entry::requestId).filter(accepted.requestId()::equals).isPresent();
  }

  /** Whether the record was read back as it is wanted now. */
  boolean heldAsDesired() {
    String wanted = facts.desired().fingerprint();
    return entry().map(Ledger.Entry::held).filter(wanted::equals).isPresent();
  }

  /** Whether the status says that the record drifted. */
  boolean drifted() {
    return facts.status().condition(ConditionType.DRIFTED).filter(Condition::holds).isPresent();
  }

  /** The lane of work on the desired record: who waits for it decides. */
  Lane lane() {
    if (retrying() || InFlightWrites.overtook(this)) {
      return Lane.REPAIR;
    }
    if (!everHeld()) {
      return Lane.FIRST_SYNC;
    }
    String wanted = facts.desired().fingerprint();
    boolean edited =
        keyChanged()
            || entry().map(Ledger.Entry::last).filter(wanted::equals).isEmpty()
            || entry().map(Ledger.Entry::held).filter(wanted::equals).isEmpty()
            || (!drifted() && !shownReady());
    return edited ? Lane.EDIT : Lane.REPAIR;
  }

  /** Whether the last call for the subject failed: EDIT is for first attempts only. */
  boolean retrying() {
    KeyFacts known = subjectFacts();
    LastWrite write = known.write();
    boolean failed =
        known.writePause() != null
            || (write != null && write.outcome() instanceof LastWrite.WriteOutcome.Unknown);
    return known.readPause() != null || (failed && samePurpose(write));
  }

  /** Whether that write to the subject was for what is wanted of it now. */
  boolean samePurpose(@Nullable LastWrite write) {
    return write != null
        && (aboutDesired() ? write.puts(facts.desired().content()) : write.remove());
  }

  /** The lane of work on a record that has to go. */
  Lane leftoverLane() {
    return retrying() ? Lane.REPAIR : Lane.EDIT;
  }

  /** Whether the status says of this very generation that it is being worked on for this reason. */
  boolean reconcilingFor(Reason reason) {
    return facts
        .status()
        .condition(ConditionType.RECONCILING)
        .filter(
            reconciling ->
                reconciling.holds()
                    && reconciling.reason().equals(reason.word())
                    && reconciling.observedGeneration() == facts.generation())
        .isPresent();
  }

  /** Whether the status says of this very generation that it is stalled for this reason. */
  boolean stalledBy(Reason reason) {
    return facts
        .status()
        .condition(ConditionType.STALLED)
        .filter(
            stalled ->
                stalled.holds()
                    && stalled.reason().equals(reason.word())
                    && stalled.observedGeneration() == facts.generation())
        .isPresent();
  }

  /**
   * Nothing is known of the subject, or the last read is older than one that was asked for; or the
   * record isn't in the ledger yet and the last read is older than this generation: what was absent
   * then may be there now.
   */
  boolean needsRead() {
    Observation observation = subjectFacts().observation();
    boolean notOursYet = aboutDesired() && entry().isEmpty();
    boolean tooOld = notOursYet && observation.readBegan().isBefore(facts.generationSeen());
    boolean askedFor = observation.readBegan().isBefore(facts.requested().readSince());
    return observation instanceof Observation.Unread || tooOld || askedFor;
  }

  /** D was written, perhaps written or perhaps taken along, and not read since. */
  boolean needsVerification() {
    return aboutDesired() && (awaitsRead() || CollateralDelete.perhaps(this));
  }

  /** A read contradicts a fresh write to D, and nothing is concluded from that yet. */
  boolean isUnsettled() {
    boolean contested = facts.key(desiredKey).contestedUntil() != null;
    return aboutDesired()
        && !equal()
        && wroteDesired()
        && !contested
        && UnverifiedWrite.isOpen(this);
  }

  /** W(D) is of what is wanted, was or may have been carried out, and S(D) is older. */
  boolean awaitsRead() {
    return wroteDesired() && !readAfterWrite(desiredKey);
  }

  /** W(D) is of what is wanted, and was or may have been carried out. */
  boolean wroteDesired() {
    LastWrite write = write();
    if (write == null || !write.puts(facts.desired().content())) {
      return false;
    }
    return switch (write.outcome()) {
      case LastWrite.WriteOutcome.Accepted _, LastWrite.WriteOutcome.Unknown _ -> true;
      case LastWrite.WriteOutcome.InFlight _, LastWrite.WriteOutcome.Refused _ -> false;
    };
  }

  /** How the record differs from what is wanted; null = it doesn't, or nothing is known of it. */
  @Nullable Difference difference() {
    return Difference.between(facts.desired().content(), observation());
  }
}
