package dev.livecallback.operator.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FetchedSecretsTest {
  /** So many, each as long as may be, are more than are kept. */
  private static final int TOO_MANY = 1_000;

  private final AtomicInteger asked = new AtomicInteger();
  private final CountDownLatch answered = new CountDownLatch(1);
  private final Map<String, String> values = new ConcurrentHashMap<>();
  private final List<String> told = new ArrayList<>();
  private volatile boolean slow;
  private volatile boolean down;
  private volatile String usual = "QQ==";
  private Instant now = Instant.parse("2026-03-01T12:00:00Z");
  private final FetchedSecrets secrets =
      new FetchedSecrets(new KeptSecrets(this::get, KeptSecrets.turns(), () -> now), () -> now);

  @BeforeEach
  void listen() {
    secrets.start((namespace, name) -> told.add(namespace + "/" + name));
  }

  private Secret get(String namespace, String name) {
    asked.incrementAndGet();
    if (down) {
      throw new KubernetesClientException("down", 500, null);
    }
    if (slow) {
      try {
        answered.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
    return new SecretBuilder()
        .withNewMetadata()
        .withNamespace(namespace)
        .withName(name)
        .endMetadata()
        .withType("Opaque")
        .addToData("a", values.getOrDefault(namespace + "/" + name, usual))
        .addToData("b", "Qg==")
        .build();
  }

  private void ask(String namespace, String name) {
    now = now.plusSeconds(3);
    assertThat(secrets.secret(namespace, name, Set.of("a"))).isPresent();
  }

  private List<String> refreshed() {
    told.clear();
    secrets.refresh();
    return List.copyOf(told);
  }

  @Test
  void whatIsNoLongerKeptIsStillLookedAtAndToldOfWhenItChanged() {
    usual = Base64.getEncoder().encodeToString(new byte[16 * 1024]);
    for (int i = 0; i < TOO_MANY; i++) {
      ask("team", "keys-" + i);
    }
    assertThat(refreshed()).as("nothing changed").isEmpty();

    values.put("team/keys-0", "Qw==");
    values.put("team/keys-999", "Qw==");
    assertThat(refreshed()).containsExactlyInAnyOrder("team/keys-0", "team/keys-999");
    assertThat(refreshed()).isEmpty();
  }

  @Test
  void whatOneUserReadAlreadyIsToldToTheOthers() {
    ask("team", "keys");
    values.put("team/keys", "Qw==");
    ask("team", "keys");

    assertThat(refreshed()).containsExactly("team/keys");
    assertThat(refreshed()).isEmpty();
  }

  @Test
  void whoReadAValueThatLastedForAMomentIsToldThatItWentAgain() {
    ask("team", "keys");
    values.put("team/keys", "Qw==");
    ask("team", "keys");
    values.remove("team/keys");

    assertThat(refreshed()).containsExactly("team/keys");
    assertThat(refreshed()).isEmpty();
  }

  @Test
  void anEntryThatNobodyNamesIsNoChange() {
    secrets.secret("team", "keys", Set.of("b"));
    values.put("team/keys", "Qw==");
    assertThat(refreshed()).isEmpty();

    secrets.secret("team", "keys", Set.of("a"));
    assertThat(refreshed()).as("one that is named for the first time").isEmpty();
    values.remove("team/keys");
    assertThat(refreshed()).containsExactly("team/keys");
  }

  @Test
  void whoNamesOneEntryAfterTheOtherFillsNoMemory() {
    ToldSecrets given = new ToldSecrets(() -> now);
    KeptSecrets.SecretName name = new KeptSecrets.SecretName("team", "keys");
    for (int i = 0; i < 3 * KeptSecrets.MOST_ENTRIES; i++) {
      given.given(name, Set.of("entry-" + i), Optional.empty());
    }

    assertThat(given.entries(name))
        .hasSizeLessThanOrEqualTo(KeptSecrets.MOST_ENTRIES)
        .contains("entry-" + (3 * KeptSecrets.MOST_ENTRIES - 1));
  }

  @Test
  void whatCannotBeGotIsTakenToBeAsBefore() {
    ask("team", "keys");
    down = true;
    values.put("team/keys", "Qw==");
    assertThat(refreshed()).isEmpty();

    down = false;
    assertThat(refreshed()).containsExactly("team/keys");
  }

  @Test
  void whatNobodyAskedForInALongTimeIsToldOfSoThatWhoeverUsesItAsks() {
    ask("team", "keys");
    now = now.plus(Duration.ofHours(24));
    assertThat(refreshed()).isEmpty();
    now = now.plus(Duration.ofHours(2));
    assertThat(refreshed()).containsExactly("team/keys");

    asked.set(0);
    assertThat(refreshed()).isEmpty();
    assertThat(asked).as("calls for what nobody uses").hasValue(0);
  }

  @Test
  void whoNamesOneSecretAfterTheOtherTakesNoOtherNamespacesPlace() {
    ask("other", "keys");
    for (int i = 0; i < ToldSecrets.MOST * 3 / 2; i++) {
      ask("team", "keys-" + i);
    }
    asked.set(0);
    values.put("other/keys", "Qw==");

    assertThat(refreshed()).containsExactly("other/keys");
    assertThat(asked.get()).isBetween(ToldSecrets.MOST / 2, ToldSecrets.MOST);
  }

  @Test
  void whileTheApiServerIsSlowOneRefreshDoesNotFollowTheOther() {
    for (int i = 0; i < 10; i++) {
      secrets.secret("team", "keys-" + i, Set.of("a"));
    }
    slow = true;
    asked.set(0);

    Thread first = Thread.startVirtualThread(secrets::refresh);
    await().until(() -> asked.get() == 1);
    Thread second = Thread.startVirtualThread(secrets::refresh);
    await().until(() -> !second.isAlive());
    assertThat(asked).hasValue(1);

    answered.countDown();
    await().until(() -> !first.isAlive());
    assertThat(asked).hasValue(10);
    secrets.refresh();
    assertThat(asked).hasValue(20);
  }
}
