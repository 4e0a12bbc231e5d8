package dev.livecallback.api;

import static dev.livecallback.api.AccountSpecs.validBut;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.livecallback.testing.CommandResult;
import dev.livecallback.testing.NeedsControlPlane;
import dev.livecallback.testing.TestCluster;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@NeedsControlPlane
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayName("Of accounts, the API server")
class LiveAccountAdmissionIT {
  private static final String PROFILE_KEPT =
      "profile can't be changed: create another LiveAccount for the"
          + " other service, and name it in the accountRef of the objects that are to move";
  private static final String ACCOUNT_ID_KEPT =
      "spec.accountId: Invalid value: accountId can't be changed or removed once it is set, for"
          + " records were written in that cloud account: put it back, and create another"
          + " LiveAccount for another cloud account";

  private TestCluster cluster;

  @BeforeAll
  void takesOneNamespaceForAll(TestCluster ofTheClass) {
    cluster = ofTheClass;
  }

  @ParameterizedTest(name = "refuses {0}")
  @MethodSource("dev.livecallback.api.RefusedAccounts#all")
  void refuses(String name, Map<String, Object> spec, String sentence) {
    assertThatThrownBy(() -> resource("refused", spec).dryRun().create())
        .isInstanceOfSatisfying(
            KubernetesClientException.class, e -> assertThat(e.getCode()).isEqualTo(422))
        .satisfies(e -> ServerWords.assertSays(e, sentence));
  }

  @Test
  void refusesOneWithoutASpec() {
    GenericKubernetesResource empty = AccountSpecs.account("empty", Map.of());
    empty.getAdditionalProperties().clear();

    assertThatThrownBy(() -> cluster.client().resource(empty).dryRun().create())
        .hasMessageContaining("spec: Required value");
  }

  @ParameterizedTest(name = "accepts {0}")
  @MethodSource("dev.livecallback.api.AcceptedAccounts#all")
  void accepts(String name, Map<String, Object> spec) {
    GenericKubernetesResource stored = resource("accepted", spec).dryRun().create();

    assertThat(stored.getAdditionalProperties())
        .as("nothing is added to the spec, and a status that never reads as current")
        .isEqualTo(Map.of("spec", spec, "status", Map.of("observedGeneration", -1)));
  }

  @ParameterizedTest(name = "accepts the edit: {0}")
  @MethodSource
  void acceptsTheEdit(String name, String before, String after) {
    String id = create(before);

    assertThat(resource(id, validBut(after)).update().getMetadata().getGeneration()).isEqualTo(2);
  }

  static Stream<Arguments> acceptsTheEdit() {
    String environment = "{credentials: {environment: {}}}";
    return Stream.of(
        arguments("another Secret", "{}", "{credentials: {secretRef: {name: other}}}"),
        arguments("another kind of credentials", environment, "{}"),
        arguments("the operator's environment", "{}", environment),
        arguments("the account number is added", "{}", "{accountId: '1'}"),
        arguments("beside the account number", "{accountId: '1'}", "{accountId: '1', region: a}"),
        arguments("another region", "{region: a}", "{region: b}"),
        arguments("no region", "{region: a}", "{}"),
        arguments("another endpoint", "{endpoint: 'https://a'}", "{endpoint: 'https://b'}"),
        arguments("fewer calls", "{}", "{callsPerSecond: {update: 1}}"),
        arguments("another period", "{syncPeriod: 10m}", "{syncPeriod: 1h}"),
        arguments("a limit of deletes", "{}", "{deleteLimit: {perHour: 20}}"),
        arguments("no limit of deletes", "{deleteLimit: {perHour: 20}}", "{}"),
        arguments("rules", "{}", "{allow: [{namespaces: ['*']}]}"),
        arguments("no rules", "{allow: [{namespaces: ['*']}]}", "{}"));
  }

  @ParameterizedTest(name = "refuses the edit: {0}")
  @MethodSource
  void refusesTheEdit(String name, String before, String after, String sentence) {
    String id = create(before);

    assertThatThrownBy(() -> resource(id, validBut(after)).dryRun().update())
        .isInstanceOfSatisfying(
            KubernetesClientException.class, e -> assertThat(e.getCode()).isEqualTo(422))
        .satisfies(e -> ServerWords.assertSays(e, sentence));
  }

  static Stream<Arguments> refusesTheEdit() {
    return Stream.of(
        arguments("another profile", "{}", "{profile: BytePlus}", PROFILE_KEPT),
        arguments("the other profile", "{profile: BytePlus}", "{}", PROFILE_KEPT),
        arguments(
            "another account number", "{accountId: '1'}", "{accountId: '2'}", ACCOUNT_ID_KEPT),
        arguments("no account number", "{accountId: '1'}", "{}", ACCOUNT_ID_KEPT),
        arguments(
            "more calls than the profile allows",
            "{profile: BytePlus}",
            "{profile: BytePlus, callsPerSecond: {describe: 2}}",
            "the profile BytePlus allows 1 call per second and action"));
  }

  @Test
  void putsOneKindOfCredentialsInThePlaceOfAnotherWhoeverAppliedThat() {
    apply("first", "secretRef: {name: live}").succeeded();
    apply("second", "environment: {}").succeeded();

    assertThat(
            resource("applied", validBut("{}"))
                .get()
                .<Map<String, Object>>get("spec", "credentials"))
        .isEqualTo(Map.of("environment", Map.of()));
  }

  private CommandResult apply(String manager, String credentials) {
    return cluster.kubectlWithInput(
        """
        apiVersion: livecallback.dev/v1
        kind: LiveAccount
        metadata: {name: applied}
        spec: {profile: Volcengine, credentials: {%s}}
        """
            .formatted(credentials),
        "apply",
        "--server-side",
        "--force-conflicts",
        "--field-manager=" + manager,
        "-f",
        "-");
  }

  private String create(String difference) {
    GenericKubernetesResource account = AccountSpecs.account("", validBut(difference));
    account.getMetadata().setName(null);
    account.getMetadata().setGenerateName("edited-");
    return cluster.client().resource(account).create().getMetadata().getName();
  }

  private Resource<GenericKubernetesResource> resource(String name, Map<String, Object> spec) {
    return cluster.client().resource(AccountSpecs.account(name, spec));
  }
}
