package dev.livecallback.plan;

import dev.livecallback.account.AccountClosed;
import dev.livecallback.api.AccountName;
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

/** The facts and the conclusions from them, in the symbols of {@code docs/planner.md} section 2. */
final class Situation {
  /** The number of ledger entries at which one has to go before another record is written. */
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
   * Returns D until D is in L and in order, unless {@link #leftoversFirst()}. Then returns the
   * first leftover without an awaited heir, preferably one without doubt; else D. While deleting,
   * returns a key of L, as long as there is one: the spec then decides no record's fate.
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
   * Returns whether a former record has to go before another one is written. Otherwise, if no
   * record can be removed, the ledger would grow with each move, until no status holds it.
   */
  boolean leftoversFirst() {
    return !facts.deleting()
        && entry().isEmpty()
        && facts.ledger().entries().size() >= MOST_LEFTOVERS;
  }

  /** Returns a read that looks a record up. */
  Order.Read read(CallbackKey key, boolean verifying) {
    return facts.key(key).read(key, verifying);
  }

  /** Returns why nothing proves that this object wrote a record of L; null = there is no doubt. */
  @Nullable DoubtfulRecord doubtful(CallbackKey key) {
    return facts
        .ledger()
        .entry(key)
        .map(entry -> facts.account(entry.account()))
        .map(account -> account.doubtful().get(key))
        .orElse(null);
  }

  /** Returns the name of the account through which the subject was or will be written. */
  AccountName subjectsAccountName() {
    return aboutDesired()
        ? facts.account()
        : facts.ledger().entry(subject).map(Ledger.Entry::account).orElse(facts.account());
  }

  /** Returns the subject's account; null = it doesn't exist. */
  @Nullable AccountFacts subjectsAccount() {
    return facts.account(subjectsAccountName());
  }

  /** Returns why the subject's account is closed; null = it is open, or doesn't exist. */
  @Nullable AccountClosed subjectsGate() {
    AccountFacts account = subjectsAccount();
    return account == null ? null : account.gate();
  }

  /** Returns the id of an account's cloud account; null = not known. */
  @Nullable String cloudAccount(AccountName name) {
    AccountFacts account = facts.account(name);
    return account == null ? null : account.cloudAccount();
  }

  /** Returns whether the subject is the record that is wanted, rather than one that has to go. */
  boolean aboutDesired() {
    return !facts.deleting() && subject.equals(desiredKey);
  }

  /** Returns the facts about the subject. */
  KeyFacts subjectFacts() {
    return facts.key(subject);
  }

  /** Returns S(D). */
  Observation observation() {
    return facts.key(desiredKey).observation();
  }

  /** Returns W(D). */
  @Nullable LastWrite write() {
    return facts.key(desiredKey).write();
  }

  /** Returns D's entry in L. */
  Optional<Ledger.Entry> entry() {
    return facts.ledger().entry(desiredKey);
  }

  /**
   * Returns whether S(D) shows what is wanted, no other key was put into the Secret since D was
   * written, and nothing else was written to D since.
   */
  boolean equal() {
    return shown() && !keyChanged() && !overwritten();
  }

  /** Returns whether S(D) shows what is wanted, as far as it shows anything. */
  boolean shown() {
    return observation().shows(facts.desired().content());
  }

  /** Returns whether the object or its key's value changed since the record was last ordered. */
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

  /** Returns whether a write of something else to D did or may have changed D since S(D). */
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

  /** Returns whether any write to D did or may have changed D since S(D). */
  boolean writtenSinceRead() {
    LastWrite write = write();
    boolean refused = write != null && write.outcome() instanceof LastWrite.WriteOutcome.Refused;
    return refused ? overwritten() : !readAfterWrite(desiredKey);
  }

  /** Returns whether W(D) put what is wanted, and the API accepted it. */
  boolean acceptedAsDesired() {
    LastWrite write = write();
    return write != null
        && write.puts(facts.desired().content())
        && write.outcome() instanceof LastWrite.WriteOutcome.Accepted;
  }

  /**
   * Returns whether the Secret's value isn't the key that was written, or a Put of another key may
   * have happened that the API doesn't show. This process remembers the key that it wrote. After a
   * restart, another version of the Secret counts as another key if the API doesn't show the wanted
   * key. So does a write that was never read back.
   */
  private boolean keyChanged() {
    if (!(facts.desired().content().authentication() instanceof Authentication.On wanted)
        || showsKey(wanted)) {
      return false;
    }
    LastWrite write = write();
    if (write != null && write.mayHaveSetOtherKey(wanted)) {
      // A write that may still land is no reason to write now; once it can't, D is written again.
      return !acceptedAsDesired() || InFlightWrites.unsettledUntil(this, desiredKey).isEmpty();
    }
    String heldFrom = entry().map(Ledger.Entry::secretVersion).orElse(null);
    boolean another = heldFrom != null && !heldFrom.equals(facts.desired().secretVersion());
    boolean inherited = entry().filter(it -> it.written() == null).isPresent();
    if (inherited) {
      // Another object wrote the key, whatever the policy, and whatever this object wrote.
      return another;
    }
    if (facts.knownAuthKey() != null) {
      return !facts.knownAuthKey().equals(wanted.key());
    }
    // Ordered by the process before this one, maybe with another key, and never read back?
    boolean unverified = entry().isPresent() && !heldAsDesired();
    return unverified || (another && facts.policies().enforces());
  }

  /** Returns whether S(D) shows exactly this authentication key. */
  boolean showsKey(Authentication.On wanted) {
    return observation() instanceof Observation.Present present
        && wanted.equals(present.content().authentication());
  }

  /** Returns whether S(k) began after W(k) ended, or nothing was written. */
  boolean readAfterWrite(CallbackKey key) {
    KeyFacts known = facts.key(key);
    return known.write() == null
        || known
            .write()
            .ended()
            .filter(ended -> !known.observation().readBegan().isBefore(ended))
            .isPresent();
  }

  /** Returns whether Ready is True of this generation, and nothing to write changed since. */
  boolean inSyncNow() {
    return shownReady() && !facts.deleting() && (facts.policies().observes() || !changed());
  }

  /**
   * Returns whether Ready is True of this generation, and the record wasn't found to differ during
   * a pause.
   */
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

  /** Returns whether the record was ever read back as written. */
  boolean everHeld() {
    return entry().map(Ledger.Entry::held).isPresent();
  }

  /** Returns whether a read since W(D) showed what W(D) put: then the ledger has its request id. */
  boolean readBackSinceAccepted() {
    LastWrite write = write();
    return write != null
        && write.outcome() instanceof LastWrite.WriteOutcome.Accepted accepted
        && entry().map(Ledger.Entry::requestId).filter(accepted.requestId()::equals).isPresent();
  }

  /** Returns whether the record was read back as it is wanted now. */
  boolean heldAsDesired() {
    String wanted = facts.desired().fingerprint();
    return entry().map(Ledger.Entry::held).filter(wanted::equals).isPresent();
  }

  /** Returns whether the status says that the record drifted. */
  boolean drifted() {
    return facts.status().condition(ConditionType.DRIFTED).filter(Condition::holds).isPresent();
  }

  /** Returns the lane of work on the desired record, which depends on who waits for it. */
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

  /** Returns whether the last call for the subject failed: EDIT is for first attempts only. */
  boolean retrying() {
    KeyFacts known = subjectFacts();
    LastWrite write = known.write();
    boolean failed =
        known.writePause() != null
            || (write != null && write.outcome() instanceof LastWrite.WriteOutcome.Unknown);
    return known.readPause() != null || (failed && samePurpose(write));
  }

  /** Returns whether a write to the subject was for what is wanted of the subject now. */
  boolean samePurpose(@Nullable LastWrite write) {
    return write != null
        && (aboutDesired() ? write.puts(facts.desired().content()) : write.remove());
  }

  /** Returns the lane of work on a record that has to go. */
  Lane leftoverLane() {
    return retrying() ? Lane.REPAIR : Lane.EDIT;
  }

  /** Returns whether the status says of this generation that it is reconciling for this reason. */
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

  /** Returns whether the status says of this generation that it is stalled for this reason. */
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
   * Returns whether the subject has to be read: nothing is known of it, or the last read is older
   * than a requested one. A record that isn't in the ledger yet also needs a read since this
   * generation was first seen, because it may have come into being.
   */
  boolean needsRead() {
    Observation observation = subjectFacts().observation();
    boolean notOursYet = aboutDesired() && entry().isEmpty();
    boolean tooOld = notOursYet && observation.readBegan().isBefore(facts.generationSeen());
    boolean askedFor = observation.readBegan().isBefore(facts.requested().readSince());
    return observation instanceof Observation.Unread || tooOld || askedFor;
  }

  /** Returns whether D was or may have been written or taken along, and not read since. */
  boolean needsVerification() {
    return aboutDesired() && (awaitsRead() || CollateralDelete.perhaps(this));
  }

  /** Returns whether a read contradicts a fresh write to D and nothing is concluded from it yet. */
  boolean isUnsettled() {
    boolean contested = facts.key(desiredKey).contestedUntil() != null;
    return aboutDesired()
        && !equal()
        && wroteDesired()
        && !contested
        && UnverifiedWrite.isOpen(this);
  }

  /** Returns whether W(D) put what is wanted, did or may have happened, and S(D) is older. */
  boolean awaitsRead() {
    return wroteDesired() && !readAfterWrite(desiredKey);
  }

  /** Returns whether W(D) put what is wanted, and did or may have happened. */
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

  /** Returns the differences between the record and what is wanted; null = nothing was read. */
  @Nullable Difference difference() {
    return Difference.between(facts.desired().content(), observation());
  }
}
