package dev.livecallback.operator;

import dev.livecallback.account.Account;
import dev.livecallback.account.Found;
import dev.livecallback.account.Keeper;
import dev.livecallback.account.Probe;
import dev.livecallback.account.Terms;
import dev.livecallback.account.Trouble;
import dev.livecallback.account.WebIdentity;
import dev.livecallback.api.AccountReason;
import dev.livecallback.api.CredentialsSecretRef;
import dev.livecallback.api.CredentialsSpec;
import dev.livecallback.api.LiveAccount;
import dev.livecallback.api.LiveAccountStatus;
import dev.livecallback.api.WebIdentitySpec;
import dev.livecallback.engine.Engine;
import dev.livecallback.volcengine.Answer;
import dev.livecallback.volcengine.CallbackContent;
import dev.livecallback.volcengine.CallbackKey;
import dev.livecallback.volcengine.CallbackRecord;
import dev.livecallback.volcengine.CallerIdentity;
import dev.livecallback.volcengine.Credentials;
import dev.livecallback.volcengine.Done;
import dev.livecallback.volcengine.Failure;
import dev.livecallback.volcengine.LiveApi;
import dev.livecallback.volcengine.LiveClient;
import dev.livecallback.volcengine.Scope;
import dev.livecallback.volcengine.StsClient;
import dev.livecallback.volcengine.WebIdentityClient;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One LiveAccount with its clients: it finds its credentials, and does what is due for it. */
final class ManagedAccount {
  private static final Logger LOG = LoggerFactory.getLogger(ManagedAccount.class);

  /**
   * What all of them share.
   *
   * @param secrets reads access keys out of Secrets
   * @param calls counts every call
   */
  record Surroundings(
      Settings settings,
      Engine engine,
      AccountSecrets secrets,
      OkHttpClient http,
      CallMetrics calls,
      InstantSource clock,
      RandomGenerator random) {}

  private final String uid;
  private final Surroundings around;
  private final Account account;
  private final Keeper keeper;
  private final AtomicBoolean busy = new AtomicBoolean();
  private volatile CredentialsSpec credentials;
  private volatile Clients clients;
  private volatile @Nullable WebIdentity webIdentity;
  private volatile @Nullable WebIdentitySpec webIdentityOf;

  /** The clients of one endpoint. */
  private record Clients(Terms of, LiveApi live, StsClient sts, WebIdentityClient exchange) {}

  ManagedAccount(LiveAccount object, Terms terms, Surroundings around) {
    this.uid = object.getMetadata().getUid();
    this.around = around;
    this.credentials = object.getSpec().credentials();
    LiveAccountStatus status = object.statusOrEmpty();
    String name = object.getMetadata().getNamespace() + "/" + object.getMetadata().getName();
    this.account =
        new Account(
            name,
            terms,
            status.accountId(),
            status.lastHandledReconcileAt(),
            around.clock().instant(),
            around.random());
    this.clients = clientsOf(terms);
    Probe probe =
        new Probe(
            account.gate(),
            this::whoAmI,
            new CurrentApi(),
            () -> around.engine().probes(name),
            () -> around.engine().anyScope(name),
            around.clock());
    this.keeper = new Keeper(account, this::whoAmI, probe, around.clock());
  }

  String uid() {
    return uid;
  }

  Account account() {
    return account;
  }

  /** What its calls go through. */
  LiveApi api() {
    return clients.live();
  }

  /** Takes in what its object says now; whether that is anything new. */
  boolean update(LiveAccount object, Terms terms) {
    change(object.getSpec().credentials());
    if (!sameEndpoints(clients.of(), terms)) {
      clients = clientsOf(terms);
    }
    boolean changed = account.update(terms, around.clock().instant());
    return find() || changed;
  }

  /** A role that was given up for something else is taken on anew, should it come back. */
  private synchronized void change(CredentialsSpec changed) {
    credentials = changed;
    if (changed.webIdentity() == null) {
      webIdentity = null;
      webIdentityOf = null;
    }
  }

  /** Whether it reads that Secret. */
  boolean reads(String namespace, String name) {
    CredentialsSecretRef ref = credentials.secretRef();
    return ref != null && ref.name().equals(name) && namespace.equals(namespace());
  }

  /** Looks for its credentials; whether that found anything new. */
  boolean find() {
    CredentialsSecretRef ref = credentials.secretRef();
    if (ref != null) {
      return take(around.secrets().find(namespace(), ref));
    }
    if (credentials.webIdentity() == null) {
      return take(environment());
    }
    return false;
  }

  private boolean take(Found found) {
    return account.found(found, around.clock().instant());
  }

  private Found environment() {
    Credentials own = around.settings().credentials();
    return own == null
        ? new Found.Missing(
            new Trouble(
                AccountReason.SECRET_NOT_FOUND,
                "The operator has no access key in its environment: set ACCESS_KEY_ID and"
                    + " SECRET_ACCESS_KEY (in deploy/manifests: in the Secret live-credentials) and"
                    + " restart it, or name a Secret in spec.credentials.secretRef."))
        : new Found.Keys(own, false);
  }

  /** Whether something is to be done for it that takes calls. */
  boolean isDue() {
    Instant now = around.clock().instant();
    boolean probe = account.gate().shut().filter(shut -> !now.isBefore(shut.probeAt())).isPresent();
    return probe || account.toCheck(now).isPresent() || exchangeIsDue(now);
  }

  private boolean exchangeIsDue(Instant now) {
    WebIdentitySpec spec = credentials.webIdentity();
    WebIdentity known = webIdentity;
    return account.terms().problem() == null
        && spec != null
        && (known == null || !spec.equals(webIdentityOf) || !now.isBefore(known.refreshAt()));
  }

  /** Does what is due, with calls; one at a time, and nothing if it is at it already. */
  void tend() {
    if (!busy.compareAndSet(false, true)) {
      return;
    }
    try {
      if (exchangeIsDue(around.clock().instant()) && exchange()) {
        around.engine().changed(account);
      }
      Keeper.Outcome outcome = keeper.run();
      around.engine().turned(account, outcome.turn());
      if (outcome.checked()) {
        LOG.info(
            "Account {}: {}",
            account.name(),
            account.accountId().map(id -> "cloud account " + id).orElse("not known whose it is"));
        around.engine().changed(account);
      }
      if (rejected()) {
        Optional.ofNullable(webIdentity).ifPresent(role -> role.refused(account.credentials()));
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
      case Answer.Ok<Credentials> ok -> take(spec, role, new Found.Keys(ok.value(), sameRole));
      case Answer.Failed<Credentials>(Failure failure) ->
          take(spec, role, new Found.Missing(Trouble.withRole(spec.roleTrn(), failure)));
    };
  }

  /** What an exchange came to counts only while the role is still wanted. */
  private synchronized boolean take(WebIdentitySpec spec, WebIdentity role, Found found) {
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
        around.settings().tokenFile(),
        (trn, token, session, duration) ->
            around
                .calls()
                .counted(
                    account.name(),
                    CallMetrics.ASSUME_ROLE,
                    () -> clients.exchange().assumeRoleWithOidc(trn, token, session, duration)),
        around.clock());
  }

  private String namespace() {
    return account.name().substring(0, account.name().indexOf('/'));
  }

  private Answer<CallerIdentity> whoAmI() {
    Answer<CallerIdentity> answer =
        around
            .calls()
            .counted(
                account.name(), CallMetrics.CALLER_IDENTITY, () -> clients.sts().callerIdentity());
    if (answer instanceof Answer.Failed<CallerIdentity> failed) {
      LOG.info("Account {}, STS: {}", account.name(), failed.failure().detail().message());
    }
    return answer;
  }

  private Clients clientsOf(Terms terms) {
    HttpUrl live = HttpUrl.get(terms.liveEndpoint().toString());
    HttpUrl sts = HttpUrl.get(terms.stsEndpoint().toString());
    InstantSource clock = around.clock();
    return new Clients(
        terms,
        around
            .calls()
            .counted(
                account.name(),
                new LiveClient(around.http(), live, terms.region(), account::credentials, clock)),
        new StsClient(around.http(), sts, terms.region(), account::credentials, clock),
        new WebIdentityClient(around.http(), sts, clock));
  }

  private static boolean sameEndpoints(Terms one, Terms other) {
    return one.liveEndpoint().equals(other.liveEndpoint())
        && one.stsEndpoint().equals(other.stsEndpoint())
        && one.region().equals(other.region());
  }

  /** Whatever client is the account's at the time of a call. */
  private final class CurrentApi implements LiveApi {
    @Override
    public Answer<List<CallbackRecord>> describe(Scope scope) {
      return api().describe(scope);
    }

    @Override
    public Answer<Done> update(CallbackKey key, CallbackContent content) {
      return api().update(key, content);
    }

    @Override
    public Answer<Done> delete(CallbackKey key) {
      return api().delete(key);
    }
  }
}
