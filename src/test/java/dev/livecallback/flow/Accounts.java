package dev.livecallback.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.api.AccountReason;
import dev.livecallback.api.Condition;
import dev.livecallback.api.ConditionType;
import dev.livecallback.api.LiveAccount;
import dev.livecallback.testing.KnownSecrets;
import dev.livecallback.testing.TestCluster;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.NonDeletingOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/** The LiveAccounts of a test's namespace and their Secrets, as a person with kubectl has them. */
final class Accounts {
  /** Far longer than anything takes that is waited for, with the minute in which STS is asked. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

  private final TestCluster cluster;
  private final KubernetesClient client;

  Accounts(TestCluster cluster) {
    this.cluster = cluster;
    this.client = cluster.client();
  }

  /** Creates one; {@code spec} is YAML's flow form. */
  void create(String name, String spec) {
    client
        .resource(
            """
            apiVersion: livecallback.dev/v1
            kind: LiveAccount
            metadata: {name: %s}
            spec: %s
            """
                .formatted(name, spec))
        .create();
  }

  /** The spec of one of Volcengine whose keys are in a Secret. */
  static String ofSecret(String secret) {
    return ofSecret(secret, "");
  }

  /** The same with further fields: {@code "syncPeriod: 1m"}. */
  static String ofSecret(String secret, String more) {
    return "{profile: Volcengine, credentials: {secretRef: {name: %s}}%s}"
        .formatted(secret, more.isEmpty() ? "" : ", " + more);
  }

  /** The further fields of a LiveCallback's spec that names an account. */
  static String through(String account) {
    return "accountRef: {name: %s}".formatted(account);
  }

  /** Creates a user's Secret and the account that names it, both of this name. */
  void create(String name, CloudUser user) {
    secret(name, user.entries());
    create(name, ofSecret(name));
  }

  /** Edits one: a JSON merge patch of its spec. */
  void edit(String name, String spec) {
    one(name).patch(MERGE, "{\"spec\":" + spec + "}");
  }

  /** Puts an annotation on one. */
  void annotate(String name, String annotation, String value) {
    one(name)
        .patch(
            MERGE, "{\"metadata\":{\"annotations\":{\"%s\":\"%s\"}}}".formatted(annotation, value));
  }

  /** Takes an annotation off one. */
  void removeAnnotation(String name, String annotation) {
    one(name).patch(MERGE, "{\"metadata\":{\"annotations\":{\"%s\":null}}}".formatted(annotation));
  }

  /** Asks for one to be deleted, and doesn't wait. */
  void delete(String name) {
    one(name).delete();
  }

  /** One that is there. */
  LiveAccount get(String name) {
    LiveAccount found = one(name).get();
    assertThat(found).as("LiveAccount " + name).isNotNull();
    return found;
  }

  /** Its Ready condition; fails if there is none. */
  static Condition ready(LiveAccount account) {
    return account
        .statusOrEmpty()
        .condition(ConditionType.READY)
        .orElseThrow(() -> new AssertionError("No Ready in " + account.getStatus()));
  }

  /** Waits until its latest generation is Ready, and returns it so. */
  LiveAccount awaitReady(String name) {
    return awaitReason(name, AccountReason.CREDENTIALS_VALID);
  }

  /** Waits until its latest generation is or isn't Ready for this reason, and returns it so. */
  LiveAccount awaitReason(String name, AccountReason reason) {
    LiveAccount account =
        awaitLike(
            name,
            each -> {
              Condition ready = ready(each);
              assertThat(ready.reason())
                  .as("reason, with %s", ready.message())
                  .isEqualTo(reason.word());
              assertThat(ready.observedGeneration()).isEqualTo(each.getMetadata().getGeneration());
            });
    assertThat(ready(account).holds()).isEqualTo(reason == AccountReason.CREDENTIALS_VALID);
    return account;
  }

  /** Waits until one is like this, and returns it so. */
  LiveAccount awaitLike(String name, Consumer<LiveAccount> like) {
    return cluster.watched(LiveAccount.class).await(name, PATIENCE, like);
  }

  /** Waits until one is gone. */
  void awaitGone(String name) {
    cluster.watched(LiveAccount.class).awaitGone(name, PATIENCE);
  }

  /** All of them. */
  List<LiveAccount> all() {
    return client.resources(LiveAccount.class).list().getItems();
  }

  /** Creates an Opaque Secret, or replaces it with all that it holds. */
  void secret(String name, Map<String, String> entries) {
    entries.forEach(
        (entry, value) -> {
          if (!entry.toLowerCase(Locale.ROOT).endsWith("id")) {
            KnownSecrets.add(value);
          }
        });
    Secret secret =
        new SecretBuilder()
            .withNewMetadata()
            .withName(name)
            .endMetadata()
            .withType("Opaque")
            .withStringData(entries)
            .build();
    client.resource(secret).createOr(NonDeletingOperation::update);
  }

  void deleteSecret(String name) {
    client.secrets().withName(name).delete();
  }

  private Resource<LiveAccount> one(String name) {
    return client.resources(LiveAccount.class).withName(name);
  }
}
