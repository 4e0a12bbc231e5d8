package dev.livecallback.account;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.livecallback.volcengine.Answer;
import dev.livecallback.volcengine.CallerIdentity;
import dev.livecallback.volcengine.Credentials;
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
  private final String name;
  private final Gate gate;
  private final DeleteLimits deletes = new DeleteLimits();

  @GuardedBy("this")
  private AccountSettings settings;

  /** Where its owner says that what it signs with is. */
  @GuardedBy("this")
  private Set<SecretEntry> sources = Set.of();

  @GuardedBy("this")
  private final AccountDestination destination;

  @GuardedBy("this")
  private final AccountKeys keys;

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
    this.gate = new Gate(random);
    this.destination = new AccountDestination(recorded, memory, random);
    this.keys = new AccountKeys(destination, gate, settings);
    this.request = new ReconcileRequest(handledRequest);
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
      keys.endpointsChanged(settings);
    }
    keys.noteWhere(settings);
    return true;
  }

  /** Whether its shut gate is to be probed, as far as it may be used at all. */
  public boolean probeIsDue(Instant now) {
    return permit().isPresent() && gate.probeIsDue(now);
  }

  /** Takes in what became of its credentials; whether that is anything new. */
  public synchronized boolean found(CredentialsLookup found, Instant now) {
    return keys.found(found, settings);
  }

  /** Leave to make calls now; empty while it can't be used for any. */
  public synchronized Optional<Permit> permit() {
    if (problem(true) != null || isPaused() || keys.haveToWaitForSts(settings)) {
      return Optional.empty();
    }
    return keys.current()
        .map(credentials -> new Permit(credentials, settings, keys.epoch(), cloudAccount()));
  }

  /** Whether it signs with this text, or may have to: no callback may be sent it as its key. */
  synchronized boolean signsWith(String text) {
    return keys.current().filter(mine -> mine.hasSecret(text)).isPresent();
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
    return keys.current();
  }

  /** Its credentials come from elsewhere now: what it had is of no use any more. */
  public synchronized void sourceChanged() {
    keys.sourceChanged(settings);
  }

  /**
   * Rises with each change of credentials or endpoint: what was answered before says nothing now.
   */
  public synchronized int epoch() {
    return keys.epoch();
  }

  /**
   * The credentials that STS is to be asked about now; empty if it needn't be. STS is also asked
   * before a shut gate is probed: what is probed with may turn out to be of another cloud account.
   */
  public synchronized Optional<Credentials> toCheck(Instant now) {
    return settings.problem() == null ? keys.toCheck(isPaused(), now) : Optional.empty();
  }

  /** The gate opened: credentials that STS rejected before are asked about once more. */
  synchronized void askOnceMore() {
    keys.askOnceMore();
  }

  /** Takes in what STS said of whose these credentials are. */
  public synchronized Gate.GateChange checked(
      Credentials asked, Answer<CallerIdentity> answer, Instant now) {
    return keys.checked(asked, answer, settings, now);
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
    return keys.haveEarnedShare(settings);
  }

  /**
   * Whether nothing but a status says where it leads: STS never named that cloud account for keys
   * of its own, to this process or an earlier one, and it isn't waited for. What its objects'
   * statuses say they wrote through it proves nothing then. Keys that were good once and are
   * refused, or gone, change nothing here: what was written with them stays its objects'.
   */
  public synchronized boolean isUnvouched() {
    return keys.areUnvouched(settings);
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
    return settings.problem() != null
        ? settings.problem()
        : keys.problem(name, settings, cleaningUp);
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
    return AccountProblems.view(problem(false), gate.shut(), gate.isProven(), keys.owner());
  }
}
