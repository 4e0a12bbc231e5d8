package dev.livecallback.operator.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.livecallback.engine.objects.SecretUnavailableException;
import dev.livecallback.operator.secrets.KeptSecrets.SecretName;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class KeptSecretsTest {
  private static final int ROUNDS = 32;
  private static final SecretName NAME = new SecretName("team", "keys");

  private final Map<String, String> data = new HashMap<>(Map.of("a", "QQ==", "b", "Qg=="));
  private Instant now = Instant.parse("2026-03-01T12:00:00Z");
  private String type = "Opaque";
  private boolean down;
  private int code = 500;
  private int fetched;
  private final KeptSecrets kept = new KeptSecrets(this::fetch, KeptSecrets.turns(), () -> now);

  private @Nullable Secret fetch(String namespace, String name) {
    fetched++;
    if (down) {
      throw new KubernetesClientException("down", code, null);
    }
    return new SecretBuilder()
        .withNewMetadata()
        .withNamespace(namespace)
        .withName(name)
        .withUid("u")
        .withResourceVersion("" + fetched)
        .addToAnnotations("a", "b")
        .endMetadata()
        .withType(type)
        .withData(Map.copyOf(data))
        .build();
  }

  @Test
  void onlyTheEntriesAskedForAreKept() {
    Secret secret = kept.fetch(NAME, Set.of("a", "none")).orElseThrow();

    assertThat(secret.getData()).containsOnly(Map.entry("a", "QQ=="));
    assertThat(secret.getMetadata().getAnnotations()).isEmpty();
    assertThat(kept.kept(NAME, Set.of("a"))).isPresent();
    assertThat(kept.kept(NAME, Set.of("a", "b"))).as("nobody asked for it yet").isEmpty();
  }

  @Test
  void whatAnotherAskedForStays() {
    kept.fetch(NAME, Set.of("a"));

    assertThat(kept.fetch(NAME, Set.of("b")).orElseThrow().getData()).containsOnlyKeys("a", "b");
  }

  @Test
  void ofALongValueNoMoreStaysThanShowsThatItIsLonger() {
    data.put("a", Base64.getEncoder().encodeToString(new byte[16 * 1024]));
    data.put("b", Base64.getEncoder().encodeToString(new byte[1_000_000]));

    Map<String, String> values = kept.fetch(NAME, Set.of("a", "b")).orElseThrow().getData();

    assertThat(Base64.getDecoder().decode(values.get("a"))).hasSize(16 * 1024);
    assertThat(Base64.getDecoder().decode(values.get("b"))).hasSizeBetween(16_385, 16_400);
  }

  @Test
  void whatIsNotOpaqueIsNotThere() {
    type = "kubernetes.io/tls";

    assertThat(kept.fetch(NAME, Set.of("a"))).isEmpty();
  }

  @Test
  void oneThatWasOnlyTouchedIsNoOtherVersion() {
    String first = version(Set.of("a"));

    assertThat(version(Set.of("a"))).isEqualTo(first);
    assertThat(kept.kept(NAME, Set.of("a")).orElseThrow().version()).isEqualTo("u/2");
    data.put("b", "Qw==");
    assertThat(version(Set.of("a"))).as("another entry").isEqualTo(first);
    data.put("a", "Qw==");
    assertThat(version(Set.of("a"))).as("another value").isNotEqualTo(first);
    String third = version(Set.of("a"));
    assertThat(version(Set.of("b"))).as("a new user of another entry").isNotEqualTo(third);
  }

  private String version(Set<String> entries) {
    return kept.fetch(NAME, entries).orElseThrow().getMetadata().getResourceVersion();
  }

  @Test
  void whatCannotBeFetchedIsNotTakenForGone() {
    kept.fetch(NAME, Set.of("a"));
    down = true;

    assertThatThrownBy(() -> kept.fetch(NAME, Set.of("a")))
        .isInstanceOf(SecretUnavailableException.class)
        .hasMessage("Secret team/keys couldn't be fetched (HTTP 500).");
    assertThat(kept.kept(NAME, Set.of("a"))).isPresent();
  }

  @Test
  void onlyAFewRoundsWaitForAnApiServerThatDoesNotAnswer() {
    CompletableFuture<@Nullable Secret> answer = new CompletableFuture<>();
    AtomicInteger gaveUp = new AtomicInteger();
    KeptSecrets silent = new KeptSecrets((_, _) -> answer.join(), KeptSecrets.turns(), () -> now);
    for (int i = 0; i < ROUNDS; i++) {
      SecretName name = new SecretName("team", "keys-" + i);
      Thread.startVirtualThread(() -> waits(silent, name, gaveUp));
    }

    await().until(() -> gaveUp.get() == ROUNDS - KeptSecrets.MOST_IN_SILENCE);
    assertThatThrownBy(() -> silent.fetch(NAME, Set.of("a")))
        .isInstanceOf(SecretUnavailableException.class)
        .hasMessage(
            "Secret team/keys wasn't asked for: the API server doesn't answer for Secrets.");
    answer.complete(null);
    await().untilAsserted(() -> assertThat(silent.fetch(NAME, Set.of("a"))).isEmpty());
    assertThat(gaveUp).hasValue(ROUNDS - KeptSecrets.MOST_IN_SILENCE);
  }

  private static void waits(KeptSecrets silent, SecretName name, AtomicInteger gaveUp) {
    try {
      silent.fetch(name, Set.of("a"));
    } catch (SecretUnavailableException _) {
      gaveUp.incrementAndGet();
    }
  }

  @Test
  void whatMayNotBeReadIsNotThere() {
    down = true;
    code = 403;

    assertThat(kept.fetch(NAME, Set.of("a"))).isEmpty();
  }

  @Test
  void thatOneMayNotBeReadIsToldOnceInARow() {
    List<String> told =
        told(
            () -> {
              kept.fetch(NAME, Set.of("a"));
              code = 403;
              down = true;
              for (int i = 0; i < 10; i++) {
                kept.fetch(NAME, Set.of("a"));
                kept.look(NAME, Set.of("a"), now);
              }
            });

    assertThat(told).hasSize(1);
  }

  @Test
  void thatOneCannotBeFetchedIsToldOnceInARow() {
    List<String> told =
        told(
            () -> {
              down = true;
              for (int each : new int[] {500, 0, 0}) {
                code = each;
                assertThatThrownBy(() -> kept.fetch(NAME, Set.of("a"))).isNotNull();
              }
              down = false;
              kept.fetch(NAME, Set.of("a"));
              down = true;
              assertThatThrownBy(() -> kept.fetch(NAME, Set.of("a"))).isNotNull();
            });

    assertThat(told)
        .containsExactly(
            "Secret team/keys couldn't be fetched (HTTP 500). It is asked for again every few"
                + " seconds by whoever needs it.",
            "Secret team/keys can be fetched again.",
            "Secret team/keys couldn't be fetched (no answer). It is asked for again every few"
                + " seconds by whoever needs it.");
  }

  private static List<String> told(Runnable doing) {
    Logger log = (Logger) LoggerFactory.getLogger(KeptSecrets.class);
    ListAppender<ILoggingEvent> told = new ListAppender<>();
    told.start();
    log.addAppender(told);
    log.setLevel(Level.INFO);
    try {
      doing.run();
    } finally {
      log.detachAppender(told);
      log.setLevel(null);
    }
    return told.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  @Test
  void whoNamesOneSecretAfterTheOtherFillsNoMemory() {
    data.put("a", Base64.getEncoder().encodeToString(new byte[16 * 1024]));
    for (int i = 0; i < 3_000; i++) {
      now = now.plusSeconds(1);
      kept.fetch(new SecretName("team", "keys-" + i), Set.of("a"));
    }

    long value = Base64.getEncoder().encodeToString(new byte[16 * 1024]).length();
    assertThat(IntStream.range(0, 3_000).filter(this::isKept).count() * value)
        .isBetween(KeptSecrets.MOST / 2L, (long) KeptSecrets.MOST);
    assertThat(isKept(2_999)).as("what was asked for last").isTrue();
    assertThat(isKept(0)).isFalse();
  }

  @Test
  void whoNamesOneEntryAfterTheOtherFillsNoMemory() {
    for (int i = 0; i < 3 * KeptSecrets.MOST_ENTRIES; i++) {
      now = now.plusSeconds(1);
      kept.fetch(NAME, Set.of("entry-" + i));
    }

    assertThat(kept.kept(NAME, Set.of()).orElseThrow().entries())
        .hasSizeLessThanOrEqualTo(KeptSecrets.MOST_ENTRIES)
        .contains("entry-" + (3 * KeptSecrets.MOST_ENTRIES - 1));
  }

  private boolean isKept(int i) {
    return kept.kept(new SecretName("team", "keys-" + i), Set.of("a")).isPresent();
  }

  @Test
  void whatNobodyAsksForIsForgotten() {
    kept.fetch(NAME, Set.of("a"));
    now = now.plus(Duration.ofHours(24));
    kept.forgetOld();
    assertThat(kept.kept(NAME, Set.of("a"))).isPresent();

    kept.look(NAME, Set.of("a"), now.minus(Duration.ofHours(24)));
    now = now.plus(Duration.ofHours(2));

    kept.forgetOld();
    assertThat(kept.kept(NAME, Set.of("a"))).isEmpty();
  }
}
