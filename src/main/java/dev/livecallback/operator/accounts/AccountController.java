package dev.livecallback.operator.accounts;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.livecallback.account.Account;
import dev.livecallback.account.AccountChecker;
import dev.livecallback.account.AccountProblem;
import dev.livecallback.account.AccountSettings;
import dev.livecallback.account.CredentialsLookup;
import dev.livecallback.account.Probe;
import dev.livecallback.account.WebIdentity;
import dev.livecallback.api.AccountName;
import dev.livecallback.api.AccountReason;
import dev.livecallback.api.CredentialsSecretRef;
import dev.livecallback.api.CredentialsSpec;
import dev.livecallback.api.LiveAccount;
import dev.livecallback.api.LiveAccountStatus;
import dev.livecallback.api.WebIdentitySpec;
import dev.livecallback.engine.Engine;
import dev.livecallback.volcengine.Answer;
import dev.livecallback.volcengine.Credentials;
import dev.livecallback.volcengine.Failure;
import dev.livecallback.volcengine.LiveApi;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One LiveAccount with its clients: it finds its credentials, and does what is due for it. */
final class AccountController {
  private static final Logger LOG = LoggerFactory.getLogger(AccountController.class);

  private final String uid;
  private final AccountName name;
  private final AccountContext context;
  private final Engine engine;
  private final AccountSecrets secrets;
  private final OwnKeys ownKeys;
  private final Account account;
  private final AccountCalls calls;
  private final AccountChecker checker;
  private final AtomicBoolean busy = new AtomicBoolean();
  private volatile CredentialsSpec credentials;

  private final PendingLookup lookup = new PendingLookup();

  @GuardedBy("this")
  private boolean gone;

  private volatile @Nullable WebIdentity webIdentity;
  private volatile @Nullable WebIdentitySpec webIdentityOf;

  /**
   * @param ownKeys the operator's own, which all accounts share
   */
  AccountController(
      LiveAccount object, AccountSettings settings, AccountContext context, OwnKeys ownKeys) {
    this.uid = object.getMetadata().getUid();
    this.context = context;
    this.engine = context.engine();
    this.secrets = new AccountSecrets(context.secrets());
    this.ownKeys = ownKeys;
    this.credentials = object.getSpec().credentials();
    LiveAccountStatus status = object.statusOrEmpty();
    this.name = AccountName.of(object);
    String key = name.toString();
    this.account =
        new Account(
            key,
            settings,
            status.accountId(),
            context.verified().of(uid),
            status.lastHandledReconcileAt(),
            context.clock().instant(),
            context.random());
    account.signsFrom(AccountSecrets.signing(name.namespace(), credentials.secretRef()));
    releaseDeletes();
    this.calls = new AccountCalls(account, context);
    Probe probe =
        new Probe(
            account.gate(),
            calls::permitted,
            () -> engine.probes(key),
            turn -> engine.scopeInTurn(key, turn),
            context.clock());
    this.checker = new AccountChecker(account, calls::whoAmI, probe, context.clock());
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

  /** What a call of its records goes through that is sent now. */
  LiveApi api(String cloudAccount) {
    return calls.api(cloudAccount);
  }

  /**
   * Takes in what its object says now; whether that is anything new. Where its credentials are is
   * looked at after that.
   */
  boolean update(LiveAccount object, AccountSettings settings) {
    change(object.getSpec().credentials());
    calls.follow(settings);
    boolean changed = account.update(settings, context.clock().instant());
    releaseDeletes();
    return changed;
  }

  private void releaseDeletes() {
    account
        .deletes()
        .follow(account.settings().annotations().releaseDeletesUntil(), context.clock());
  }

  /** A role that was given up for something else is taken on anew, should it come back. */
  private synchronized void change(CredentialsSpec changed) {
    if (!changed.equals(credentials)) {
      account.sourceChanged();
    }
    credentials = changed;
    account.signsFrom(AccountSecrets.signing(name.namespace(), changed.secretRef()));
    if (changed.webIdentity() == null) {
      webIdentity = null;
      webIdentityOf = null;
    }
  }

  /** Whether it reads that Secret. */
  boolean reads(String namespace, String secret) {
    CredentialsSecretRef ref = credentials.secretRef();
    return ref != null && ref.name().equals(secret) && namespace.equals(name.namespace());
  }

  /**
   * Whether its credentials are in a Secret: to look for them may take a request, and so a while.
   */
  boolean needsSecret() {
    return credentials.secretRef() != null;
  }

  /** When its Secret is looked up. */
  PendingLookup lookup() {
    return lookup;
  }

  /** Whether the Secret that it names couldn't be asked for, and nobody is about to ask again. */
  boolean missedLookup() {
    return needsSecret() && lookup.isLeft();
  }

  /** Looks its Secret up, as {@link PendingLookup#want} had somebody do. */
  void lookUp() {
    lookup.begins();
    if (find()) {
      changed();
    }
  }

  /** Tells that something about it changed. */
  synchronized void changed() {
    if (!gone) {
      engine.changed(account);
    }
  }

  /** It isn't there any more, whatever is still on its way. */
  synchronized void gone() {
    gone = true;
    engine.gone(account.name());
  }

  /** Looks for its credentials; whether that found anything new. */
  boolean find() {
    CredentialsSecretRef ref = credentials.secretRef();
    return ref == null ? takeOwnKeys() : find(ref);
  }

  /** Takes the operator's own keys, if it uses them; whether they are anything new. */
  synchronized boolean takeOwnKeys() {
    return credentials.environment() != null && take(ownKeys.found());
  }

  private boolean find(CredentialsSecretRef ref) {
    return lookup.run(() -> take(ref, secrets.find(name.namespace(), ref)));
  }

  /** What was found in a Secret counts only while that one is still named. */
  private synchronized boolean take(CredentialsSecretRef ref, CredentialsLookup found) {
    return ref.equals(credentials.secretRef()) && take(found);
  }

  /** Whether it says that its Secret isn't there. */
  boolean missesSecret() {
    return needsSecret() && account.view().reason() == AccountReason.SECRET_NOT_FOUND;
  }

  private boolean take(CredentialsLookup found) {
    return account.found(found, context.clock().instant());
  }

  /** Whether something is to be done for it that takes calls. */
  boolean isDue() {
    Instant now = context.clock().instant();
    releaseDeletes();
    if (busy.get()) {
      return false;
    }
    return missedLookup()
        || account.probeIsDue(now)
        || account.toCheck(now).isPresent()
        || exchangeIsDue(now);
  }

  private boolean exchangeIsDue(Instant now) {
    WebIdentitySpec spec = credentials.webIdentity();
    WebIdentity known = webIdentity;
    return account.settings().problem() == null
        && spec != null
        && (known == null || !spec.equals(webIdentityOf) || !now.isBefore(known.refreshAt()));
  }

  /**
   * Does what is due, with calls of the cloud; one at a time, and nothing if it is at it already.
   */
  void tend() {
    if (!busy.compareAndSet(false, true)) {
      return;
    }
    try {
      if (exchangeIsDue(context.clock().instant()) && exchange()) {
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
      if (rejected()) {
        WebIdentity role = webIdentity;
        if (role != null) {
          account.credentials().ifPresent(role::refused);
        }
      }
    } finally {
      busy.set(false);
    }
  }

  private boolean rejected() {
    return account.gate().shut().stream()
        .anyMatch(shut -> shut.failure() instanceof Failure.CredentialsRejected);
  }

  private boolean exchange() {
    WebIdentitySpec spec = credentials.webIdentity();
    if (spec == null) {
      return false;
    }
    WebIdentity known = webIdentity;
    boolean sameRole = spec.equals(webIdentityOf);
    WebIdentity role = known != null && sameRole ? known : roleOf(spec);
    return switch (role.current()) {
      case Answer.Ok<Credentials> ok ->
          take(spec, role, new CredentialsLookup.Available(ok.value(), sameRole));
      case Answer.Failed<Credentials>(Failure failure) ->
          take(
              spec,
              role,
              new CredentialsLookup.Missing(AccountProblem.withRole(spec.roleTrn(), failure)));
    };
  }

  /** What an exchange came to counts only while the role is still wanted. */
  private synchronized boolean take(
      WebIdentitySpec spec, WebIdentity role, CredentialsLookup found) {
    if (!spec.equals(credentials.webIdentity())) {
      return false;
    }
    webIdentity = role;
    webIdentityOf = spec;
    return take(found);
  }

  private WebIdentity roleOf(WebIdentitySpec spec) {
    return new WebIdentity(
        spec.roleTrn(),
        spec.validFor(),
        context.settings().tokenFile(),
        calls::assumeRole,
        context.clock());
  }
}
