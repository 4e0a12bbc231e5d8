package dev.livecallback.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.account.Profile;
import dev.livecallback.account.Terms;
import dev.livecallback.account.Trouble;
import dev.livecallback.account.Verbs;
import dev.livecallback.api.AccountReason;
import dev.livecallback.api.LiveAccount;
import dev.livecallback.calls.Action;
import dev.livecallback.volcengine.Scope;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What an operator in namespace "ops" makes of a LiveAccount. */
class AccountTermsTest {
  private static final String ENVIRONMENT = "credentials: {environment: {}}";
  private static final String SECRET = "credentials: {secretRef: {name: keys}}";

  private static AccountTerms terms() throws StartupException {
    return new AccountTerms(
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

  private static Terms of(String namespace, String name, String spec) throws StartupException {
    return of(namespace, name, spec, "{}");
  }

  private static Terms of(String namespace, String name, String spec, String annotations)
      throws StartupException {
    return terms()
        .of(
            Serialization.unmarshal(
                "metadata: {namespace: %s, name: %s, annotations: %s}%nspec: {%s}"
                    .formatted(namespace, name, annotations, spec),
                LiveAccount.class));
  }

  private static AccountReason problem(Terms terms) {
    return Objects.requireNonNull(terms.problem()).reason();
  }

  @Test
  void theDefaultAccountHasTheOperatorsOwnSettings() throws StartupException {
    Terms terms = of("ops", "default", "profile: Volcengine, " + ENVIRONMENT);

    assertThat(terms.profile()).isEqualTo(Profile.VOLCENGINE);
    assertThat(terms.liveEndpoint()).isEqualTo(URI.create("http://127.0.0.1:9000"));
    assertThat(terms.stsEndpoint()).isEqualTo(URI.create("http://127.0.0.1:9001"));
    assertThat(terms.region()).isEqualTo("cn-south-1");
    assertThat(terms.callsPerSecond()).containsEntry(Action.UPDATE, 50);
    assertThat(terms.syncPeriod()).isEqualTo(Duration.ofMinutes(5));
    assertThat(terms.deletesPerHour()).isNull();
    assertThat(terms.verbs()).isEqualTo(Verbs.NONE);
    assertThat(terms.trusted()).isTrue();
    assertThat(terms.problem()).isNull();
  }

  @Test
  void anotherAccountHasItsProfilesLimits() throws StartupException {
    Terms terms =
        of(
            "team",
            "own",
            "profile: Volcengine, callsPerSecond: {describe: 3}, syncPeriod: 90s, " + SECRET);

    assertThat(terms.callsPerSecond())
        .containsEntry(Action.UPDATE, 10)
        .containsEntry(Action.DESCRIBE, 3)
        .containsEntry(Action.DELETE, 10);
    assertThat(terms.syncPeriod()).isEqualTo(Duration.ofSeconds(90));
    assertThat(terms.trusted()).isFalse();
    assertThat(terms.problem()).isNull();
  }

  @Test
  void bytePlusIsOneHostWithOneCallPerSecond() throws StartupException {
    Terms terms = of("team", "own", "profile: BytePlus, " + SECRET);

    assertThat(terms.liveEndpoint()).isEqualTo(URI.create("https://open.byteplusapi.com"));
    assertThat(terms.stsEndpoint()).isEqualTo(terms.liveEndpoint());
    assertThat(terms.callsPerSecond()).containsValue(1).doesNotContainValue(10);
    assertThat(terms.region()).isEqualTo("cn-north-1");
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
    Terms terms =
        of(
            "team",
            "own",
            "profile: Volcengine, accountId: '7', deleteLimit: {perHour: 2}, allow: [{namespaces:"
                + " [a]}], "
                + SECRET);
    Scope scope = Scope.vhost("live.example.com");

    assertThat(terms.accountId()).isEqualTo("7");
    assertThat(terms.deletesPerHour()).isEqualTo(2);
    assertThat(terms.access().refusal("a", scope, List.of())).isEmpty();
    assertThat(terms.access().refusal("team", scope, List.of())).isPresent();
  }

  @Test
  void annotationsAreVerbs() throws StartupException {
    Terms terms =
        of(
            "team",
            "own",
            "profile: Volcengine, " + SECRET,
            "{livecallback.dev/paused: 'yes', livecallback.dev/reconcile-requested-at: now,"
                + " livecallback.dev/allow-drift-until: a, livecallback.dev/release-deletes-until:"
                + " b, livecallback.dev/confirm-account: ' 7 '}");

    assertThat(terms.verbs()).isEqualTo(new Verbs(true, "now", "a", "b", "7"));
    assertThat(
            of(
                    "team",
                    "own",
                    "profile: Volcengine, " + SECRET,
                    "{livecallback.dev/paused: 'false'}")
                .verbs()
                .paused())
        .isFalse();
  }

  @Test
  void noProblemNamesWhatIsSecret() throws StartupException {
    Trouble trouble = of("team", "own", "profile: Volcengine, " + ENVIRONMENT).problem();

    assertThat(trouble).isNotNull();
    assertThat(Objects.requireNonNull(trouble).message()).contains("ops", "secretRef");
  }
}
