package dev.livecallback.account;

import dev.livecallback.api.AccountReason;
import dev.livecallback.api.Deadline;
import dev.livecallback.volcengine.Answer;
import dev.livecallback.volcengine.CallerIdentity;
import dev.livecallback.volcengine.Credentials;
import dev.livecallback.volcengine.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
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
  private final DeleteLimit deletes = new DeleteLimit();
  private Terms terms;
  private @Nullable Credentials current;
  private @Nullable Trouble missing;

  /** Whether nothing is known yet of whose the current credentials are. */
  private boolean unchecked;

  /** Whether STS said whose they are. */
  private boolean verified;

  /** Whether STS ever answered: then new credentials wait until it has told whose they are. */
  private boolean stsAnswers;

  /** What STS said instead of whose the unchecked credentials are. */
  private @Nullable String notSaid;

  private Instant askedAt = Instant.MIN;
  private int epoch;

  /** The cloud account of the last credentials that were used, as far as that is known. */
  private @Nullable String recorded;

  /** The cloud account that the current credentials lead to, as STS says. */
  private @Nullable String actual;

  /** Since when a read is asked for by annotation, and by which. */
  private @Nullable String request;

  private Instant requestedAt = Instant.MIN;

  /**
   * Why it can't be used now.
   *
   * @param unreachable whether the API is out of reach, rather than that something is wrong
   * @param message what happened, and what to do
   */
  public record Closed(boolean unreachable, String message) {}

  /**
   * How it stands, for its condition Ready.
   *
   * @param ready {@code True}, {@code False} or {@code Unknown}
   */
  public record View(String ready, AccountReason reason, String message) {}

  /**
   * An account of which nothing is known but its terms.
   *
   * @param name its {@code namespace/name}
   * @param recorded the cloud account that it led to before, if it is known
   * @param handledRequest the last request to reconcile that was answered before, if there was one
   */
  public Account(
      String name,
      Terms terms,
      @Nullable String recorded,
      @Nullable String handledRequest,
      Instant now,
      RandomGenerator random) {
    this.name = name;
    this.terms = terms;
    this.recorded = recorded;
    this.request = handledRequest;
    this.gate = new Gate(random);
    configureDeletes(now);
    noteRequest(now);
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
  public DeleteLimit deletes() {
    return deletes;
  }

  /** What its owner set. */
  public synchronized Terms terms() {
    return terms;
  }

  /** Takes in what its owner set; whether that is anything new. */
  public synchronized boolean update(Terms changed, Instant now) {
    if (terms.equals(changed)) {
      return false;
    }
    boolean elsewhere =
        !terms.liveEndpoint().equals(changed.liveEndpoint())
            || !terms.stsEndpoint().equals(changed.stsEndpoint())
            || !terms.region().equals(changed.region());
    terms = changed;
    configureDeletes(now);
    noteRequest(now);
    if (elsewhere) {
      gate.renewed();
      epoch++;
      unchecked = current != null;
      stsAnswers = false;
      verified = false;
      notSaid = null;
      askedAt = Instant.MIN;
      actual = null;
    }
    noteWhere();
    return true;
  }

  private void configureDeletes(Instant now) {
    deletes.configure(terms.deletesPerHour());
    deletes.releaseUntil(
        DeleteLimit.release(terms.verbs().releaseDeletesUntil(), now)
                instanceof Deadline.Until until
            ? until.end()
            : null);
  }

  /** Takes in what became of its credentials; whether that is anything new. */
  public synchronized boolean found(Found found, Instant now) {
    return switch (found) {
      case Found.Missing(Trouble trouble) -> {
        boolean isNew = !trouble.equals(missing);
        missing = trouble;
        yield isNew;
      }
      case Found.Keys(Credentials credentials, boolean renewed) -> {
        boolean isNew = !same(credentials, current);
        boolean wasMissing = missing != null;
        missing = null;
        if (isNew) {
          // STS once said where these lead, if to an earlier process: it is asked of others first.
          stsAnswers |= current != null && recorded != null;
          boolean known = renewed && verified;
          current = credentials;
          unchecked = !known;
          verified = known;
          actual = known ? actual : null;
          notSaid = null;
          askedAt = Instant.MIN;
          gate.renewed();
          epoch++;
        }
        yield isNew || wasMissing;
      }
    };
  }

  /** What to sign with. Asked anew for each call, so that what was replaced is used no more. */
  public synchronized Credentials credentials() {
    return Objects.requireNonNull(current, "no call is made while there are no credentials");
  }

  /**
   * Rises with each change of credentials or endpoint: what was answered before says nothing now.
   */
  public synchronized int epoch() {
    return epoch;
  }

  /**
   * The credentials that STS is to be asked of now; empty if it needn't be. Before a shut gate is
   * probed it has to be: what is probed with may turn out to be of another cloud account.
   */
  public synchronized Optional<Credentials> toCheck(Instant now) {
    Duration pause = unchecked ? ASK_AGAIN_SOON : ASK_AGAIN;
    Optional<Gate.Shut> shut = gate.shut();
    boolean probe = shut.filter(each -> !now.isBefore(each.probeAt())).isPresent();
    boolean wanted = unchecked || (!verified && shut.isEmpty());
    boolean again = wanted && (askedAt.equals(Instant.MIN) || !now.isBefore(askedAt.plus(pause)));
    boolean due = again || (probe && !verified);
    return terms.problem() == null && due ? Optional.ofNullable(current) : Optional.empty();
  }

  /** The gate opened: credentials that STS rejected before are asked about once more. */
  synchronized void askOnceMore() {
    if (!verified) {
      unchecked = stsAnswers;
      askedAt = Instant.MIN;
    }
  }

  /** Takes in what STS said of whose these credentials are. */
  public synchronized Gate.Turn checked(
      Credentials asked, Answer<CallerIdentity> answer, Instant now) {
    if (!same(asked, current)) {
      // They were replaced meanwhile: what they were doesn't matter any more.
      return Gate.Turn.STAYED;
    }
    askedAt = now;
    return switch (answer) {
      case Answer.Ok<CallerIdentity> ok -> {
        answered();
        verified = true;
        actual = ok.value().accountId();
        noteWhere();
        yield Gate.Turn.STAYED;
      }
      case Answer.Failed<CallerIdentity>(Failure.CredentialsRejected rejected) -> {
        answered();
        yield gate.answered(new Answer.Failed<>(rejected), now);
      }
      // Whatever else STS says or doesn't: the first call of the Live API will tell, unless STS is
      // known to tell usually. Then nothing is done that might be done in another cloud account.
      case Answer.Failed<CallerIdentity> failed -> {
        unchecked = stsAnswers && unchecked;
        notSaid = failed.failure().detail().message();
        yield Gate.Turn.STAYED;
      }
    };
  }

  private void answered() {
    stsAnswers = true;
    unchecked = false;
    notSaid = null;
  }

  private void noteWhere() {
    if (actual != null && isExpected(actual)) {
      recorded = actual;
    }
  }

  private boolean isExpected(String id) {
    String expected = expected();
    boolean confirmed = terms.accountId() == null && id.equals(terms.verbs().confirmAccount());
    return expected == null || expected.equals(id) || confirmed;
  }

  private @Nullable String expected() {
    return terms.accountId() == null ? recorded : terms.accountId();
  }

  /** The id of its cloud account; empty while nobody who can be believed has said it. */
  public synchronized Optional<String> accountId() {
    String pinned = terms.accountId();
    if (pinned == null) {
      return Optional.ofNullable(recorded);
    }
    return Optional.of(pinned).filter(id -> id.equals(recorded) || terms.trusted());
  }

  /**
   * Which account's records, quota and claims it shares: the same for two accounts that lead to one
   * cloud account. An account that doesn't know where it leads has a name of its own.
   */
  public synchronized String cloudAccount() {
    return accountId().map(id -> terms.liveEndpoint() + " " + id).orElseGet(this::placeWithoutId);
  }

  /** What {@link #cloudAccount} is while nobody has said where it leads. */
  public synchronized String placeWithoutId() {
    return terms.liveEndpoint() + " of " + name;
  }

  /** Since when a read is asked for by annotation; {@link Instant#MIN} if it isn't. */
  public synchronized Instant requestedAt() {
    return requestedAt;
  }

  private void noteRequest(Instant now) {
    String asked = terms.verbs().reconcileRequestedAt();
    if (asked != null && !asked.equals(request)) {
      request = asked;
      requestedAt = now;
    }
  }

  /**
   * Why it can't be used.
   *
   * @param cleaningUp whether it is to remove a record: for that the last good credentials will do,
   *     should they be gone
   */
  public synchronized Optional<Closed> closed(boolean cleaningUp) {
    Trouble trouble = trouble(cleaningUp);
    if (trouble != null) {
      boolean unreachable = trouble.reason() == AccountReason.UNREACHABLE;
      return Optional.of(new Closed(unreachable, message(trouble.message())));
    }
    if (isPaused()) {
      return Optional.of(new Closed(false, message(Troubles.paused(name))));
    }
    return gate.shut()
        .map(
            shut ->
                new Closed(
                    shut.unreachable(),
                    message(shut.failure().detail().message()) + " " + Troubles.remedy(shut)));
  }

  private @Nullable Trouble trouble(boolean cleaningUp) {
    if (terms.problem() != null) {
      return terms.problem();
    }
    if (actual != null && !isExpected(actual)) {
      return mismatch(actual);
    }
    if (current == null) {
      return missing == null ? Troubles.CHECKING : missing;
    }
    if (unchecked) {
      return notSaid == null ? Troubles.CHECKING : Troubles.unchecked(notSaid);
    }
    return cleaningUp ? null : missing;
  }

  private Trouble mismatch(String id) {
    return Troubles.mismatch(name, String.valueOf(expected()), id, terms.accountId() != null);
  }

  private String message(String why) {
    return "Account " + name + " can't be used: " + why;
  }

  /** Whether something other than the gate keeps it from being used even for cleaning up. */
  synchronized boolean hasTrouble() {
    return trouble(true) != null;
  }

  /** How many of its calls may be in flight: none while it can't be used at all. */
  public synchronized int maxInFlight() {
    return trouble(true) == null && !isPaused() ? gate.maxInFlight() : 0;
  }

  /** Whether its owner wants no calls at all. */
  synchronized boolean isPaused() {
    return terms.verbs().paused();
  }

  /** How it stands, for people. */
  public synchronized View view() {
    Trouble trouble = trouble(false);
    if (trouble != null) {
      boolean checking = trouble.reason() == AccountReason.CHECKING;
      return new View(checking ? "Unknown" : "False", trouble.reason(), trouble.message());
    }
    Optional<Gate.Shut> shut = gate.shut();
    if (shut.isPresent()) {
      return new View("False", reason(shut.get()), shut.get().failure().detail().message());
    }
    return verified || gate.isProven()
        ? new View(
            "True", AccountReason.CREDENTIALS_VALID, AccountReason.CREDENTIALS_VALID.sentence())
        : new View("Unknown", AccountReason.CHECKING, Troubles.UNPROVEN);
  }

  private static AccountReason reason(Gate.Shut shut) {
    if (shut.unreachable()) {
      return AccountReason.UNREACHABLE;
    }
    return shut.failure() instanceof Failure.WrongEndpoint
        ? AccountReason.WRONG_ENDPOINT
        : AccountReason.CREDENTIALS_REJECTED;
  }

  private static boolean same(Credentials one, @Nullable Credentials other) {
    return other != null
        && one.accessKeyId().equals(other.accessKeyId())
        && one.secretAccessKey().equals(other.secretAccessKey())
        && Objects.equals(one.sessionToken(), other.sessionToken());
  }
}
