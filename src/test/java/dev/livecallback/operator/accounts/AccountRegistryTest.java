package dev.livecallback.operator.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.livecallback.api.AccountName;
import dev.livecallback.api.AccountRef;
import dev.livecallback.api.LiveAccount;
import dev.livecallback.api.LiveCallback;
import dev.livecallback.api.SteadyClock;
import dev.livecallback.engine.Engine;
import dev.livecallback.engine.EngineOptions;
import dev.livecallback.operator.metrics.Metrics;
import dev.livecallback.testing.FakeCluster;
import dev.livecallback.testing.SampleObjects;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which accounts' statuses are looked at again, beside many that nothing happens to. */
class AccountRegistryTest {
  private static final int MANY = 100;
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  private final FakeCluster cluster = new FakeCluster();
  private final SteadyClock clock = SteadyClock.of(() -> NOW);
  private final Engine engine =
      new Engine(
          new AccountName("ops", "default"),
          cluster,
          _ -> {},
          clock,
          new Random(1),
          EngineOptions.USUAL);
  private final AccountRegistry registry;

  AccountRegistryTest() throws Exception {
    registry =
        new AccountRegistry(
            AccountContexts.of(engine, (_, _, _) -> Optional.empty(), new Metrics(), clock));
  }

  @BeforeEach
  void deliverMany() {
    IntStream.range(0, MANY).forEach(i -> registry.delivered(account(i)));
    // Each of them finds out meanwhile that its Secret isn't there.
    await()
        .until(
            () ->
                engine.accounts().all().stream()
                    .allMatch(account -> account.view().message().contains("Secret")));
    assertThat(registry.turned()).hasSize(MANY);
    assertThat(registry.turned()).isEmpty();
  }

  @Test
  void anObjectTurnsItsAccountAlone() {
    LiveCallback object = SampleObjects.object();
    object.setSpec(object.getSpec().withAccountRef(new AccountRef("own-7", "team")));
    cluster.add(object);
    engine.delivered(object);
    assertThat(registry.turned()).isEqualTo(names(7));

    engine.delivered(object);
    assertThat(registry.turned()).isEmpty();

    cluster.remove(object);
    engine.forget(object);
    assertThat(registry.turned()).isEqualTo(names(7));
  }

  @Test
  void anEditTurnsTheAccountThoughItLooksTheSame() {
    registry.delivered(account(3));

    assertThat(registry.turned()).isEqualTo(names(3));
  }

  private static List<AccountName> names(int i) {
    return List.of(new AccountName("team", "own-" + i));
  }

  private static LiveAccount account(int i) {
    return Serialization.unmarshal(
        """
        metadata: {namespace: team, name: own-%d, uid: uid-%d}
        spec: {profile: Volcengine, credentials: {secretRef: {name: keys-%d}}}
        """
            .formatted(i, i, i),
        LiveAccount.class);
  }
}
