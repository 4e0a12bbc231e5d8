package dev.livecallback.account;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.livecallback.api.AccountName;
import dev.livecallback.volcengine.Answer;
import dev.livecallback.volcengine.CallerIdentity;
import dev.livecallback.volcengine.Credentials;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A LiveAccount as the operator uses it: its settings, its credentials, the cloud account that they
 * lead to, and its gate. Before any call is made with new credentials, STS is asked for their
 * owner. Credentials that turn out to be of another cloud account than before are used for nothing
 * until a person confirms it. Safe for use by several threads; makes no calls itself.
 */
public final class Account {
  private final AccountName name;
  private final Gate gate;
  private final DeleteLimits deletes = new DeleteLimits();

  @GuardedBy("this")
  private AccountSettings settings;

  /** The Secret entries that the account's owner named as the source of its secrets. */
  @GuardedBy("this")
  private Set<SecretEntry> sources = Set.of();

  @GuardedBy("this")
  private final AccountDestination destination;

  @GuardedBy("this")
  private final AccountKeys keys;

  @GuardedBy("this")
  private final ReconcileRequest request;

  /**
   * Creates an account of which only the settings are known.
   *
   * @param name the account's name
   * @param recorded the cloud account that it led to before; null = not known
   * @param memory the memory of the keys that STS verified before
   * @param handledRequest the last request to reconcile that was answered before; null = there was
   *     none
   */
  public Account(
      AccountName name,
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

  /** Returns the account's name. */
  public AccountName name() {
    return name;
  }

  /** Returns the gate, which tells whether the account's calls are answered. */
  public Gate gate() {
    return gate;
  }

  /** Returns the limits of how many records may be removed through the account. */
  public DeleteLimits deletes() {
    return deletes;
  }

  /** Returns the settings of the account's owner. */
  public synchronized AccountSettings settings() {
    return settings;
  }

  /** Applies the owner's present settings. Returns whether they differ from those before. */
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

  /**
   * Returns whether the account's shut gate is to be probed now; false while the account can't be
   * used at all.
   */
  public boolean probeIsDue(Instant now) {
    return permit().isPresent() && gate.probeIsDue(now);
  }

  /**
   * Applies the result of looking for the account's credentials. Returns whether the result is new.
   */
  public synchronized boolean found(CredentialsLookup found, Instant now) {
    return keys.found(found, settings);
  }

  /** Returns a permit to make calls now; empty while the account can't be used for any. */
  public synchronized Optional<Permit> permit() {
    if (problem(true) != null || isPaused() || keys.haveToWaitForSts(settings)) {
      return Optional.empty();
    }
    return keys.current()
        .map(credentials -> new Permit(credentials, settings, keys.epoch(), cloudAccount()));
  }

  /**
   * Returns whether this text is a secret of the account's credentials, even of credentials that
   * may not be used yet. No callback may be sent such a text as its key.
   */
  synchronized boolean signsWith(String text) {
    return keys.current().filter(mine -> mine.hasSecret(text)).isPresent();
  }

  /**
   * Returns whether the account's owner named this entry as the source of a secret. This is known
   * as soon as the account is, and the value of the entry only once it was read.
   */
  synchronized boolean signsWith(SecretEntry entry) {
    return sources.contains(entry);
  }

  /** Sets the Secret entries that the account's owner named as the source of its secrets. */
  public synchronized void signsFrom(Set<SecretEntry> entries) {
    sources = Set.copyOf(entries);
  }

  /** Returns the account's credentials, whether they may be used or not; empty = there are none. */
  public synchronized Optional<Credentials> credentials() {
    return keys.current();
  }

  /**
   * Drops the present credentials, because the account's credentials come from another source now.
   */
  public synchronized void sourceChanged() {
    keys.sourceChanged(settings);
  }

  /**
   * Returns a number that rises with each change of credentials or endpoint. An answer from an
   * earlier epoch says nothing any more.
   */
  public synchronized int epoch() {
    return keys.epoch();
  }

  /**
   * Returns the credentials that STS is to be asked about now; empty = STS needn't be asked. STS is
   * also asked before a shut gate is probed, because the credentials may turn out to be of another
   * cloud account.
   */
  public synchronized Optional<Credentials> toCheck(Instant now) {
    return settings.problem() == null ? keys.toCheck(isPaused(), now) : Optional.empty();
  }

  /**
   * Schedules one more question to STS about credentials that it rejected before. To be called when
   * the gate has opened.
   */
  synchronized void askOnceMore() {
    keys.askOnceMore();
  }

  /** Applies the answer of STS about the owner of these credentials. */
  public synchronized Gate.GateChange checked(
      Credentials asked, Answer<CallerIdentity> answer, Instant now) {
    return keys.checked(asked, answer, settings, now);
  }

  /**
   * Returns the id of the account's cloud account; empty while nobody who can be believed has named
   * it.
   */
  public synchronized Optional<String> accountId() {
    return destination.id(settings);
  }

  /**
   * Returns whether the account has earned a share of its cloud account. Then other accounts have
   * to respect its settings, and its objects may claim what is free there. A status that names the
   * cloud account isn't enough. The account has earned a share in each of these cases:
   *
   * <ul>
   *   <li>The account doesn't know where it leads, and so is a cloud account of its own.
   *   <li>The operator's own people say where it leads.
   *   <li>STS said where it leads, for keys that are still there and that nobody has refused since.
   * </ul>
   */
  public synchronized boolean hasEarnedShare() {
    return keys.haveEarnedShare(settings);
  }

  /**
   * Returns whether only a status says where the account leads: STS never named that cloud account
   * for keys of this account, to this process or an earlier one, and the operator isn't waiting for
   * STS. The ledgers of the account's objects then prove nothing. Keys that were good once and are
   * refused or gone now change nothing here: what was written with them still belongs to the
   * account's objects.
   */
  public synchronized boolean isUnvouched() {
    return keys.areUnvouched(settings);
  }

  /**
   * Returns the name of the cloud account whose records, quota and claims this account shares. Two
   * accounts that lead to one cloud account return the same name. An account that doesn't know
   * where it leads has a name of its own.
   */
  public synchronized String cloudAccount() {
    return accountId()
        .map(id -> settings.liveEndpoint() + " " + id)
        .orElseGet(this::placeWithoutId);
  }

  /** Returns the value of {@link #cloudAccount} while nobody has said where the account leads. */
  public synchronized String placeWithoutId() {
    return settings.liveEndpoint() + " of " + name;
  }

  /** Returns since when a read is asked for by annotation; {@link Instant#MIN} = it isn't. */
  public synchronized Instant requestedAt() {
    return request.at();
  }

  /**
   * Returns why the account can't be used; empty = it can.
   *
   * @param cleaningUp true if the account is to remove a record. If the credentials are gone, the
   *     last good ones are enough for that
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

  /**
   * Returns whether something other than the gate or a pause keeps the account from being used even
   * for cleaning up.
   */
  synchronized boolean hasProblem() {
    return problem(true) != null;
  }

  /** Returns whether the credentials are gone, and the last ones serve only to remove records. */
  public synchronized boolean onlyCleansUp() {
    return problem(true) == null && problem(false) != null;
  }

  /** Returns how many of the account's calls may be in flight; 0 while it can't be used at all. */
  public synchronized int maxInFlight() {
    return problem(true) == null && !isPaused() ? gate.maxInFlight() : 0;
  }

  /** Returns whether the account's owner wants no calls at all. */
  synchronized boolean isPaused() {
    return settings.annotations().paused();
  }

  /** Returns the state of the account for people. */
  public synchronized AccountView view() {
    return AccountProblems.view(problem(false), gate.shut(), gate.isProven(), keys.owner());
  }
}
