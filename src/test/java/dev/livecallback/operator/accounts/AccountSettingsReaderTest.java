package dev.livecallback.operator.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.account.AccountAnnotations;
import dev.livecallback.account.AccountProblem;
import dev.livecallback.account.AccountSettings;
import dev.livecallback.account.DeletesPerHour;
import dev.livecallback.account.ServiceProfile;
import dev.livecallback.api.AccountReason;
import dev.livecallback.api.LiveAccount;
import dev.livecallback.calls.Action;
import dev.livecallback.operator.config.StartupException;
import dev.livecallback.operator.process.OperatorCommand;
import dev.livecallback.volcengine.Scope;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an operator in namespace "ops" makes of a LiveAccount. */
class AccountSettingsReaderTest {
  private static final String ENVIRONMENT = "credentials: {environment: {}}";
  private static final String SECRET = "credentials: {secretRef: {name: keys}}";

  private static AccountSettingsReader settings() throws StartupException {
    return new AccountSettingsReader(
        new OperatorCommand(
                Map.of(
                    "POD_NAMESPACE", "ops",
                    "LIVE_ENDPOINT", "http://127.0.0.1:9000",
                    "STS_ENDPOINT", "http://127.0.0.1:9001",
                    "LIVE_REGION", "cn-south-1",
                    "LIVE_QUOTA", "50",
                    "SYNC_PERIOD", "5m",
                    "ALLOWED_ENDPOINTS", "https://proxy.example.com"))
            .settings());
  }

  private static AccountSettings of(String namespace, String name, String spec)
      throws StartupException {
    return of(namespace, name, spec, "{}");
  }

  private static AccountSettings of(String namespace, String name, String spec, String annotations)
      throws StartupException {
    return settings()
        .of(
            Serialization.unmarshal(
                "metadata: {namespace: %s, name: %s, annotations: %s}%nspec: {%s}"
                    .formatted(namespace, name, annotations, spec),
                LiveAccount.class));
  }

  private static AccountReason problem(AccountSettings settings) {
    return Objects.requireNonNull(settings.problem()).reason();
  }

  @Test
  void theDefaultAccountHasTheOperatorsOwnSettings() throws StartupException {
    AccountSettings settings = of("ops", "default", "profile: Volcengine, " + ENVIRONMENT);

    assertThat(settings.profile()).isEqualTo(ServiceProfile.VOLCENGINE);
    assertThat(settings.liveEndpoint()).isEqualTo(URI.create("http://127.0.0.1:9000"));
    assertThat(settings.stsEndpoint()).isEqualTo(URI.create("http://127.0.0.1:9001"));
    assertThat(settings.region()).isEqualTo("cn-south-1");
    assertThat(settings.callsPerSecond()).containsEntry(Action.UPDATE, 50);
    assertThat(settings.syncPeriod()).isEqualTo(Duration.ofMinutes(5));
    assertThat(settings.deletesPerHour()).isEqualTo(DeletesPerHour.UNLIMITED);
    assertThat(settings.annotations()).isEqualTo(AccountAnnotations.NONE);
    assertThat(settings.trusted()).isTrue();
    assertThat(settings.problem()).isNull();
  }

  @Test
  void anotherAccountHasItsProfilesLimits() throws StartupException {
    AccountSettings settings =
        of(
            "team",
            "own",
            "profile: Volcengine, callsPerSecond: {describe: 3}, syncPeriod: 90s, " + SECRET);

    assertThat(settings.callsPerSecond())
        .containsEntry(Action.UPDATE, 10)
        .containsEntry(Action.DESCRIBE, 3)
        .containsEntry(Action.DELETE, 10);
    assertThat(settings.syncPeriod()).isEqualTo(Duration.ofSeconds(90));
    assertThat(settings.trusted()).isFalse();
    assertThat(settings.problem()).isNull();
  }

  @Test
  void bytePlusIsOneHostWithOneCallPerSecond() throws StartupException {
    AccountSettings settings = of("team", "own", "profile: BytePlus, " + SECRET);

    assertThat(settings.liveEndpoint()).isEqualTo(URI.create("https://open.byteplusapi.com"));
    assertThat(settings.stsEndpoint()).isEqualTo(settings.liveEndpoint());
    assertThat(settings.callsPerSecond()).containsValue(1).doesNotContainValue(10);
    assertThat(settings.region()).isEqualTo("cn-north-1");
    assertThat(of("team", "own", "profile: BytePlus, region: ap-singapore-1, " + SECRET).region())
        .isEqualTo("ap-singapore-1");
  }

  @Test
  void onlyAllowedEndpointsAreUsed() throws StartupException {
    String endpoint = "profile: Volcengine, endpoint: 'https://%s', " + SECRET;

    assertThat(of("team", "own", endpoint.formatted("proxy.example.com")).problem()).isNull();
    assertThat(of("team", "own", endpoint.formatted("live.volcengineapi.com")).problem()).isNull();
    assertThat(problem(of("team", "own", endpoint.formatted("evil.example.com"))))
        .isEqualTo(AccountReason.ENDPOINT_NOT_ALLOWED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://proxy.example.com",
        "https://proxy.example.com/",
        "HTTPS://Proxy.Example.COM",
        "https://proxy.example.com:443"
      })
  void anEndpointIsTheSameHoweverItIsSpelt(String endpoint) throws StartupException {
    String spec = "profile: Volcengine, endpoint: '%s', %s".formatted(endpoint, SECRET);

    assertThat(of("team", "own", spec).liveEndpoint())
        .isEqualTo(URI.create("https://proxy.example.com"));
  }

  @Test
  void theOperatorsIdentityIsForItsOwnNamespace() throws StartupException {
    String role = "credentials: {webIdentity: {roleTrn: 'trn:iam::1:role/x'}}";
    assertThat(problem(of("team", "own", "profile: Volcengine, " + ENVIRONMENT)))
        .isEqualTo(AccountReason.CREDENTIALS_NOT_ALLOWED);
    assertThat(problem(of("team", "own", "profile: Volcengine, " + role)))
        .isEqualTo(AccountReason.CREDENTIALS_NOT_ALLOWED);
    assertThat(of("ops", "role", "profile: Volcengine, " + role).problem()).isNull();
  }

  @Test
  void rulesAndLimitsAreTakenOver() throws StartupException {
    AccountSettings settings =
        of(
            "team",
            "own",
            "profile: Volcengine, accountId: '7', deleteLimit: {perHour: 2}, allow: [{namespaces:"
                + " [a]}], "
                + SECRET);
    Scope scope = Scope.vhost("live.example.com");

    assertThat(settings.accountId()).isEqualTo("7");
    assertThat(settings.deletesPerHour()).isEqualTo(new DeletesPerHour(2, null));
    assertThat(settings.access().refusal("a", scope, List.of())).isEmpty();
    assertThat(settings.access().refusal("team", scope, List.of())).isPresent();
  }

  @Test
  void annotationsAreVerbs() throws StartupException {
    AccountSettings settings =
        of(
            "team",
            "own",
            "profile: Volcengine, " + SECRET,
            "{livecallback.dev/paused: 'yes', livecallback.dev/reconcile-requested-at: now,"
                + " livecallback.dev/allow-drift-until: a, livecallback.dev/release-deletes-until:"
                + " b, livecallback.dev/confirm-account: ' 7 ', livecallback.dev/confirm-delete: ' 0a '}");

    assertThat(settings.annotations())
        .isEqualTo(new AccountAnnotations(true, "now", "a", "b", "7", "0a"));
    assertThat(
            of(
                    "team",
                    "own",
                    "profile: Volcengine, " + SECRET,
                    "{livecallback.dev/paused: 'false'}")
                .annotations()
                .paused())
        .isFalse();
  }

  @Test
  void noProblemNamesWhatIsSecret() throws StartupException {
    AccountProblem problem = of("team", "own", "profile: Volcengine, " + ENVIRONMENT).problem();

    assertThat(problem).isNotNull();
    assertThat(Objects.requireNonNull(problem).message()).contains("ops", "secretRef");
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "profile: Tencent, credentials: {secretRef: {name: keys}}",
        "credentials: {secretRef: {name: keys}}",
        "profile: Volcengine, credentials: {vault: {path: x}}",
        "profile: Volcengine, credentials: {}",
        "profile: Volcengine",
        "profile: Volcengine, credentials: {environment: {}, secretRef: {name: keys}}",
        "profile: Volcengine, credentials: {environment: {}}, syncPeriod: 5",
        "profile: Volcengine, credentials: {environment: {}}, syncPeriod: 99999h",
        "profile: Volcengine, credentials: {environment: {}}, region: 'x y'",
        "profile: Volcengine, credentials: {environment: {}}, deleteLimit: {perHour: many}",
        "profile: Volcengine, credentials: {environment: {}},"
            + " allow: [{namespaces: ['*'], ports: [443]}]",
        "profile: Volcengine, credentials: {environment: {}}, allow: {namespaces: ['*']}",
        "profile: Volcengine, credentials: {environment: {}}, allow: [{namespaces: '*'}]",
      })
  void aValueThatIsNotKnownLetsNothingThrough(String spec) throws StartupException {
    AccountSettings settings = of("ops", "odd", spec);

    assertThat(problem(settings)).isEqualTo(AccountReason.UNSUPPORTED_VALUE);
    assertThat(Objects.requireNonNull(settings.problem()).message()).startsWith("spec.");
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "https://a..b",
        "https://x/[",
        "https://[fe80::1%25eth0]/",
        "not a URL",
        "HTTPS://LIVE.volcengineapi.com:99999/"
      })
  void anEndpointThatIsNotOnTheListIsRefusedUnread(String endpoint) throws StartupException {
    AccountSettings settings =
        of("team", "own", "profile: Volcengine, endpoint: '%s', %s".formatted(endpoint, SECRET));

    assertThat(problem(settings)).isEqualTo(AccountReason.ENDPOINT_NOT_ALLOWED);
    assertThat(settings.liveEndpoint()).isEqualTo(URI.create("http://127.0.0.1:9000"));
  }
}
