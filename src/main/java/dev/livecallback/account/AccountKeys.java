package dev.livecallback.account;

import dev.livecallback.volcengine.Answer;
import dev.livecallback.volcengine.CallerIdentity;
import dev.livecallback.volcengine.Credentials;
import dev.livecallback.volcengine.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The keys of an account, and whose they are. STS is asked before any call is made with new ones;
 * what it says, or doesn't, is taken in here. Not thread-safe: the account guards it.
 */
final class AccountKeys {
  /** After so long STS is asked again where it couldn't say whose the credentials are. */
  static final Duration ASK_AGAIN = Duration.ofMinutes(1);

  /** The same where nothing is done before it has said so. */
  static final Duration ASK_AGAIN_SOON = Duration.ofSeconds(5);

  private final AccountDestination destination;
  private final Gate gate;

  private @Nullable Credentials current;
  private @Nullable AccountProblem missing;

  /** Whose the current credentials are. */
  private KeyOwner owner = KeyOwner.UNNAMED;

  /**
   * Whether STS ever said whose credentials are: then new credentials wait until it has told whose
   * they are.
   */
  private boolean stsAnswers;

  private Instant askedAt = Instant.MIN;
  private int epoch;

  /** None yet. */
  AccountKeys(AccountDestination destination, Gate gate, AccountSettings settings) {
    this.destination = destination;
    this.gate = gate;
    this.stsAnswers = destination.wasNamed(settings);
  }

  /** Those that there are, whether they may be used or not; empty = none. */
  Optional<Credentials> current() {
    return Optional.ofNullable(current);
  }

  /** Whose they are. */
  KeyOwner owner() {
    return owner;
  }

  /** Rises with each change of credentials or endpoint. */
  int epoch() {
    return epoch;
  }

  /** They are used elsewhere now. */
  void endpointsChanged(AccountSettings settings) {
    // It is the same STS, or another one that is asked first, too.
    stsAnswers = destination.wasNamed(settings);
    destination.takeBack();
    renew(current == null ? KeyOwner.UNNAMED : KeyOwner.UNASKED);
  }

  /** Takes in what became of the credentials; whether that is anything new. */
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
          // STS once said where those before led, if to an earlier process: it is asked first.
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

  /** They come from elsewhere now: what there was is of no use any more. */
  void sourceChanged(AccountSettings settings) {
    if (current == null && missing == null) {
      return;
    }
    // Of what comes instead STS is asked first, if it could ever say whose anything was.
    stsAnswers |= destination.wasNamed(settings);
    current = null;
    missing = null;
    destination.takeBack();
    renew(KeyOwner.UNNAMED);
  }

  /** Keys or endpoints are others: what was learnt by those before doesn't count. */
  private void renew(KeyOwner known) {
    owner = known;
    askedAt = Instant.MIN;
    gate.renewed();
    epoch++;
  }

  /**
   * The credentials that STS is to be asked about now; empty if it needn't be.
   *
   * @param paused whether the account is: its gate isn't probed then
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

  /** Whether a probe is due that STS wasn't asked before; while it can't be made, now and then. */
  private boolean isBeforeProbe(Instant now) {
    return gate.shut()
        .filter(shut -> !now.isBefore(shut.probeAt()))
        .filter(shut -> askedAt.isBefore(shut.probeAt()) || isTimeAfter(ASK_AGAIN_SOON, now))
        .isPresent();
  }

  /** The gate opened: credentials that STS rejected before are asked about once more. */
  void askOnceMore() {
    if (!(owner instanceof KeyOwner.Named)) {
      askedAt = Instant.MIN;
    }
    notNamed(stsAnswers ? KeyOwner.UNASKED : KeyOwner.UNNAMED);
  }

  /** Takes in what STS said of whose these credentials are. */
  Gate.GateChange checked(
      Credentials asked, Answer<CallerIdentity> answer, AccountSettings settings, Instant now) {
    if (!asked.equals(current)) {
      // They were replaced meanwhile: what they were doesn't matter any more.
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
        // That it knows a wrong key doesn't mean that it would tell whose a good one is.
        notNamed(KeyOwner.UNNAMED);
        yield gate.answered(new Answer.Failed<>(rejected), now);
      }
      // Whatever else STS says or doesn't: the first call of the Live API will tell, unless STS is
      // known to tell usually. Then nothing is done that might be done in another cloud account.
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

  /** Whether STS said something of the keys, rather than nothing for now. */
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

  /** An owner that was told stays told, whatever is answered later. */
  private void notNamed(KeyOwner instead) {
    if (!(owner instanceof KeyOwner.Named)) {
      owner = instead;
    }
  }

  /** The account leads where its keys are of, if they may be. */
  void noteWhere(AccountSettings settings) {
    if (owner instanceof KeyOwner.Named(String id) && destination.isExpected(id, settings)) {
      destination.named(id, current, settings);
    }
  }

  /** STS refused them. Should they work later, it has to say first whose they are. */
  boolean haveToWaitForSts(AccountSettings settings) {
    return stsAnswers
        && current != null
        && areRefused()
        && !(owner instanceof KeyOwner.Named)
        && !destination.wereVerified(current, settings);
  }

  /** Whether the account has earned a share of its cloud account: {@link Account} says when. */
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

  /** Whether nothing but a status says where the account leads. */
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
   * Why the account can't be used with them; null = it can.
   *
   * @param cleaningUp whether it is to remove a record: for that the last good ones will do
   */
  @Nullable AccountProblem problem(String account, AccountSettings settings, boolean cleaningUp) {
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
