package dev.livecallback.cli.plan;

import dev.livecallback.account.AccountSettings;
import dev.livecallback.account.Permit;
import dev.livecallback.account.UnsentCalls;
import dev.livecallback.api.AccountName;
import dev.livecallback.api.AccountRef;
import dev.livecallback.api.AllowRule;
import dev.livecallback.api.CallbackDetailSpec;
import dev.livecallback.api.CredentialsSecretRef;
import dev.livecallback.api.CredentialsSpec;
import dev.livecallback.api.DeleteLimitSpec;
import dev.livecallback.api.LiveAccount;
import dev.livecallback.api.LiveAccountSpec;
import dev.livecallback.api.LiveAccountSpecBuilder;
import dev.livecallback.api.LiveAccountStatus;
import dev.livecallback.api.LiveCallback;
import dev.livecallback.api.LiveCallbackSpec;
import dev.livecallback.api.LiveCallbackSpecBuilder;
import dev.livecallback.api.SecretKeyRef;
import dev.livecallback.api.SteadyClock;
import dev.livecallback.api.WellKnown;
import dev.livecallback.calls.Call;
import dev.livecallback.calls.Order;
import dev.livecallback.engine.Engine;
import dev.livecallback.engine.EngineOptions;
import dev.livecallback.engine.accounts.CloudAccount;
import dev.livecallback.engine.objects.Cluster;
import dev.livecallback.operator.config.OperatorSettings;
import dev.livecallback.operator.config.StartupException;
import dev.livecallback.settings.OperatorSetting;
import dev.livecallback.settings.SettingException;
import dev.livecallback.settings.SettingValues;
import dev.livecallback.shadow.CloudBehaviour;
import dev.livecallback.shadow.CloudBehaviour.DomainListing;
import dev.livecallback.shadow.CloudWire;
import dev.livecallback.shadow.DriverPlugs;
import dev.livecallback.shadow.EngineDriver;
import dev.livecallback.shadow.Pauses;
import dev.livecallback.shadow.ShadowApiServer;
import dev.livecallback.shadow.ShadowCloud;
import dev.livecallback.shadow.VirtualTime;
import dev.livecallback.shadow.WatchCache;
import dev.livecallback.volcengine.Answer;
import dev.livecallback.volcengine.Authentication;
import dev.livecallback.volcengine.CallbackContent;
import dev.livecallback.volcengine.CallbackDetail;
import dev.livecallback.volcengine.CallbackKey;
import dev.livecallback.volcengine.CallbackRecord;
import dev.livecallback.volcengine.CallerIdentity;
import dev.livecallback.volcengine.Credentials;
import dev.livecallback.volcengine.Listing;
import dev.livecallback.volcengine.MessageType;
import dev.livecallback.volcengine.Scope;
import dev.livecallback.volcengine.SecretText;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A cluster with the operator at work, and a cloud whose behaviour nobody is told, all by a seed:
 * what a plan says is held against what then happens here.
 */
final class PlanWorld implements DriverPlugs, CloudReads, Pauses {
  static final Instant BEGIN = Instant.parse("2026-03-01T12:00:00Z");
  static final long HOUR = 3_600_000;

  /** More than any wait and than a sync period. */
  static final long SHORT = HOUR / 3;

  private static final List<Scope> SCOPES =
      List.of(
          Scope.vhost("one.example.com"),
          Scope.vhost("two.example.com"),
          Scope.domain("push.one.example.com"),
          Scope.domain("push.two.example.com"));
  private static final List<String> NAMESPACES = List.of("team", "live");
  private static final List<AccountName> ACCOUNTS =
      List.of(new AccountName("live", "default"), new AccountName("live", "other"));
  private static final List<MessageType> TYPES = List.of(MessageType.PUSH, MessageType.RECORD);

  final VirtualTime time = new VirtualTime(BEGIN, 20_000_000);
  final ShadowApiServer server = new ShadowApiServer(time);
  final ShadowCloud cloud;
  final Map<AccountName, LiveAccount> liveAccounts = new LinkedHashMap<>();
  final OperatorSettings settings;
  final long seed;
  private final Random random;
  private final boolean oneCloudAccount;
  private final EngineDriver driver;
  private final RehearsedAccounts accounts;
  private final Map<String, Map<CallbackKey, @Nullable CallbackContent>> written =
      new LinkedHashMap<>();
  private int number;

  /**
   * @param pause how long nothing is done now and then before it is finished, in milliseconds
   */
  PlanWorld(long seed, long pause) {
    this.seed = seed;
    random = new Random(seed);
    oneCloudAccount = random.nextBoolean();
    cloud = new ShadowCloud(behaviour());
    settings = settings(seed % 3 == 1 ? "15m" : "5m");
    WatchCache cache = new WatchCache(server, time, this);
    for (AccountName name : ACCOUNTS) {
      server.load(secret(name.namespace(), "keys-of-" + name.name(), keysOf(name)));
      liveAccounts.put(name, account(name));
    }
    for (String namespace : NAMESPACES) {
      for (String secret : List.of("a", "b")) {
        server.load(secret(namespace, secret, Map.of("key", "key-" + secret)));
      }
    }
    for (int i = random.nextInt(4); i > 0; i--) {
      changeOutside();
    }
    cache.start();
    driver = new EngineDriver(time, server, cache, this, this);
    accounts =
        new RehearsedAccounts(
            settings, server, Set.of(), this, driver.engine(), SteadyClock.of(time), random);
    driver.engine().statusesProtected(true);
    liveAccounts.values().forEach(accounts::changed);
    driver.start();
    // Whoever is there when a process begins may have been there before.
    rest(120_000);
    for (int i = 1 + random.nextInt(7); i > 0; i--) {
      server.create(draft());
      if (random.nextInt(3) == 0) {
        rest(random.nextInt(60_000));
      }
    }
    rest(pause);
    for (int i = random.nextInt(4); i > 0; i--) {
      change(edits());
      rest(random.nextInt(3) == 0 ? 1_000 : pause);
    }
    rest(pause);
    for (int i = Math.max(0, random.nextInt(5) - 2); i > 0; i--) {
      changeOutside();
    }
    for (AccountName name : List.copyOf(liveAccounts.keySet())) {
      LiveAccount known = copy(Objects.requireNonNull(liveAccounts.get(name)));
      known.setStatus(new LiveAccountStatus(1L, cloudAccountOf(name), List.of(), null, null, null));
      liveAccounts.put(name, known);
    }
    written.clear();
  }

  private static OperatorSettings settings(String syncPeriod) {
    try {
      return OperatorSettings.of(
          new SettingValues(
              OperatorSetting.ALL,
              Map.of(),
              Map.of("POD_NAMESPACE", "live", "SYNC_PERIOD", syncPeriod)),
          "plan");
    } catch (SettingException | StartupException e) {
      throw new AssertionError(e);
    }
  }

  private CloudBehaviour behaviour() {
    return new CloudBehaviour(
        random.nextBoolean(),
        random.nextBoolean(),
        random.nextInt(4) == 0,
        any(List.of(DomainListing.values())),
        random.nextBoolean()
            ? Map.of(SCOPES.get(2), SCOPES.get(0), SCOPES.get(3), SCOPES.get(1))
            : Map.of());
  }

  private void rest(long millis) {
    time.runUntil(time.elapsed() + millis);
  }

  void rest() {
    rest(2 * HOUR);
  }

  /** What was written since the world was made, by object and record; null = removed. */
  Map<String, Map<CallbackKey, @Nullable CallbackContent>> written() {
    return written;
  }

  ClusterState state() {
    return new ClusterState(
        List.copyOf(server.objects().values()),
        liveAccounts,
        server.secrets(),
        Set.of(),
        Set.of(),
        null);
  }

  // What people do.

  /** A few edits, drawn from the seed. */
  Edits edits() {
    List<LiveCallback> objects = new ArrayList<>();
    Set<String> removed = new LinkedHashSet<>();
    Map<AccountName, LiveAccount> changed = new LinkedHashMap<>();
    List<Secret> secrets = new ArrayList<>();
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      List<LiveCallback> there =
          server.objects().values().stream()
              .filter(each -> !each.deleting())
              .filter(each -> !removed.contains(ShadowApiServer.name(each)))
              .filter(each -> objects.stream().noneMatch(o -> named(o, each)))
              .toList();
      int what = random.nextInt(12);
      if (what < 3 || there.isEmpty()) {
        objects.add(draft());
      } else if (what < 7) {
        objects.add(edited(any(there)));
      } else if (what < 9) {
        removed.add(ShadowApiServer.name(any(there)));
      } else if (what == 9) {
        AccountName name = any(ACCOUNTS);
        LiveAccount account = copy(Objects.requireNonNull(liveAccounts.get(name)));
        account.setSpec(spec(name));
        changed.put(name, account);
      } else if (what == 10) {
        secrets.add(secret(any(NAMESPACES), "a", Map.of("key", "key-" + random.nextInt(9))));
      } else {
        LiveCallback renamed = copy(any(there));
        removed.add(ShadowApiServer.name(renamed));
        renamed.getMetadata().setName("renamed-" + ++number);
        renamed.getMetadata().setUid(null);
        objects.add(renamed);
      }
    }
    return new Edits(objects, changed, secrets, removed, Set.of(), Map.of());
  }

  private static boolean named(LiveCallback one, LiveCallback other) {
    return ShadowApiServer.name(one).equals(ShadowApiServer.name(other));
  }

  /** Somebody applies them. */
  void change(Edits edits) {
    edits.secrets().forEach(server::load);
    // Maps and sets that can't be changed have another order in each process.
    Map<String, LiveAccount> changed = new TreeMap<>();
    edits.accounts().forEach((name, account) -> changed.put(name.toString(), account));
    changed.values().forEach(each -> liveAccounts.put(AccountName.of(each), each));
    changed.values().forEach(accounts::changed);
    if (!edits.secrets().isEmpty()) {
      accounts.secretsChanged();
    }
    edits.removedObjects().stream().sorted().forEach(server::delete);
    for (LiveCallback each : edits.objects()) {
      if (server.get(ShadowApiServer.name(each)) == null) {
        server.create(each);
      } else {
        server.edit(each);
      }
    }
  }

  private void changeOutside() {
    CallbackKey key = place(cloudAccountOf(any(ACCOUNTS)));
    if (random.nextInt(3) == 0 && cloud.get(key) != null) {
      cloud.remove(Set.of(cloud.canonical(key)));
    } else {
      cloud.put(
          key,
          new CallbackContent(
              List.of(CallbackDetail.http(url())),
              false,
              random.nextInt(3) == 0
                  ? new Authentication.On(new SecretText("key-a"))
                  : new Authentication.Off()));
    }
  }

  private CallbackKey place(String cloudAccount) {
    Scope scope = any(SCOPES);
    return new CallbackKey(
        cloudAccount,
        scope,
        scope.kind() == Scope.Kind.VHOST && random.nextInt(3) == 0 ? "app" : null,
        any(TYPES));
  }

  private String url() {
    return "https://" + any(List.of("a", "b", "c")) + ".example.com";
  }

  private LiveCallback draft() {
    LiveCallback object = new LiveCallback();
    ObjectMeta meta = new ObjectMeta();
    meta.setNamespace(any(NAMESPACES));
    meta.setName("object-" + ++number);
    object.setMetadata(meta);
    object.setSpec(spec());
    return object;
  }

  private LiveCallback edited(LiveCallback there) {
    LiveCallback edited = copy(there);
    if (random.nextInt(5) == 0) {
      edited
          .getMetadata()
          .setAnnotations(
              random.nextBoolean()
                  ? Map.of(WellKnown.PAUSED, "true")
                  : Map.of(
                      WellKnown.ALLOW_DRIFT_UNTIL, time.instant().plusSeconds(90_000).toString()));
      return edited;
    }
    LiveCallbackSpec drawn = spec();
    LiveCallbackSpec old = there.getSpec();
    edited.setSpec(
        random.nextInt(3) == 0
            ? drawn
            : old.withCallbackDetailList(drawn.callbackDetailList())
                .withTranscodeCallback(null)
                .withAuthEnable(drawn.authEnable())
                .withAuthKeyPrimarySecretRef(drawn.authKeyPrimarySecretRef())
                .withDeletionPolicy(drawn.deletionPolicy())
                .withManagementPolicy(drawn.managementPolicy()));
    return edited;
  }

  private static LiveCallback copy(LiveCallback object) {
    LiveCallback copy = new LiveCallback();
    copy.setMetadata(object.getMetadata().edit().build());
    copy.specOf(object);
    copy.setStatus(object.getStatus());
    return copy;
  }

  private static LiveAccount copy(LiveAccount object) {
    LiveAccount copy = new LiveAccount();
    copy.setMetadata(object.getMetadata());
    copy.specOf(object);
    copy.setStatus(object.getStatus());
    return copy;
  }

  private LiveCallbackSpec spec() {
    CallbackKey key = place("");
    boolean vhost = key.scope().kind() == Scope.Kind.VHOST;
    boolean signs = random.nextInt(3) == 0;
    AccountName account = any(ACCOUNTS);
    return LiveCallbackSpecBuilder.builder()
        .accountRef(
            random.nextInt(3) > 0 ? null : new AccountRef(account.name(), account.namespace()))
        .vhost(vhost ? key.scope().name() : null)
        .domain(vhost ? null : key.scope().name())
        .app(key.app())
        .messageType(key.messageType().wire())
        .callbackDetailList(List.of(new CallbackDetailSpec(null, url())))
        .authEnable(signs ? true : null)
        .authKeyPrimarySecretRef(
            signs ? new SecretKeyRef(any(List.of("a", "b", "none")), "key") : null)
        .deletionPolicy(random.nextInt(4) == 0 ? LiveCallbackSpec.ORPHAN : null)
        .managementPolicy(random.nextInt(6) == 0 ? any(List.of("Observe", "ApplyOnChange")) : null)
        .adoptionPolicy(random.nextInt(3) == 0 ? "Adopt" : null)
        .build();
  }

  private LiveAccount account(AccountName name) {
    LiveAccount account = new LiveAccount();
    ObjectMeta meta = new ObjectMeta();
    meta.setNamespace(name.namespace());
    meta.setName(name.name());
    meta.setUid("uid-of-" + name);
    account.setMetadata(meta);
    account.setSpec(spec(name));
    return account;
  }

  private LiveAccountSpec spec(AccountName name) {
    return LiveAccountSpecBuilder.builder()
        .profile(LiveAccountSpec.VOLCENGINE)
        .credentials(
            new CredentialsSpec(
                new CredentialsSecretRef("keys-of-" + name.name(), null, null, null), null, null))
        .deleteLimit(random.nextInt(4) == 0 ? new DeleteLimitSpec(random.nextInt(3), null) : null)
        .allow(
            random.nextInt(4) == 0
                ? List.of(new AllowRule(List.of("live"), null, null))
                : List.of(new AllowRule(List.of("*"), null, null)))
        .build();
  }

  private static Map<String, String> keysOf(AccountName name) {
    return Map.of(
        "ACCESS_KEY_ID", "id-" + name.name(), "SECRET_ACCESS_KEY", "secret-" + name.name());
  }

  private String cloudAccountOf(AccountName name) {
    return oneCloudAccount || name.equals(ACCOUNTS.getFirst()) ? "2100000001" : "2100000002";
  }

  private Secret secret(String namespace, String name, Map<String, String> entries) {
    Map<String, String> data = new LinkedHashMap<>();
    entries.forEach(
        (entry, value) ->
            data.put(
                entry, Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8))));
    return new SecretBuilder()
        .withNewMetadata()
        .withNamespace(namespace)
        .withName(name)
        .withUid("uid-of-secret-" + namespace + "-" + name)
        .withResourceVersion("" + ++number)
        .endMetadata()
        .withType("Opaque")
        .withData(data)
        .build();
  }

  private <T> T any(List<T> some) {
    return some.get(random.nextInt(some.size()));
  }

  // The operator at work.

  @Override
  public Engine engine(Cluster cluster, Consumer<CloudAccount> opened) {
    return new Engine(
        settings.defaultAccount(),
        cluster,
        opened,
        SteadyClock.of(time),
        new Random(random.nextLong()),
        EngineOptions.USUAL);
  }

  @Override
  public CloudWire wire(CloudAccount there) {
    return (call, answered) -> {
      Answer<?> answer =
          accounts
              .permit(call.account(), there.name())
              .<Answer<?>>map(permit -> answer(call, permit))
              .orElseGet(
                  () -> new UnsentCalls("It may not.").describe(Listing.of(call.order().scope())));
      time.in(1 + random.nextInt(200), () -> answered.accept(answer));
    };
  }

  private Answer<?> answer(Call call, Permit permit) {
    String cloudAccount = permit.cloudAccount().replaceAll(".* ", "");
    return switch (call.order()) {
      case Order.Read read -> describe(permit, read.listing());
      case Order.Put put -> {
        CallbackKey key = in(cloudAccount, put.key());
        note(call, key, put.content());
        yield cloud.answer(new Order.Put(key, put.content()));
      }
      case Order.Remove remove -> {
        CallbackKey key = in(cloudAccount, remove.key());
        note(call, key, null);
        yield cloud.answer(new Order.Remove(key));
      }
    };
  }

  private void note(Call call, CallbackKey key, @Nullable CallbackContent content) {
    CallbackContent there = cloud.get(key);
    if (content == null ? there == null : there != null && content.agreesWith(there)) {
      // Somebody else has just done the same: nothing is changed.
      return;
    }
    written
        .computeIfAbsent(call.objects().getFirst().toString(), _ -> new LinkedHashMap<>())
        .put(key, content);
  }

  static CallbackKey in(String cloudAccount, CallbackKey key) {
    return new CallbackKey(cloudAccount, key.scope(), key.app(), key.messageType());
  }

  @Override
  public Answer<List<CallbackRecord>> describe(Permit permit, Listing listing) {
    return new Answer.Ok<>(
        cloud.list(permit.cloudAccount().replaceAll(".* ", ""), listing), "read");
  }

  @Override
  public Answer<CallerIdentity> callerIdentity(AccountSettings asked, Credentials credentials) {
    AccountName name =
        ACCOUNTS.stream()
            .filter(each -> credentials.accessKeyId().equals("id-" + each.name()))
            .findFirst()
            .orElseThrow();
    return new Answer.Ok<>(new CallerIdentity(cloudAccountOf(name), "", ""), "sts");
  }

  @Override
  public void tick(Engine engine) {
    accounts.tick();
    engine.sweep();
  }

  @Override
  public long untilTick() {
    return 5_000;
  }

  @Override
  public long untilObjectCached(String object) {
    return random.nextInt(100);
  }

  @Override
  public long untilSecretCached(String secret) {
    return random.nextInt(100);
  }
}
