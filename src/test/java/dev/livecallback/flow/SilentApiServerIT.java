package dev.livecallback.flow;

import static dev.livecallback.flow.Callbacks.OTHER_URL;
import static dev.livecallback.flow.Callbacks.URL;
import static dev.livecallback.flow.Callbacks.signedBy;
import static dev.livecallback.flow.Callbacks.spec;
import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.testing.ApiServerProxy;
import dev.livecallback.testing.NamespacedRoles;
import dev.livecallback.testing.NeedsControlPlane;
import dev.livecallback.testing.OperatorUnderTest;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** As with a webhook that hangs: all else is answered. */
@NeedsControlPlane(own = true) // the policies of others would refuse an operator with few rights
@Flow(quota = 100, sync = "1s", operator = false)
@Execution(ExecutionMode.CONCURRENT)
@DisplayName("While a part of the API server doesn't answer, the operator")
class SilentApiServerIT {
  /** More than there are rounds at a time. */
  private static final int MANY = 40;

  private static final String SCOPE = "vhost/silent.example.com";
  private static final String SIGNED = "vhost/signed.example.com";
  private static final String REPAIRED = "vhost/repaired.example.com";

  @Test
  void doesAllElseAndEndsInTimeWhereNoEventIsTaken(Scene scene) {
    try (ApiServerProxy proxy = ApiServerProxy.to(scene.cluster().client())) {
      proxy.silence("events");
      OperatorUnderTest operator = start(scene, proxy, scene.cluster().kubeconfig());

      works(scene, operator);

      Callbacks.awaitThat(
          "each object to have an event",
          () -> assertThat(operator.logWith("Created: ")).hasSize(MANY));
      assertThat(scene.callbacks().events()).isEmpty();
      endsInTime(operator);
      assertThat(operator.logWith("Events dropped: ")).hasSize(1);
    }
  }

  @Test
  void doesAllForObjectsWithoutAKeyWhereNoSecretCanBeHad(Scene scene) {
    NamespacedRoles roles = new NamespacedRoles(scene.cluster(), true);
    Path kubeconfig = roles.createServiceAccount();
    roles.bind(scene.cluster());
    try (ApiServerProxy proxy = ApiServerProxy.to(scene.cluster().client())) {
      proxy.silence("secrets");
      OperatorUnderTest operator = start(scene, proxy, kubeconfig);
      assertThat(operator.logWith("may be got but not watched")).hasSize(1);
      scene.callbacks().secret("signing", "signs000001");
      create(scene, "signed", SIGNED, signedBy("signing"));
      Callbacks.awaitThat(
          "rounds to wait for the Secret", () -> assertThat(proxy.unanswered()).isPositive());

      works(scene, operator);

      assertThat(scene.records(SIGNED)).isEmpty();
      proxy.speak();
      awaitReady(scene, "signed");
      assertThat(scene.records(SIGNED)).hasSize(MANY);
      endsInTime(operator);
    }
  }

  @Test
  void doesAllForObjectsWhereNoStatusOfAnAccountIsTaken(Scene scene) {
    try (ApiServerProxy proxy = ApiServerProxy.to(scene.cluster().client())) {
      proxy.silence("liveaccounts", "status");
      IntStream.range(0, MANY)
          .forEach(i -> scene.accounts().create("a" + i, Accounts.ofSecret("none")));
      OperatorUnderTest operator = start(scene, proxy, scene.cluster().kubeconfig());

      Callbacks.awaitThat(
          "rounds to wait for a status", () -> assertThat(proxy.unanswered()).isPositive());

      works(scene, operator);

      assertThat(scene.accounts().all())
          .allMatch(account -> account.statusOrEmpty().conditions().isEmpty());
      endsInTime(operator);
    }
  }

  @Test
  void waitsOnlyAMomentForWhichKeysWereVerified(Scene scene) {
    try (ApiServerProxy proxy = ApiServerProxy.to(scene.cluster().client())) {
      proxy.silence("configmaps");
      OperatorUnderTest operator = start(scene, proxy, scene.cluster().kubeconfig());

      works(scene, operator);

      assertThat(operator.logWith("Which keys STS verified isn't remembered")).hasSize(1);
      endsInTime(operator);
    }
  }

  private static OperatorUnderTest start(Scene scene, ApiServerProxy proxy, Path kubeconfig) {
    return scene.start(scene.operator().with("KUBECONFIG", proxy.through(kubeconfig).toString()));
  }

  /** Records are created and repaired, and statuses written. */
  private static void works(Scene scene, OperatorUnderTest operator) {
    scene.adopt("repaired", REPAIRED, "a", URL, "");
    create(scene, "o", SCOPE, "");
    awaitReady(scene, "o");
    assertThat(scene.records(SCOPE)).hasSize(MANY);

    scene.console().put(REPAIRED, "a", "push", OTHER_URL);
    Callbacks.awaitThat(
        "the record to be put back",
        () -> assertThat(operator.logWith("DriftCorrected: ")).hasSize(1));
    assertThat(scene.records(REPAIRED).toString()).contains(URL).doesNotContain(OTHER_URL);
  }

  private static void create(Scene scene, String name, String scope, String more) {
    IntStream.range(0, MANY)
        .forEach(i -> scene.callbacks().create(name + i, spec(scope, "a" + i, "push", URL, more)));
  }

  private static void awaitReady(Scene scene, String name) {
    IntStream.range(0, MANY).forEach(i -> scene.callbacks().awaitReady(name + i));
  }

  private static void endsInTime(OperatorUnderTest operator) {
    assertThat(operator.terminate()).isZero();
    assertThat(operator.logWith("Stopped.")).hasSize(1);
  }
}
