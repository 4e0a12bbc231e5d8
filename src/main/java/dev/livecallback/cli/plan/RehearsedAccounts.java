package dev.livecallback.cli.plan;

import dev.livecallback.account.Account;
import dev.livecallback.account.AccountChecker;
import dev.livecallback.account.AccountChecker.CheckResult;
import dev.livecallback.account.AccountProblem;
import dev.livecallback.account.AccountView;
import dev.livecallback.account.CredentialsLookup;
import dev.livecallback.account.KeyMemory;
import dev.livecallback.account.Permit;
import dev.livecallback.account.PermittedCalls;
import dev.livecallback.account.Probe;
import dev.livecallback.api.AccountName;
import dev.livecallback.api.AccountReason;
import dev.livecallback.api.Condition;
import dev.livecallback.api.ConditionType;
import dev.livecallback.api.CredentialsSecretRef;
import dev.livecallback.api.CredentialsSpec;
import dev.livecallback.api.LiveAccount;
import dev.livecallback.api.SteadyClock;
import dev.livecallback.engine.Engine;
import dev.livecallback.operator.accounts.AccountSecrets;
import dev.livecallback.operator.accounts.AccountSettingsReader;
import dev.livecallback.operator.config.OperatorSettings;
import dev.livecallback.shadow.ShadowApiServer;
import dev.livecallback.volcengine.Answer;
import dev.livecallback.volcengine.CallbackContent;
import dev.livecallback.volcengine.CallbackKey;
import dev.livecallback.volcengine.CallbackRecord;
import dev.livecallback.volcengine.CallerIdentity;
import dev.livecallback.volcengine.Credentials;
import dev.livecallback.volcengine.Failure;
import dev.livecallback.volcengine.Listing;
import dev.livecallback.volcengine.LiveApi;
import dev.livecallback.volcengine.SecretText;
import dev.livecallback.volcengine.WriteAccepted;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The LiveAccounts of a rehearsal. If the credentials of an account may not be read, the account is
 * assumed to lead to the cloud account in its status.
 */
final class RehearsedAccounts {
  /** The prefix of stand-ins for credentials that may not be read. They never sign anything. */
  private static final String UNREADABLE = "unreadable-";

  private final OperatorSettings settings;
  private final AccountSettingsReader reader;
  private final ShadowApiServer server;
  private final Set<String> hidden;
  private final CloudReads cloud;
  private final Engine engine;
  private final SteadyClock clock;
  private final RandomGenerator random;
  private final Map<AccountName, Rehearsed> accounts = new LinkedHashMap<>();
  private final Map<AccountName, String> unsure = new HashMap<>();

  /** The first credentials of each account, before any edit. */
  private final Map<AccountName, Credentials> firstKeys = new HashMap<>();

  private static final class Rehearsed {
    final Account account;
    final AccountChecker checker;
    LiveAccount object;

    Rehearsed(Account account, AccountChecker checker, LiveAccount object) {
      this.account = account;
      this.checker = checker;
      this.object = object;
    }
  }

  /**
   * @param server the API server, which has the Secrets
   * @param hidden the Secrets that may not be read, by {@code namespace/name}
   */
  RehearsedAccounts(
      OperatorSettings settings,
      ShadowApiServer server,
      Set<String> hidden,
      CloudReads cloud,
      Engine engine,
      SteadyClock clock,
      RandomGenerator random) {
    this.settings = settings;
    this.reader = new AccountSettingsReader(settings);
    this.server = server;
    this.hidden = hidden;
    this.cloud = cloud;
    this.engine = engine;
    this.clock = clock;
    this.random = random;
  }

  /** Adds or updates an account, if the operator watches its namespace. */
  void changed(LiveAccount object) {
    AccountName name = AccountName.of(object);
    Set<String> watched = settings.accountNamespaces();
    if (!watched.isEmpty() && !watched.contains(name.namespace())) {
      return;
    }
    Rehearsed known = accounts.get(name);
    if (known == null) {
      known = fresh(name, object);
      accounts.put(name, known);
    } else {
      CredentialsSpec before = known.object.getSpec().credentials();
      known.object = object;
      if (!before.equals(object.getSpec().credentials())) {
        known.account.sourceChanged();
      }
      known.account.update(reader.of(object), clock.instant());
    }
    take(name, known);
  }

  /** Finds the credentials of all accounts again, after Secrets changed. */
  void secretsChanged() {
    accounts.forEach(this::take);
  }

  /** Marks an account as deleted by somebody. It goes once nothing uses it. */
  void delete(AccountName name) {
    Rehearsed there = accounts.get(name);
    if (there != null) {
      LiveAccount going = new LiveAccount();
      going.setMetadata(
          there
              .object
              .getMetadata()
              .edit()
              .withDeletionTimestamp(clock.instant().toString())
              .build());
      going.specOf(there.object);
      going.setStatus(there.object.getStatus());
      changed(going);
    }
  }

  /** Does what is due by the clock. */
  void tick() {
    for (Map.Entry<AccountName, Rehearsed> each : List.copyOf(accounts.entrySet())) {
      Rehearsed there = each.getValue();
      there.account.deletes().follow(releasedUntil(there), clock);
      check(there);
      if (there.account.settings().deleting() && engine.use(there.account.name()).holders() == 0) {
        accounts.remove(each.getKey());
        engine.gone(there.account.name());
      }
    }
  }

  /** Returns the permit to send a call; empty = the call may not be sent. */
  Optional<Permit> permit(AccountName account, String cloudAccount) {
    return Optional.ofNullable(accounts.get(account))
        .flatMap(there -> engine.permit(there.account, cloudAccount));
  }

  private Rehearsed fresh(AccountName name, LiveAccount object) {
    Account account =
        new Account(
            name,
            reader.of(object),
            object.statusOrEmpty().accountId(),
            KeyMemory.ofThisProcess(),
            object.statusOrEmpty().lastHandledReconcileAt(),
            clock.instant(),
            random);
    Probe probe =
        new Probe(
            account.gate(),
            () ->
                account
                    .permit()
                    .map(
                        permit ->
                            new PermittedCalls(
                                account, permit, ProbeApi::new, asked -> whoAmI(account, asked))),
            () -> engine.probes(account.name()),
            turn -> engine.scopeInTurn(account.name(), turn),
            clock);
    AccountChecker checker =
        new AccountChecker(account, asked -> whoAmI(account, asked), probe, clock);
    return new Rehearsed(account, checker, object);
  }

  private void take(AccountName name, Rehearsed there) {
    CredentialsSecretRef ref = there.object.getSpec().credentials().secretRef();
    there.account.signsFrom(AccountSecrets.signing(name.namespace(), ref));
    there.account.deletes().follow(releasedUntil(there), clock);
    CredentialsLookup found = credentials(name, there.object);
    if (found instanceof CredentialsLookup.Available available) {
      firstKeys.putIfAbsent(name, available.credentials());
    }
    there.account.found(found, clock.instant());
    engine.changed(there.account);
    check(there);
  }

  private static @Nullable String releasedUntil(Rehearsed there) {
    return there.account.settings().annotations().releaseDeletesUntil();
  }

  private void check(Rehearsed there) {
    CheckResult result = there.checker.run();
    there
        .account
        .permit()
        .filter(permit -> !areUnreadable(permit.credentials()))
        .ifPresent(cloud::usable);
    engine.turned(there.account, result.turn());
    if (result.checked()) {
      engine.changed(there.account);
    }
  }

  private CredentialsLookup credentials(AccountName name, LiveAccount object) {
    CredentialsSpec spec = object.getSpec().credentials();
    CredentialsSecretRef ref = spec.secretRef();
    if (ref != null && !hidden.contains(name.namespace() + "/" + ref.name())) {
      return new AccountSecrets(
              (namespace, secret, _) ->
                  Optional.ofNullable(server.secrets().get(namespace + "/" + secret)))
          .find(name.namespace(), ref);
    }
    if (spec.environment() != null && settings.credentials() != null) {
      return new CredentialsLookup.Available(settings.credentials(), false);
    }
    Optional<Condition> ready = object.statusOrEmpty().condition(ConditionType.READY);
    return ready.isPresent() && !ready.get().holds()
        ? new CredentialsLookup.Missing(
            new AccountProblem(AccountReason.SECRET_NOT_FOUND, ready.get().message()))
        : new CredentialsLookup.Available(
            new Credentials(UNREADABLE + name, new SecretText(UNREADABLE + name), null), false);
  }

  /**
   * Returns whether these are stand-ins for credentials that may not be read, so that no scope can
   * be read with them.
   */
  static boolean areUnreadable(Credentials credentials) {
    return credentials.accessKeyId().startsWith(UNREADABLE);
  }

  /**
   * Returns the accounts of which it isn't known where they lead, each with the reason as a
   * sentence.
   */
  Map<AccountName, String> unsure() {
    return Map.copyOf(unsure);
  }

  /** Returns the accounts that can't be used, each with its reason and message. */
  Map<AccountName, String> broken() {
    Map<AccountName, String> broken = new TreeMap<>();
    accounts.forEach(
        (name, there) -> {
          AccountView view = there.account.view();
          if (view.ready().equals(Condition.FALSE)) {
            broken.put(name, view.reason().word() + ": " + view.message());
          }
        });
    return broken;
  }

  private Answer<CallerIdentity> whoAmI(Account account, Credentials asked) {
    if (!areUnreadable(asked)) {
      Answer<CallerIdentity> answer = cloud.callerIdentity(account.settings(), asked);
      if (answer instanceof Answer.Failed<CallerIdentity>(Failure failure)
          && (mayBeAnsweredOtherwise(failure) || isReplaced(account, asked, failure))) {
        unsure.put(
            account.name(),
            "STS doesn't say whose the keys of account %s are: %s"
                .formatted(account.name(), failure.detail().message()));
      }
      return answer;
    }
    unsure.put(
        account.name(),
        "You may not read the credentials of account %s.".formatted(account.name()));
    Rehearsed there = accounts.get(account.name());
    String recorded = there == null ? null : there.object.statusOrEmpty().accountId();
    return recorded == null
        ? new Answer.Failed<>(notAsked())
        : new Answer.Ok<>(new CallerIdentity(recorded, "", ""), "");
  }

  /** Returns whether these keys replace others, and STS doesn't say whose they are. */
  private boolean isReplaced(Account account, Credentials asked, Failure failure) {
    Credentials first = firstKeys.get(account.name());
    return first != null
        && !first.equals(asked)
        && !(failure instanceof Failure.CredentialsRejected);
  }

  /** Returns whether another try, or the operator, may get another answer. */
  private static boolean mayBeAnsweredOtherwise(Failure failure) {
    return switch (failure) {
      case Failure.Unavailable _,
          Failure.OutcomeUnknown _,
          Failure.Throttled _,
          Failure.WrongEndpoint _,
          Failure.TooLarge _ ->
          true;
      case Failure.CredentialsRejected _,
          Failure.NotPermitted _,
          Failure.Rejected _,
          Failure.ScopeMissing _ ->
          false;
    };
  }

  private static Failure notAsked() {
    return new Failure.Unavailable(
        new Failure.Detail("STS wasn't asked: the credentials can't be read.", 0, null, null),
        true);
  }

  /** The Live API for a probe, which reads and never writes. */
  private final class ProbeApi implements LiveApi {
    private final Permit permit;

    ProbeApi(Permit permit) {
      this.permit = permit;
    }

    @Override
    public Answer<List<CallbackRecord>> describe(Listing listing) {
      return cloud.describe(permit, listing);
    }

    @Override
    public Answer<WriteAccepted> update(CallbackKey key, CallbackContent content) {
      throw new IllegalStateException("a probe writes");
    }

    @Override
    public Answer<WriteAccepted> delete(CallbackKey key) {
      throw new IllegalStateException("a probe writes");
    }
  }
}
