package dev.livecallback.operator.accounts;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.livecallback.account.Account;
import dev.livecallback.account.AccountChecker;
import dev.livecallback.account.AccountSettings;
import dev.livecallback.account.CredentialsLookup;
import dev.livecallback.account.Probe;
import dev.livecallback.api.AccountName;
import dev.livecallback.api.AccountReason;
import dev.livecallback.api.CredentialsSpec;
import dev.livecallback.api.LiveAccount;
import dev.livecallback.api.LiveAccountStatus;
import dev.livecallback.engine.Engine;
import dev.livecallback.volcengine.Failure;
import dev.livecallback.volcengine.LiveApi;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The controller of one LiveAccount and its clients: it finds the credentials, and does what is
 * due.
 */
final class AccountController {
  private static final Logger LOG = LoggerFactory.getLogger(AccountController.class);

  private final String uid;
  private final AccountName name;
  private final AccountContext context;
  private final Engine engine;
  private final OwnKeys ownKeys;
  private final Account account;
  private final AccountCalls calls;
  private final AccountChecker checker;
  private final AtomicBoolean busy = new AtomicBoolean();
  private final PendingLookup lookup = new PendingLookup();

  @GuardedBy("this")
  private CredentialsSpec credentials;

  @GuardedBy("this")
  private boolean gone;

  private volatile CredentialsSource source;

  /**
   * Creates the controller.
   *
   * @param ownKeys the operator's own keys, which all accounts share
   */
  AccountController(
      LiveAccount object, AccountSettings settings, AccountContext context, OwnKeys ownKeys) {
    this.uid = object.getMetadata().getUid();
    this.context = context;
    this.engine = context.engine();
    this.ownKeys = ownKeys;
    this.credentials = object.getSpec().credentials();
    LiveAccountStatus status = object.statusOrEmpty();
    this.name = AccountName.of(object);
    this.account =
        new Account(
            name,
            settings,
            status.accountId(),
            context.process().verified().of(uid),
            status.lastHandledReconcileAt(),
            context.process().clock().instant(),
            context.process().random());
    releaseDeletes();
    this.calls = new AccountCalls(account, context);
    this.source = CredentialsSource.of(credentials, name.namespace(), calls, context, ownKeys);
    account.signsFrom(source.signing());
    Probe probe =
        new Probe(
            account.gate(),
            calls::permitted,
            () -> engine.probes(name),
            turn -> engine.scopeInTurn(name, turn),
            context.process().clock());
    this.checker = new AccountChecker(account, calls::whoAmI, probe, context.process().clock());
  }

  String uid() {
    return uid;
  }

  String namespace() {
    return name.namespace();
  }

  AccountName name() {
    return name;
  }

  Account account() {
    return account;
  }

  /** Returns the API for a call for the account's records that is sent now. */
  LiveApi api(String cloudAccount) {
    return calls.api(cloudAccount);
  }

  /**
   * Applies the object's current spec, and returns whether anything changed. The caller looks for
   * the credentials afterwards.
   */
  boolean update(LiveAccount object, AccountSettings settings) {
    change(object.getSpec().credentials());
    calls.follow(settings);
    boolean changed = account.update(settings, context.process().clock().instant());
    releaseDeletes();
    return changed;
  }

  private void releaseDeletes() {
    account
        .deletes()
        .follow(account.settings().annotations().releaseDeletesUntil(), context.process().clock());
  }

  /** Applies the spec of the credentials. What is under way for another source is ignored. */
  private synchronized void change(CredentialsSpec changed) {
    if (changed.equals(credentials)) {
      return;
    }
    account.sourceChanged();
    credentials = changed;
    source = CredentialsSource.of(changed, name.namespace(), calls, context, ownKeys);
    account.signsFrom(source.signing());
  }

  /** Returns whether the account's credentials are in that Secret. */
  boolean reads(String namespace, String secret) {
    return source instanceof CredentialsSource.InSecret there && there.isIn(namespace, secret);
  }

  /**
   * Returns whether the account's credentials are in a Secret. Looking for them may then take a
   * request, and so a while.
   */
  boolean needsSecret() {
    return source instanceof CredentialsSource.InSecret;
  }

  /** Returns the state of the Secret's lookup. */
  PendingLookup lookup() {
    return lookup;
  }

  /**
   * Returns whether the account's Secret couldn't be asked for, and no other lookup is about to
   * begin.
   */
  boolean missedLookup() {
    return needsSecret() && lookup.isLeft();
  }

  /** Looks up the account's Secret, as {@link PendingLookup#want} told the caller to. */
  void lookUp() {
    lookup.begins();
    if (find()) {
      changed();
    }
  }

  /** Tells the engine that something about the account changed. */
  synchronized void changed() {
    if (!gone) {
      engine.changed(account);
    }
  }

  /**
   * Removes the account from the engine. Changes that are still under way are ignored from then on.
   */
  synchronized void gone() {
    gone = true;
    engine.gone(account.name());
  }

  /** Looks for the account's credentials, and returns whether anything changed. */
  boolean find() {
    return source instanceof CredentialsSource.InSecret there
        ? lookup.run(() -> take(there, there.find()))
        : takeOwnKeys();
  }

  /**
   * Takes the operator's own keys if the account uses them, and returns whether anything changed.
   */
  synchronized boolean takeOwnKeys() {
    return source instanceof CredentialsSource.OfOperator own && take(own, own.keys().found());
  }

  /** Returns whether the account reports that its Secret is missing. */
  boolean missesSecret() {
    return needsSecret() && account.view().reason() == AccountReason.SECRET_NOT_FOUND;
  }

  /** Takes what was found at a source, if the account still names that source. */
  private synchronized boolean take(CredentialsSource from, CredentialsLookup found) {
    return from.equals(source) && account.found(found, context.process().clock().instant());
  }

  /**
   * Returns whether the account has to be tended: a lookup, a probe, a check or an exchange is due.
   */
  boolean isDue() {
    Instant now = context.process().clock().instant();
    releaseDeletes();
    if (busy.get()) {
      return false;
    }
    return missedLookup()
        || account.probeIsDue(now)
        || account.toCheck(now).isPresent()
        || dueRole(now).isPresent();
  }

  /** Returns the account's role, if it has to be assumed now. */
  private Optional<CredentialsSource.OfRole> dueRole(Instant now) {
    return account.settings().problem() == null
            && source instanceof CredentialsSource.OfRole role
            && role.isDue(now)
        ? Optional.of(role)
        : Optional.empty();
  }

  /**
   * Does what is due, with calls to the cloud. Returns at once if another thread is already doing
   * this.
   */
  void tend() {
    if (!busy.compareAndSet(false, true)) {
      return;
    }
    try {
      if (dueRole(context.process().clock().instant()).filter(this::exchange).isPresent()) {
        changed();
      }
      AccountChecker.CheckResult outcome = checker.run();
      engine.turned(account, outcome.turn());
      if (outcome.checked()) {
        LOG.info(
            "Account {}: {}",
            account.name(),
            account.accountId().map(id -> "cloud account " + id).orElse("not known whose it is"));
        changed();
      }
      if (rejected() && source instanceof CredentialsSource.OfRole role) {
        account.credentials().ifPresent(role::refused);
      }
    } finally {
      busy.set(false);
    }
  }

  private boolean rejected() {
    return account.gate().shut().stream()
        .anyMatch(shut -> shut.failure() instanceof Failure.CredentialsRejected);
  }

  /** Assumes a role, and returns whether anything changed. */
  private boolean exchange(CredentialsSource.OfRole role) {
    CredentialsLookup found = role.exchange();
    synchronized (this) {
      boolean changed = take(role, found);
      role.taken();
      return changed;
    }
  }
}
