package dev.livecallback.operator.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.account.Account;
import dev.livecallback.account.Permit;
import dev.livecallback.api.AccountName;
import dev.livecallback.api.LiveAccount;
import dev.livecallback.api.SteadyClock;
import dev.livecallback.engine.Engine;
import dev.livecallback.engine.EngineOptions;
import dev.livecallback.operator.config.OperatorSettings;
import dev.livecallback.operator.metrics.Metrics;
import dev.livecallback.operator.process.OperatorCommand;
import dev.livecallback.simulator.Effect;
import dev.livecallback.simulator.Fault;
import dev.livecallback.simulator.SimulatedAccounts.AccessKey;
import dev.livecallback.simulator.SimulatorConfig;
import dev.livecallback.simulator.SimulatorServer;
import dev.livecallback.testing.FakeCluster;
import dev.livecallback.volcengine.Answer;
import dev.livecallback.volcengine.Credentials;
import dev.livecallback.volcengine.Listing;
import dev.livecallback.volcengine.Scope;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An account that is edited from the operator's own keys to a role, and back, at any moment. */
class EditedCredentialsTest {
  private static final String ROLE = "trn:iam::2100000001:role/live";
  private static final String OWN = "{environment: {}}";
  private static final String BY_ROLE = "{webIdentity: {roleTrn: '" + ROLE + "'}}";
  private static final String ID = "AKLTOWN";
  private static final Scope VHOST = Scope.vhost("live.example.com");

  @TempDir private Path folder;

  private volatile Instant now = Instant.parse("2026-01-31T12:00:00Z");
  private SimulatorServer cloud;
  private OkHttpClient http;
  private AccountSettingsReader settings;
  private Engine engine;
  private AccountController controller;
  private Account account;

  @BeforeEach
  void start() throws Exception {
    cloud =
        SimulatorServer.start(
            SimulatorConfig.local()
                .key(AccessKey.of("2100000001", "own", ID, "secret-of-own"))
                .role(ROLE, "a-token")
                .clock(() -> now));
    Path token = Files.writeString(folder.resolve("token"), "a-token");
    String url = cloud.endpoint().toString();
    OperatorSettings started =
        new OperatorCommand(
                Map.of(
                    "POD_NAMESPACE",
                    "ops",
                    "LIVE_ENDPOINT",
                    url,
                    "STS_ENDPOINT",
                    url,
                    "ACCESS_KEY_ID",
                    ID,
                    "SECRET_ACCESS_KEY",
                    "secret-of-own",
                    "VOLCENGINE_OIDC_TOKEN_FILE",
                    token.toString()))
            .settings();
    settings = new AccountSettingsReader(started);
    engine =
        new Engine(
            new AccountName("ops", "default"),
            new FakeCluster(),
            _ -> {},
            () -> now,
            new Random(1),
            EngineOptions.USUAL);
    AccountContext context =
        AccountContexts.of(
            started,
            engine,
            (_, _, _) -> Optional.empty(),
            new Metrics(),
            SteadyClock.of(() -> now));
    http = context.http();
    LiveAccount object = object(OWN, 1);
    controller =
        new AccountController(
            object, settings.of(object), context, new OwnKeys("", started.credentials()));
    account = controller.account();
    controller.find();
    engine.changed(account);
    tend();
  }

  @AfterEach
  void stop() {
    http.connectionPool().evictAll();
    cloud.close();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void usesNothingBeforeItHasWhatItIsEditedTo(long seed) {
    Random random = new Random(seed);
    assertThat(keys()).contains(ID);
    for (int edit = 2; edit < 12; edit++) {
      boolean byRole = edit % 2 == 0;
      boolean outage = random.nextBoolean();
      if (outage) {
        cloud
            .faults()
            .add(Fault.always(Fault.Match.action("GetCallerIdentity"), new Effect.Drop()));
        cloud
            .faults()
            .add(Fault.always(Fault.Match.action("AssumeRoleWithOIDC"), new Effect.Drop()));
      }
      LiveAccount object = object(byRole ? BY_ROLE : OWN, edit);
      int before = liveCalls();
      controller.update(object, settings.of(object));
      controller.find();
      engine.changed(account);
      for (int step = random.nextInt(6); step > 0; step--) {
        anything(random, object, outage);
        usesNothing();
      }
      assertThat(liveCalls()).isEqualTo(before);
      cloud.faults().clear();
      pass(70);
      tend();
      assertThat(account.view().ready()).as(account.view().toString()).isEqualTo("True");
      assertThat(keys()).isPresent().get().matches(id -> id.equals(ID) != byRole);
      assertThat(read()).isInstanceOf(Answer.Ok.class);
    }
  }

  private void anything(Random random, LiveAccount object, boolean outage) {
    switch (random.nextInt(5)) {
      case 0 -> controller.find();
      case 1 -> controller.takeOwnKeys();
      case 2 -> controller.update(object, settings.of(object));
      case 3 -> pass(random.nextInt(20));
      default -> {
        if (outage) {
          tend();
        }
      }
    }
    engine.changed(account);
  }

  private void usesNothing() {
    assertThat(account.view().ready()).isNotEqualTo("True");
    assertThat(account.permit()).isEmpty();
    assertThat(read()).isInstanceOf(Answer.Failed.class);
  }

  private void tend() {
    controller.tend();
    engine.changed(account);
  }

  private void pass(int seconds) {
    now = now.plusSeconds(seconds);
  }

  private Optional<String> keys() {
    return account.permit().map(Permit::credentials).map(Credentials::accessKeyId);
  }

  private Answer<?> read() {
    String place = engine.cloudAccount(account.name()).orElseThrow().name();
    return controller.api(place).describe(Listing.of(VHOST));
  }

  private int liveCalls() {
    return cloud.log().calls(call -> call.action().endsWith("Callback")).size();
  }

  private static LiveAccount object(String credentials, int generation) {
    return Serialization.unmarshal(
        """
        metadata: {namespace: ops, name: default, uid: uid-1, generation: %d}
        spec: {profile: Volcengine, credentials: %s}
        """
            .formatted(generation, credentials),
        LiveAccount.class);
  }
}
