package dev.livecallback.operator.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.livecallback.api.AccountName;
import dev.livecallback.api.LiveAccount;
import dev.livecallback.api.LiveCallback;
import dev.livecallback.api.SteadyClock;
import dev.livecallback.engine.Engine;
import dev.livecallback.engine.EngineOptions;
import dev.livecallback.operator.kubernetes.CacheEvents;
import dev.livecallback.operator.kubernetes.PrunedStore;
import dev.livecallback.operator.metrics.Guard;
import dev.livecallback.operator.metrics.Metrics;
import dev.livecallback.testing.FakeCluster;
import dev.livecallback.testing.SampleObjects;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A process that begins to act with a thousand accounts, and an API server that is slow. */
class SlowSecretsTest implements CacheEvents.Receiver {
  private static final int MANY = 1_000;
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final Secret KEYS =
      new SecretBuilder()
          .withType("Opaque")
          .addToData("accessKeyId", "QUtMVA==")
          .addToData("secretAccessKey", "a2V5")
          .build();

  private volatile Optional<Secret> found = Optional.of(KEYS);
  private final Semaphore answered = new Semaphore(0);
  private final AtomicInteger under = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final List<String> delivered = new CopyOnWriteArrayList<>();
  private final CacheEvents events = new CacheEvents(new Guard(new Metrics()));
  private final PrunedStore<LiveCallback> objects = events.objectStore();
  private final PrunedStore<LiveAccount> accounts = events.accountStore();
  private final SteadyClock clock = SteadyClock.of(() -> NOW);
  private final Engine engine =
      new Engine(
          new AccountName("ops", "default"),
          new FakeCluster(),
          _ -> {},
          clock,
          new Random(1),
          EngineOptions.USUAL);
  private final AccountRegistry registry;

  SlowSecretsTest() throws Exception {
    registry =
        new AccountRegistry(AccountContexts.of(engine, this::answerAtLast, new Metrics(), clock));
  }

  private Optional<Secret> answerAtLast(String namespace, String name, Set<String> entries) {
    asked.add(name);
    most.accumulateAndGet(under.incrementAndGet(), Math::max);
    try {
      answered.acquire();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    under.decrementAndGet();
    return found;
  }

  @Test
  void noEventWaitsForASecretAndEachIsAskedForOnceAFewAtATime() {
    for (int i = 0; i < MANY; i++) {
      put(accounts, account(i));
    }
    watch(() -> events.begin(this));
    watch(() -> put(objects, SampleObjects.object(metadata -> metadata.withName("edited"))));
    watch(() -> put(accounts, account(0)));
    watch(() -> events.secretChanged("team-1", "keys-1"));

    assertThat(delivered).containsExactly("edited");
    await().until(() -> under.get() == AccountRegistry.LOOKS_AT_ONCE);

    answered.release(3 * MANY);
    await()
        .until(
            () ->
                engine.accounts().all().stream()
                    .allMatch(account -> account.credentials().isPresent()));
    assertThat(Set.copyOf(asked)).hasSize(MANY);
    // What is told of while a look is under way takes another one.
    assertThat(asked)
        .as("several events are one reason to look")
        .hasSizeLessThanOrEqualTo(MANY + AccountRegistry.LOOKS_AT_ONCE);
    assertThat(most).hasValueLessThanOrEqualTo(AccountRegistry.LOOKS_AT_ONCE);
  }

  @Test
  void whatAnObjectSaysNowDoesNotWaitForTheSecretThatItNamedBefore() {
    events.begin(this);
    watch(() -> put(accounts, account(1)));
    await().until(() -> under.get() == 1);
    LiveAccount edited = account(1);

    watch(() -> put(accounts, renamed(edited)));

    answered.release(3 * MANY);
    await().until(() -> asked.contains("others") && under.get() == 0);
  }

  @Test
  void whatWasFoundOfAnAccountThatIsGoneByThenIsNothing() {
    events.begin(this);
    watch(() -> put(accounts, account(1)));
    await().until(() -> under.get() == 1);

    watch(() -> accounts.remove("team-1/own-1"));
    answered.release(3 * MANY);

    registry.tendFirst();
    assertThat(registry.account(new AccountName("team-1", "own-1"))).isEmpty();
    assertThat(engine.accounts().all()).isEmpty();
  }

  @Test
  void theStartWaitsForTheLookThatBeganLast() {
    found = Optional.empty();
    events.begin(this);
    watch(() -> put(accounts, account(1)));
    await().until(() -> under.get() == 1);
    watch(() -> put(accounts, account(1)));

    answered.release();
    await().until(() -> asked.size() == 2 && under.get() == 1);
    Thread start = Thread.startVirtualThread(registry::tendFirst);

    await().until(() -> start.getState() == Thread.State.WAITING || !start.isAlive());
    assertThat(start.isAlive()).isTrue();
    answered.release();
  }

  /** Delivers an event, and waits until that is done. */
  private static void watch(Runnable event) {
    Thread thread = Thread.startVirtualThread(event);
    await().until(() -> !thread.isAlive());
  }

  private static LiveAccount account(int i) {
    return account(i, "keys-" + i);
  }

  private static LiveAccount renamed(LiveAccount account) {
    LiveAccount renamed = account(1, "others");
    renamed.setMetadata(account.getMetadata());
    return renamed;
  }

  /** A hundred accounts in each of ten namespaces, and a Secret for each. */
  private static LiveAccount account(int i, String secret) {
    return Serialization.unmarshal(
        """
        metadata: {namespace: team-%d, name: own-%d, uid: uid-%d}
        spec: {profile: Volcengine, credentials: {secretRef: {name: %s}}}
        """
            .formatted(i % 10, i, i, secret),
        LiveAccount.class);
  }

  private static <T extends HasMetadata> void put(PrunedStore<T> store, T object) {
    store.put(object.getMetadata().getNamespace() + "/" + object.getMetadata().getName(), object);
  }

  @Override
  public void delivered(LiveCallback object) {
    delivered.add(object.getMetadata().getName());
  }

  @Override
  public void gone(LiveCallback object) {}

  @Override
  public void delivered(LiveAccount account) {
    registry.delivered(account);
  }

  @Override
  public void gone(LiveAccount account) {
    registry.gone(account);
  }

  @Override
  public void secretChanged(String namespace, String name) {
    registry.secretChanged(namespace, name);
  }
}
