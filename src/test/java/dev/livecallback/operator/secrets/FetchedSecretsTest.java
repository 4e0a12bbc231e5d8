package dev.livecallback.operator.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class FetchedSecretsTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  private final AtomicInteger asked = new AtomicInteger();
  private final CountDownLatch answered = new CountDownLatch(1);
  private volatile boolean slow;
  private final FetchedSecrets secrets =
      new FetchedSecrets(new KeptSecrets(this::get, () -> NOW), () -> NOW);

  private Secret get(String namespace, String name) {
    asked.incrementAndGet();
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
        .addToData("a", "QQ==")
        .build();
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
