package dev.livecallback.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LiveAccountJsonTest {
  private static final String FULL =
      """
      apiVersion: "livecallback.dev/v1"
      kind: "LiveAccount"
      metadata:
        name: "a"
        namespace: "b"
        uid: "c"
      spec:
        profile: "Volcengine"
        credentials:
          secretRef:
            name: "live"
            accessKeyIdKey: "ak"
            secretAccessKeyKey: "sk"
            sessionTokenKey: "token"
        accountId: "2100000001"
        region: "cn-north-1"
        endpoint: "https://live.volcengineapi.com"
        callsPerSecond:
          update: 10
          describe: 5
          delete: 1
        syncPeriod: "10m"
        deleteLimit:
          perHour: 20
        allow:
        - namespaces:
          - "*"
          scopes:
          - "vhost/*.sports.example.com"
          urls:
          - "https://*.example.com/*"
      status:
        observedGeneration: 3
        accountId: "2100000001"
        conditions:
        - type: "Ready"
          status: "True"
          reason: "CredentialsValid"
          message: "The service accepts the credentials."
          lastTransitionTime: "2026-01-31T23:59:58Z"
          observedGeneration: 3
        objects: 0
        scopes: 0
        lastHandledReconcileAt: "now"
      """;

  private static final String SMALL =
      """
      apiVersion: "livecallback.dev/v1"
      kind: "LiveAccount"
      metadata:
        name: "a"
      spec:
        profile: "BytePlus"
        credentials:
          environment: {}
      """;

  @Test
  void aFullAccountSurvivesTheRoundTrip() {
    LiveAccount account = Serialization.unmarshal(FULL, LiveAccount.class);

    assertThat(Serialization.asYaml(account)).isEqualTo("---\n" + FULL);
    assertThat(account.id()).isEqualTo(new ObjectId("b", "a", "c"));
  }

  @Test
  void anEmptyObjectOfCredentialsSurvivesTheRoundTrip() {
    LiveAccount account = Serialization.unmarshal(SMALL, LiveAccount.class);

    assertThat(Serialization.asYaml(account)).isEqualTo("---\n" + SMALL);
    assertThat(account.getSpec().credentials())
        .isEqualTo(new CredentialsSpec(null, null, new EnvironmentSpec()));
    assertThat(account.statusOrEmpty().neverWritten()).isTrue();
  }

  @Test
  void fieldsOfALaterVersionAreIgnored() {
    String later =
        FULL.replace("  accountId:", "  later: 1\n  accountId:")
            .replace("      name: \"live\"", "      name: \"live\"\n      later: {}");

    assertThat(later).contains("  later: 1", "      later: {}");
    LiveAccount account = Serialization.unmarshal(later, LiveAccount.class);
    assertThat(Serialization.asYaml(account)).isEqualTo("---\n" + FULL);
    assertThat(
            Serialization.unmarshal(
                    SMALL.replace("environment: {}", "environment: {later: 1}"), LiveAccount.class)
                .getSpec()
                .credentials()
                .environment())
        .isEqualTo(new EnvironmentSpec());
  }

  @Test
  void aStatusThatNothingIsKnownOfIsItsGenerationAlone() {
    assertThat(Serialization.asJson(LiveAccountStatus.EMPTY))
        .isEqualTo("{\"observedGeneration\":-1}");
    assertThat(Serialization.unmarshal("{}", LiveAccountStatus.class).neverWritten()).isTrue();
  }

  @Test
  void aConditionIsFoundByItsType() {
    Condition held =
        Condition.of(
            ConditionType.DELETE_LIMIT_REACHED,
            Condition.TRUE,
            AccountReason.DELETE_LIMIT_REACHED,
            AccountReason.DELETE_LIMIT_REACHED.sentence(),
            Instant.EPOCH,
            1);
    LiveAccountStatus status = new LiveAccountStatus(1L, null, List.of(held), 1L, 1L, null);

    assertThat(status.condition(ConditionType.DELETE_LIMIT_REACHED)).contains(held);
    assertThat(status.condition(ConditionType.READY)).isEmpty();
    assertThat(status.neverWritten()).isFalse();
  }

  @Test
  void entriesOfTheSecretThatAreNotNamedHaveTheirUsualNames() {
    CredentialsSecretRef silent = new CredentialsSecretRef("live", null, null, null);
    CredentialsSecretRef named = new CredentialsSecretRef("live", "ak", "sk", "token");

    assertThat(List.of(silent.idEntry(), silent.secretEntry(), silent.tokenEntry()))
        .containsExactly("accessKeyId", "secretAccessKey", "sessionToken");
    assertThat(List.of(named.idEntry(), named.secretEntry(), named.tokenEntry()))
        .containsExactly("ak", "sk", "token");
  }

  @Test
  void keysOfARoleAreGoodForAnHourUnlessItIsSaidOtherwise() {
    String role = "trn:iam::2100000001:role/live";

    assertThat(new WebIdentitySpec(role, null).validFor()).isEqualTo(Duration.ofHours(1));
    assertThat(new WebIdentitySpec(role, 900).validFor()).isEqualTo(Duration.ofMinutes(15));
  }

  @Test
  void anAccountIsLookedForInTheObjectsNamespaceUnlessItIsSaidOtherwise() {
    assertThat(new AccountRef("live", null).accountName("team")).hasToString("team/live");
    assertThat(new AccountRef("live", "streaming").accountName("team"))
        .hasToString("streaming/live");
  }

  @ParameterizedTest
  @EnumSource
  void aReasonIsFoundByItsWord(AccountReason reason) {
    assertThat(AccountReason.ofWord(reason.word())).contains(reason);
    assertThat(reason.sentence()).endsWith(".");
    assertThat(AccountReason.ofWord("Someday")).isEmpty();
  }
}
