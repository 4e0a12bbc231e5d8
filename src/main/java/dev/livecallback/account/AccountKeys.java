package dev.livecallback.account;

import dev.livecallback.api.AccountName;
import dev.livecallback.volcengine.Answer;
import dev.livecallback.volcengine.CallerIdentity;
import dev.livecallback.volcengine.Credentials;
import dev.livecallback.volcengine.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The keys of an account, and their owner. STS is asked before any call is made with new keys; its
 * answers and its failures are applied here. Not thread-safe: the account guards it.
 */
final class AccountKeys {
  /** The pause before STS is asked again, if it couldn't name the owner of the credentials. */
  static final Duration ASK_AGAIN = Duration.ofMinutes(1);

  /** The pause before STS is asked again, if no call may be made until it has named the owner. */
  static final Duration ASK_AGAIN_SOON = Duration.ofSeconds(5);

  private final AccountDestination destination;
  private final Gate gate;

  private @Nullable Credentials current;
  private @Nullable AccountProblem missing;

  /** The owner of the current credentials. */
  private KeyOwner owner = KeyOwner.UNNAMED;

  /**
   * True if STS ever named the owner of credentials. New credentials then wait until it has named
   * theirs.
   */
  private boolean stsAnswers;

  private Instant askedAt = Instant.MIN;
  private int epoch;

  /** Creates the keys of an account that has none yet. */
  AccountKeys(AccountDestination destination, Gate gate, AccountSettings settings) {
    this.destination = destination;
    this.gate = gate;
    this.stsAnswers = destination.wasNamed(settings);
  }

  /** Returns the credentials that there are, whether they may be used or not; empty = none. */
  Optional<Credentials> current() {
    return Optional.ofNullable(current);
  }

  /** Returns the owner of the credentials. */
  KeyOwner owner() {
    return owner;
  }

  /** Returns a number that rises with each change of credentials or endpoint. */
  int epoch() {
    return epoch;
  }

  /** Applies a change of the endpoints at which the keys are used. */
  void endpointsChanged(AccountSettings settings) {
    // The STS may be the same or another one. Either is asked first.
    stsAnswers = destination.wasNamed(settings);
    destination.takeBack();
    renew(current == null ? KeyOwner.UNNAMED : KeyOwner.UNASKED);
  }

  /** Applies the result of looking for the credentials. Returns whether the result is new. */
  boolean found(CredentialsLookup found, AccountSettings settings) {
    return switch (found) {
      case CredentialsLookup.Missing(AccountProblem problem) -> {
        boolean isNew = !problem.equals(missing);
        missing = problem;
        yield isNew;
      }
      case CredentialsLookup.Available(Credentials credentials, boolean renewed) -> {
        boolean isNew = !credentials.equals(current);
        boolean wasMissing = missing != null;
        missing = null;
        if (isNew) {
          // If STS ever said where the former keys led, to this process or an earlier one, it is
          // asked first.
          stsAnswers |= current != null && destination.wasNamed(settings);
          current = credentials;
          if (areRefused()) {
            destination.takeBack();
          }
          renew(renewed && owner instanceof KeyOwner.Named ? owner : KeyOwner.UNASKED);
        }
        yield isNew || wasMissing;
      }
    };
  }

  /**
   * Drops the present credentials, because the account's credentials come from another source now.
   */
  void sourceChanged(AccountSettings settings) {
    if (current == null && missing == null) {
      return;
    }
    // If STS ever named an owner, it is asked first about the credentials that come instead.
    stsAnswers |= destination.wasNamed(settings);
    current = null;
    missing = null;
    destination.takeBack();
    renew(KeyOwner.UNNAMED);
  }

  /** Begins a new epoch: what was learnt with the former keys or endpoints doesn't count. */
  private void renew(KeyOwner known) {
    owner = known;
    askedAt = Instant.MIN;
    gate.renewed();
    epoch++;
  }

  /**
   * Returns the credentials that STS is to be asked about now; empty = STS needn't be asked.
   *
   * @param paused true if the account is paused: its gate isn't probed then
   */
  Optional<Credentials> toCheck(boolean paused, Instant now) {
    boolean due =
        switch (owner) {
          case KeyOwner.Named _ -> false;
          case KeyOwner.Pending _ -> isTimeAfter(ASK_AGAIN_SOON, now) || isBeforeProbe(now);
          case KeyOwner.Unnamed _ ->
              gate.shut().isEmpty() ? isTimeAfter(ASK_AGAIN, now) : !paused && isBeforeProbe(now);
        };
    return due ? Optional.ofNullable(current) : Optional.empty();
  }

  private boolean isTimeAfter(Duration pause, Instant now) {
    return askedAt.equals(Instant.MIN) || !now.isBefore(askedAt.plus(pause));
  }

  /**
   * Returns whether a probe is due, and STS wasn't asked since then. While the probe can't be made,
   * STS is asked again every {@link #ASK_AGAIN_SOON}.
   */
  private boolean isBeforeProbe(Instant now) {
    return gate.shut()
        .filter(shut -> !now.isBefore(shut.probeAt()))
        .filter(shut -> askedAt.isBefore(shut.probeAt()) || isTimeAfter(ASK_AGAIN_SOON, now))
        .isPresent();
  }

  /**
   * Schedules one more question to STS about credentials that it rejected before. To be called when
   * the gate has opened.
   */
  void askOnceMore() {
    if (!(owner instanceof KeyOwner.Named)) {
      askedAt = Instant.MIN;
    }
    notNamed(stsAnswers ? KeyOwner.UNASKED : KeyOwner.UNNAMED);
  }

  /** Applies the answer of STS about the owner of these credentials. */
  Gate.GateChange checked(
      Credentials asked, Answer<CallerIdentity> answer, AccountSettings settings, Instant now) {
    if (!asked.equals(current)) {
      // The credentials were replaced meanwhile, so the answer doesn't matter any more.
      return Gate.GateChange.STAYED;
    }
    askedAt = now;
    return switch (answer) {
      case Answer.Ok<CallerIdentity> ok -> {
        stsAnswers = true;
        owner = new KeyOwner.Named(ok.value().accountId());
        noteWhere(settings);
        yield Gate.GateChange.STAYED;
      }
      case Answer.Failed<CallerIdentity>(Failure.CredentialsRejected rejected) -> {
        // STS recognises a wrong key. This doesn't mean that it would name the owner of a good one.
        notNamed(KeyOwner.UNNAMED);
        yield gate.answered(new Answer.Failed<>(rejected), now);
      }
      // After any other failure, the first call of the Live API tells, unless STS usually names
      // owners. In that case no call is made that might reach another cloud account.
      case Answer.Failed<CallerIdentity>(Failure failure) -> {
        boolean known = destination.wereVerified(asked, settings);
        boolean answered = isAnswer(failure);
        if (answered && !known && !(owner instanceof KeyOwner.Named)) {
          destination.takeBack();
        }
        boolean waits = stsAnswers && owner instanceof KeyOwner.Pending && !known;
        String said = failure.detail().message();
        notNamed(waits ? new KeyOwner.Pending(said, answered) : new KeyOwner.Unnamed(said));
        yield Gate.GateChange.STAYED;
      }
    };
  }

  /** Returns whether STS said something about the keys. If not, it may do so later. */
  private static boolean isAnswer(Failure failure) {
    return switch (failure) {
      case Failure.Unavailable _,
          Failure.OutcomeUnknown _,
          Failure.Throttled _,
          Failure.TooLarge _ ->
          false;
      case Failure.CredentialsRejected _,
          Failure.NotPermitted _,
          Failure.WrongEndpoint _,
          Failure.Rejected _,
          Failure.ScopeMissing _ ->
          true;
    };
  }

  /**
   * Sets the state of the owner, unless STS has named one: a named owner stays, whatever is
   * answered later.
   */
  private void notNamed(KeyOwner instead) {
    if (!(owner instanceof KeyOwner.Named)) {
      owner = instead;
    }
  }

  /**
   * Records the owner of the keys as the cloud account that the account leads to, if it is an
   * expected one.
   */
  void noteWhere(AccountSettings settings) {
    if (owner instanceof KeyOwner.Named(String id) && destination.isExpected(id, settings)) {
      destination.named(id, current, settings);
    }
  }

  /**
   * Returns whether the keys were refused and STS has to name their owner before they are used
   * again.
   */
  boolean haveToWaitForSts(AccountSettings settings) {
    return stsAnswers
        && current != null
        && areRefused()
        && !(owner instanceof KeyOwner.Named)
        && !destination.wereVerified(current, settings);
  }

  /**
   * Returns whether the account has earned a share of its cloud account, see {@link
   * Account#hasEarnedShare}.
   */
  boolean haveEarnedShare(AccountSettings settings) {
    if (destination.needsNoWord(settings)) {
      return true;
    }
    boolean elsewhere =
        owner instanceof KeyOwner.Named(String id)
            && !destination.id(settings).equals(Optional.of(id));
    boolean vouched =
        destination.isVouchedFor(settings)
            || (current != null && destination.wereVerified(current, settings));
    return vouched && missing == null && !elsewhere && !areRefused();
  }

  /**
   * Returns whether only a status says where the account leads, see {@link Account#isUnvouched}.
   */
  boolean areUnvouched(AccountSettings settings) {
    boolean isWaitedFor =
        settings.problem() == null
            && current != null
            && owner instanceof KeyOwner.Pending(_, boolean answered)
            && !answered;
    return !destination.needsNoWord(settings)
        && !destination.wasEverVouchedFor(settings)
        && !isWaitedFor;
  }

  private boolean areRefused() {
    return gate.shut().stream()
        .anyMatch(shut -> shut.failure() instanceof Failure.CredentialsRejected);
  }

  /**
   * Returns why the account can't be used with these keys; null = it can.
   *
   * @param cleaningUp true if the account is to remove a record. The last good keys are enough for
   *     that
   */
  @Nullable AccountProblem problem(
      AccountName account, AccountSettings settings, boolean cleaningUp) {
    if (owner instanceof KeyOwner.Named(String id) && !destination.isExpected(id, settings)) {
      String expected = String.valueOf(destination.expected(settings));
      return AccountProblems.mismatch(account, expected, id, settings.accountId() != null);
    }
    if (current == null) {
      return missing == null ? AccountProblems.CHECKING : missing;
    }
    if (owner instanceof KeyOwner.Pending(String said, _)) {
      return said == null ? AccountProblems.CHECKING : AccountProblems.pending(said);
    }
    return cleaningUp ? null : missing;
  }
}
