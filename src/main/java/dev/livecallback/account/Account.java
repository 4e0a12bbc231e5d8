package dev.livecallback.account;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.livecallback.volcengine.Answer;
import dev.livecallback.volcengine.CallerIdentity;
import dev.livecallback.volcengine.Credentials;
import dev.livecallback.volcengine.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A LiveAccount as the operator uses it: its terms, its credentials, the cloud account that they
 * lead to, and its gate. New credentials are asked whose they are before any call is made with
 * them; those that turn out to be of another cloud account than before are used for nothing until a
 * person says so. Safe for use by several threads; makes no calls itself.
 */
public final class Account {
  /** After so long STS is asked again where it couldn't say whose the credentials are. */
  static final Duration ASK_AGAIN = Duration.ofMinutes(1);

  /** The same where nothing is done before it has said so. */
  static final Duration ASK_AGAIN_SOON = Duration.ofSeconds(5);

  private final String name;
  private final Gate gate;
  private final DeleteLimits deletes = new DeleteLimits();

  @GuardedBy("this")
  private AccountSettings settings;

  @GuardedBy("this")
  private @Nullable Credentials current;

  @GuardedBy("this")
  private @Nullable AccountProblem missing;

  /** Where its owner says that what it signs with is. */
  @GuardedBy("this")
  private Set<SecretEntry> sources = Set.of();

  /** Whose the current credentials are. */
  @GuardedBy("this")
  private KeyOwner owner = KeyOwner.UNNAMED;

  /**
   * Whether STS ever said whose credentials are: then new credentials wait until it has told whose
   * they are.
   */
  @GuardedBy("this")
  private boolean stsAnswers;

  @GuardedBy("this")
  private Instant askedAt = Instant.MIN;

  @GuardedBy("this")
  private int epoch;

  @GuardedBy("this")
  private final AccountDestination destination;

  @GuardedBy("this")
  private final ReconcileRequest request;

  /**
   * An account of which nothing is known but its settings.
   *
   * @param name its {@code namespace/name}
   * @param recorded the cloud account that it led to before, if it is known
   * @param memory which keys STS verified before
   * @param handledRequest the last request to reconcile that was answered before, if there was one
   */
  public Account(
      String name,
      AccountSettings settings,
      @Nullable String recorded,
      KeyMemory memory,
      @Nullable String handledRequest,
      Instant now,
      RandomGenerator random) {
    this.name = name;
    this.settings = settings;
    this.destination = new AccountDestination(recorded, memory, random);
    this.stsAnswers = destination.wasNamed(settings);
    this.request = new ReconcileRequest(handledRequest);
    this.gate = new Gate(random);
    deletes.configure(settings.deletesPerHour());
    request.note(settings.annotations(), now);
  }

  /** Its {@code namespace/name}. */
  public String name() {
    return name;
  }

  /** Whether its calls are answered. */
  public Gate gate() {
    return gate;
  }

  /** How many records may be removed through it. */
  public DeleteLimits deletes() {
    return deletes;
  }

  /** What its owner set. */
  public synchronized AccountSettings settings() {
    return settings;
  }

  /** Takes in what its owner set; whether that is anything new. */
  public synchronized boolean update(AccountSettings changed, Instant now) {
    if (settings.equals(changed)) {
      return false;
    }
    boolean elsewhere = !settings.sameEndpoints(changed);
    settings = changed;
    deletes.configure(settings.deletesPerHour());
    request.note(settings.annotations(), now);
    if (elsewhere) {
      // It is the same STS, or another one that is asked first, too.
      stsAnswers = destination.wasNamed(settings);
      destination.takeBack();
      renew(current == null ? KeyOwner.UNNAMED : KeyOwner.UNASKED);
    }
    noteWhere();
    return true;
  }

  /** Whether its shut gate is to be probed, as far as it may be used at all. */
  public boolean probeIsDue(Instant now) {
    return permit().isPresent() && gate.probeIsDue(now);
  }

  /** Takes in what became of its credentials; whether that is anything new. */
  public synchronized boolean found(CredentialsLookup found, Instant now) {
    return switch (found) {
      case CredentialsLookup.Unavailable(AccountProblem problem) -> {
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

  /** Keys or endpoints are others: what was learnt by those before doesn't count. */
  @GuardedBy("this")
  private void renew(KeyOwner known) {
    owner = known;
    askedAt = Instant.MIN;
    gate.renewed();
    epoch++;
  }

  /** Leave to make calls now; empty while it can't be used for any. */
  public synchronized Optional<Permit> permit() {
    Credentials credentials = current;
    return credentials == null
            || problem(true) != null
            || isPaused()
            || hasToWaitForSts(credentials)
        ? Optional.empty()
        : Optional.of(new Permit(credentials, settings, epoch, cloudAccount()));
  }

  /** STS refused these keys. Should they work later, it has to say first whose they are. */
  @GuardedBy("this")
  private boolean hasToWaitForSts(Credentials keys) {
    return stsAnswers
        && areRefused()
        && !(owner instanceof KeyOwner.Named)
        && !destination.wereVerified(keys, settings);
  }

  /** Whether it signs with this text, or may have to: no callback may be sent it as its key. */
  synchronized boolean signsWith(String text) {
    return current != null && current.hasSecret(text);
  }

  /**
   * Whether it is told to take what it signs with from there. That is known as soon as the account
   * is; what is there only once it was read.
   */
  synchronized boolean signsWith(SecretEntry entry) {
    return sources.contains(entry);
  }

  /** Takes in where what it signs with is. */
  public synchronized void signsFrom(Set<SecretEntry> entries) {
    sources = Set.copyOf(entries);
  }

  /** What it has to sign with, whether that may be used or not; empty = nothing. */
  public synchronized Optional<Credentials> credentials() {
    return Optional.ofNullable(current);
  }

  /** Its credentials come from elsewhere now: what it had is of no use any more. */
  public synchronized void sourceChanged() {
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

  /**
   * Rises with each change of credentials or endpoint: what was answered before says nothing now.
   */
  public synchronized int epoch() {
    return epoch;
  }

  /**
   * The credentials that STS is to be asked about now; empty if it needn't be. STS is also asked
   * before a shut gate is probed: what is probed with may turn out to be of another cloud account.
   */
  public synchronized Optional<Credentials> toCheck(Instant now) {
    boolean due =
        switch (owner) {
          case KeyOwner.Named _ -> false;
          case KeyOwner.Unchecked _ -> isTimeAfter(ASK_AGAIN_SOON, now) || isBeforeProbe(now);
          case KeyOwner.Unnamed _ ->
              gate.shut().isEmpty()
                  ? isTimeAfter(ASK_AGAIN, now)
                  : !isPaused() && isBeforeProbe(now);
        };
    return settings.problem() == null && due ? Optional.ofNullable(current) : Optional.empty();
  }

  @GuardedBy("this")
  private boolean isTimeAfter(Duration pause, Instant now) {
    return askedAt.equals(Instant.MIN) || !now.isBefore(askedAt.plus(pause));
  }

  /** Whether a probe is due that STS wasn't asked before; while it can't be made, now and then. */
  @GuardedBy("this")
  private boolean isBeforeProbe(Instant now) {
    return gate.shut()
        .filter(shut -> !now.isBefore(shut.probeAt()))
        .filter(shut -> askedAt.isBefore(shut.probeAt()) || isTimeAfter(ASK_AGAIN_SOON, now))
        .isPresent();
  }

  /** The gate opened: credentials that STS rejected before are asked about once more. */
  synchronized void askOnceMore() {
    if (!(owner instanceof KeyOwner.Named)) {
      askedAt = Instant.MIN;
    }
    notNamed(stsAnswers ? KeyOwner.UNASKED : KeyOwner.UNNAMED);
  }

  /** Takes in what STS said of whose these credentials are. */
  public synchronized Gate.GateChange checked(
      Credentials asked, Answer<CallerIdentity> answer, Instant now) {
    if (!asked.equals(current)) {
      // They were replaced meanwhile: what they were doesn't matter any more.
      return Gate.GateChange.STAYED;
    }
    askedAt = now;
    return switch (answer) {
      case Answer.Ok<CallerIdentity> ok -> {
        stsAnswers = true;
        owner = new KeyOwner.Named(ok.value().accountId());
        noteWhere();
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
        boolean waits = stsAnswers && owner instanceof KeyOwner.Unchecked && !known;
        String said = failure.detail().message();
        notNamed(waits ? new KeyOwner.Unchecked(said, answered) : new KeyOwner.Unnamed(said));
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
  @GuardedBy("this")
  private void notNamed(KeyOwner instead) {
    if (!(owner instanceof KeyOwner.Named)) {
      owner = instead;
    }
  }

  @GuardedBy("this")
  private void noteWhere() {
    if (owner instanceof KeyOwner.Named(String id) && destination.isExpected(id, settings)) {
      destination.named(id, current, settings);
    }
  }

  /** The id of its cloud account; empty while nobody who can be believed has said it. */
  public synchronized Optional<String> accountId() {
    return destination.id(settings);
  }

  /**
   * Whether it has earned a share of its cloud account, that is, whether others have to reckon with
   * its settings and its objects may claim what is free there. So it is if it doesn't know where it
   * leads, and is a cloud account of its own; if the operator's own people say where; or if STS
   * said so, of keys that nobody has refused since. To say so in a status isn't enough.
   */
  public synchronized boolean hasEarnedShare() {
    if (destination.needsNoWord(settings)) {
      return true;
    }
    boolean elsewhere =
        owner instanceof KeyOwner.Named(String id) && !accountId().equals(Optional.of(id));
    boolean vouched =
        destination.isVouchedFor(settings)
            || (current != null && destination.wereVerified(current, settings));
    return vouched && missing == null && !elsewhere && !areRefused();
  }

  /**
   * Whether nothing but a status says where it leads: STS never named that cloud account for keys
   * of its own, to this process or an earlier one, and it isn't waited for. What its objects'
   * statuses say they wrote through it proves nothing then. Keys that were good once and are
   * refused, or gone, change nothing here: what was written with them stays its objects'.
   */
  public synchronized boolean isUnvouched() {
    boolean isWaitedFor =
        settings.problem() == null
            && current != null
            && owner instanceof KeyOwner.Unchecked(_, boolean answered)
            && !answered;
    return !destination.needsNoWord(settings)
        && !destination.wasEverVouchedFor(settings)
        && !isWaitedFor;
  }

  @GuardedBy("this")
  private boolean areRefused() {
    return gate.shut().stream()
        .anyMatch(shut -> shut.failure() instanceof Failure.CredentialsRejected);
  }

  /**
   * Which account's records, quota and claims it shares: the same for two accounts that lead to one
   * cloud account. An account that doesn't know where it leads has a name of its own.
   */
  public synchronized String cloudAccount() {
    return accountId()
        .map(id -> settings.liveEndpoint() + " " + id)
        .orElseGet(this::placeWithoutId);
  }

  /** What {@link #cloudAccount} is while nobody has said where it leads. */
  public synchronized String placeWithoutId() {
    return settings.liveEndpoint() + " of " + name;
  }

  /** Since when a read is asked for by annotation; {@link Instant#MIN} if it isn't. */
  public synchronized Instant requestedAt() {
    return request.at();
  }

  /**
   * Why it can't be used.
   *
   * @param cleaningUp whether it is to remove a record: for that the last good credentials will do,
   *     should they be gone
   */
  public synchronized Optional<AccountClosed> closed(boolean cleaningUp) {
    AccountProblem problem = problem(cleaningUp);
    if (problem != null) {
      return Optional.of(AccountProblems.closed(name, problem));
    }
    return isPaused()
        ? Optional.of(AccountProblems.closedByPause(name))
        : gate.shut().map(shut -> AccountProblems.closed(name, shut));
  }

  @GuardedBy("this")
  private @Nullable AccountProblem problem(boolean cleaningUp) {
    if (settings.problem() != null) {
      return settings.problem();
    }
    if (owner instanceof KeyOwner.Named(String id) && !destination.isExpected(id, settings)) {
      String expected = String.valueOf(destination.expected(settings));
      return AccountProblems.mismatch(name, expected, id, settings.accountId() != null);
    }
    if (current == null) {
      return missing == null ? AccountProblems.CHECKING : missing;
    }
    if (owner instanceof KeyOwner.Unchecked(String said, _)) {
      return said == null ? AccountProblems.CHECKING : AccountProblems.unchecked(said);
    }
    return cleaningUp ? null : missing;
  }

  /** Whether something other than the gate keeps it from being used even for cleaning up. */
  synchronized boolean hasProblem() {
    return problem(true) != null;
  }

  /** Whether its credentials are gone, and the last ones serve to remove records alone. */
  public synchronized boolean onlyCleansUp() {
    return problem(true) == null && problem(false) != null;
  }

  /** How many of its calls may be in flight: none while it can't be used at all. */
  public synchronized int maxInFlight() {
    return problem(true) == null && !isPaused() ? gate.maxInFlight() : 0;
  }

  /** Whether its owner wants no calls at all. */
  synchronized boolean isPaused() {
    return settings.annotations().paused();
  }

  /** How it stands, for people. */
  public synchronized AccountView view() {
    return AccountProblems.view(problem(false), gate.shut(), gate.isProven(), owner);
  }
}
