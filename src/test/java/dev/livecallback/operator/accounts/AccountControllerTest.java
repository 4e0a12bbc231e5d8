package dev.livecallback.operator.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.livecallback.account.Account;
import dev.livecallback.api.AccountName;
import dev.livecallback.api.LiveAccount;
import dev.livecallback.api.SteadyClock;
import dev.livecallback.engine.Engine;
import dev.livecallback.engine.EngineOptions;
import dev.livecallback.engine.objects.SecretLookup;
import dev.livecallback.engine.objects.SecretUnavailableException;
import dev.livecallback.operator.config.OperatorSettings;
import dev.livecallback.operator.metrics.Metrics;
import dev.livecallback.operator.process.OperatorCommand;
import dev.livecallback.testing.FakeCluster;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** One LiveAccount, told of its Secret by several threads. */
class AccountControllerTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final Secret KEYS =
      new SecretBuilder()
          .withType("Opaque")
          .addToData("accessKeyId", "QUtMVA==")
          .addToData("secretAccessKey", "a2V5")
          .build();

  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch released = new CountDownLatch(1);
  private final AtomicInteger lookups = new AtomicInteger();

  @Test
  void goesByTheLookThatBeganLast() throws Exception {
    AccountController account = account(this::absentAtFirstWhichTakesAWhile);

    Thread early = Thread.ofPlatform().start(account::find);
    asked.await();
    // A Secret that was created meanwhile is told of.
    Thread late = Thread.ofPlatform().start(account::find);
    await().until(() -> !late.isAlive() || late.getState() == Thread.State.WAITING);
    released.countDown();
    early.join();
    late.join();

    assertThat(account.find()).as("anything that it doesn't know yet").isFalse();
  }

  @Test
  void knowsWhetherItMissesItsSecret() throws Exception {
    AccountController account =
        account((_, _, _) -> lookups.getAndIncrement() > 0 ? Optional.of(KEYS) : Optional.empty());
    assertThat(account.missesSecret()).as("nobody has looked yet").isFalse();
    account.find();

    assertThat(account.missesSecret()).isTrue();
    assertThat(account.find()).isTrue();
    assertThat(account.missesSecret()).isFalse();
  }

  @Test
  void isNotTendedForASecretThatItNoLongerNames() throws Exception {
    AccountController account =
        account(
            (_, _, _) -> {
              throw new SecretUnavailableException("The API server is down.");
            });
    account.find();
    assertThat(account.isDue()).as("it is asked for again").isTrue();

    edit(account, "environment: {}");
    account.find();

    assertThat(account.isDue()).isFalse();
  }

  @Test
  void takesWhatASecretSaidOnlyWhileItIsNamed() throws Exception {
    assertThat(editedWhileItLooks("others").credentials()).isEmpty();
  }

  @Test
  void takesWhatASecretSaidThoughItsNameWasEditedToAndFro() throws Exception {
    assertThat(editedWhileItLooks("others", "keys").credentials()).isPresent();
  }

  /** Returns an account after a lookup during which it named these Secrets, one after the other. */
  private Account editedWhileItLooks(String... names) throws Exception {
    AccountController account = account((_, _, _) -> held(Optional.of(KEYS)));
    Thread look = Thread.ofPlatform().start(account::find);
    asked.await();
    for (String name : names) {
      edit(account, "secretRef: {name: %s}".formatted(name));
    }
    released.countDown();
    look.join();
    return account.account();
  }

  private static void edit(AccountController account, String credentials) throws Exception {
    LiveAccount edited = object(credentials);
    account.update(edited, new AccountSettingsReader(settings()).of(edited));
  }

  private Optional<Secret> absentAtFirstWhichTakesAWhile(
      String namespace, String name, Set<String> entries) {
    return lookups.getAndIncrement() > 0 ? Optional.of(KEYS) : held(Optional.empty());
  }

  private Optional<Secret> held(Optional<Secret> found) {
    asked.countDown();
    try {
      released.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return found;
  }

  private static AccountController account(SecretLookup secrets) throws Exception {
    OperatorSettings settings = settings();
    Engine engine =
        new Engine(
            new AccountName("ops", "default"),
            new FakeCluster(),
            _ -> {},
            () -> NOW,
            new Random(1),
            EngineOptions.USUAL);
    AccountContext context =
        AccountContexts.of(settings, engine, secrets, new Metrics(), SteadyClock.of(() -> NOW));
    LiveAccount object = object("secretRef: {name: keys}");
    return new AccountController(
        object, new AccountSettingsReader(settings).of(object), context, new OwnKeys("", null));
  }

  private static OperatorSettings settings() throws Exception {
    return new OperatorCommand(Map.of("POD_NAMESPACE", "team")).settings();
  }

  private static LiveAccount object(String credentials) {
    return Serialization.unmarshal(
        """
        metadata: {namespace: team, name: own, uid: uid-1}
        spec: {profile: Volcengine, credentials: {%s}}
        """
            .formatted(credentials),
        LiveAccount.class);
  }
}
