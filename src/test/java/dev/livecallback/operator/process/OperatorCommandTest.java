package dev.livecallback.operator.process;

import static dev.livecallback.settings.OperatorSetting.ALLOWED_ENDPOINTS;
import static dev.livecallback.settings.OperatorSetting.HTTP_BIND;
import static dev.livecallback.settings.OperatorSetting.HTTP_PORT;
import static dev.livecallback.settings.OperatorSetting.KUBECONFIG;
import static dev.livecallback.settings.OperatorSetting.LIVE_ENDPOINT;
import static dev.livecallback.settings.OperatorSetting.LIVE_QUOTA;
import static dev.livecallback.settings.OperatorSetting.LIVE_REGION;
import static dev.livecallback.settings.OperatorSetting.STS_ENDPOINT;
import static dev.livecallback.settings.OperatorSetting.SYNC_PERIOD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.livecallback.account.TokenFile;
import dev.livecallback.leader.LeaseTerms;
import dev.livecallback.operator.config.OperatorSettings;
import dev.livecallback.operator.config.StartupException;
import dev.livecallback.volcengine.CredentialNames;
import dev.livecallback.volcengine.Credentials;
import dev.livecallback.volcengine.SecretText;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class OperatorCommandTest {
  private static final Map<String, String> KEYS =
      Map.of("ACCESS_KEY_ID", "AKID", "SECRET_ACCESS_KEY", "hush");

  private static OperatorSettings settings(Map<String, String> environment, String... options)
      throws StartupException {
    Map<String, String> all = new HashMap<>(KEYS);
    all.putAll(environment);
    OperatorCommand command = new OperatorCommand(all);
    new CommandLine(command).parseArgs(options);
    return command.settings();
  }

  private static Credentials credentials(OperatorSettings settings) {
    return Optional.ofNullable(settings.credentials()).orElseThrow();
  }

  @Test
  void needsNoAccessKeyWhereEveryAccountNamesItsOwn() throws StartupException {
    assertThat(settings(Map.of("ACCESS_KEY_ID", "", "SECRET_ACCESS_KEY", " ")).credentials())
        .isNull();
  }

  @Test
  void readsWhichAccountIsTheDefaultAndWhichEndpointsAreAllowed() throws StartupException {
    OperatorSettings settings =
        settings(
            Map.of("ALLOWED_ENDPOINTS", "https://a.example.com, https://b.example.com"),
            "--default-account=live/main");

    assertThat(settings.defaultAccount()).hasToString("live/main");
    assertThat(settings.of(ALLOWED_ENDPOINTS))
        .containsExactlyInAnyOrder(
            URI.create("https://a.example.com"), URI.create("https://b.example.com"));
  }

  /** A kustomization that renames the account can't join its namespace to it. */
  @Test
  void looksForADefaultAccountWithoutANamespaceInItsOwn() throws StartupException {
    assertThat(
            settings(Map.of("DEFAULT_ACCOUNT", "a-default", "POD_NAMESPACE", "ops"))
                .defaultAccount())
        .hasToString("ops/a-default");
  }

  @Test
  void needsNothingButTheAccessKey() throws StartupException {
    OperatorSettings settings = settings(Map.of());

    assertThat(credentials(settings).accessKeyId()).isEqualTo("AKID");
    assertThat(credentials(settings).secretAccessKey()).isEqualTo(new SecretText("hush"));
    assertThat(credentials(settings).sessionToken()).isNull();
    assertThat(settings.of(LIVE_ENDPOINT)).isEqualTo(URI.create("https://live.volcengineapi.com"));
    assertThat(settings.of(STS_ENDPOINT)).isEqualTo(URI.create("https://sts.volcengineapi.com"));
    assertThat(settings.of(LIVE_REGION)).isEqualTo("cn-north-1");
    assertThat(settings.of(LIVE_QUOTA)).isEqualTo(10);
    assertThat(settings.of(SYNC_PERIOD)).isEqualTo(Duration.ofMinutes(10));
    assertThat(settings.watchNamespaces()).isEmpty();
    assertThat(settings.of(HTTP_PORT)).isEqualTo(8080);
    assertThat(settings.of(HTTP_BIND)).isEqualTo("127.0.0.1");
    assertThat(settings.defaultAccount()).hasToString("live-callback-operator/default");
    assertThat(settings.of(KUBECONFIG)).isEmpty();
    assertThat(settings.lease())
        .isEqualTo(
            new LeaseTerms(Duration.ofSeconds(15), Duration.ofSeconds(10), Duration.ofSeconds(2)));
    assertThat(settings.toString()).doesNotContain("AKID", "hush");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void readsTheAccessKeyUnderTheNamesOfTheVendorsPrograms(CredentialNames names)
      throws StartupException {
    Map<String, String> environment =
        new HashMap<>(Map.of("ACCESS_KEY_ID", "", "SECRET_ACCESS_KEY", ""));
    environment.put(names.accessKeyId(), "AK");
    environment.put(names.secretAccessKey(), "SK ");
    environment.put(names.sessionToken(), "T");

    assertThat(credentials(settings(environment)))
        .isEqualTo(new Credentials("AK", new SecretText("SK"), new SecretText("T")));
  }

  static List<CredentialNames> readsTheAccessKeyUnderTheNamesOfTheVendorsPrograms() {
    return CredentialNames.USUAL;
  }

  @Test
  void readsEverySettingFromTheEnvironment() throws StartupException {
    OperatorSettings settings =
        settings(
            Map.ofEntries(
                Map.entry("SESSION_TOKEN", " token "),
                Map.entry("LIVE_ENDPOINT", "http://127.0.0.1:9000"),
                Map.entry("STS_ENDPOINT", "HTTPS://sts.example.com/"),
                Map.entry("LIVE_REGION", "ap-southeast-1"),
                Map.entry("LIVE_QUOTA", "1"),
                Map.entry("SYNC_PERIOD", "24h"),
                Map.entry("WATCH_NAMESPACES", " a, b ,,a"),
                Map.entry("HTTP_PORT", "0"),
                Map.entry("HTTP_BIND", "0.0.0.0"),
                Map.entry("POD_NAMESPACE", "ops"),
                Map.entry("KUBECONFIG", "/tmp/k")));

    assertThat(credentials(settings).sessionToken()).isEqualTo(new SecretText("token"));
    assertThat(settings.of(LIVE_ENDPOINT)).isEqualTo(URI.create("http://127.0.0.1:9000"));
    assertThat(settings.of(STS_ENDPOINT)).isEqualTo(URI.create("https://sts.example.com"));
    assertThat(settings.of(LIVE_REGION)).isEqualTo("ap-southeast-1");
    assertThat(settings.of(LIVE_QUOTA)).isEqualTo(1);
    assertThat(settings.of(SYNC_PERIOD)).isEqualTo(Duration.ofHours(24));
    assertThat(settings.watchNamespaces()).containsExactlyInAnyOrder("a", "b");
    assertThat(settings.of(HTTP_PORT)).isZero();
    assertThat(settings.of(HTTP_BIND)).isEqualTo("0.0.0.0");
    assertThat(settings.defaultAccount()).hasToString("ops/default");
    assertThat(settings.of(KUBECONFIG)).isEqualTo("/tmp/k");
  }

  @Test
  void callsEachProcessByTheNameOfItsPodAndSomethingThatNoOtherHas() throws StartupException {
    OperatorSettings one = settings(Map.of("HOSTNAME", "pod-1"));
    OperatorSettings other = settings(Map.of("HOSTNAME", "pod-1"));

    assertThat(one.processName()).matches("pod-1_[0-9a-f]{8}").isNotEqualTo(other.processName());
    assertThat(settings(Map.of()).processName()).matches("live-callback-operator_[0-9a-f]{8}");
  }

  @ParameterizedTest
  @CsvSource({"OTHER, x", "VOLCENGINE_OIDC_TOKEN_FILE, ' '"})
  void hasNoTokenFileUnlessOneIsNamed(String variable, String value) throws StartupException {
    assertThat(settings(Map.of(variable, value)).tokenFile().read())
        .isEqualTo(TokenFile.of("").read());
  }

  @Test
  void readsTheTokenFileThatIsNamed() throws StartupException {
    assertThat(settings(Map.of(TokenFile.VARIABLE, " /no/token ")).tokenFile())
        .isEqualTo(TokenFile.at(Path.of("/no/token")));
  }

  @Test
  void electsUnlessToldNotTo() throws StartupException {
    assertThat(settings(Map.of("LEADER_ELECTION", "false")).lease()).isNull();
    assertThat(settings(Map.of(), "--leader-election=false").lease()).isNull();
    assertThat(
            settings(
                    Map.of(
                        "LEASE_DURATION", "1m",
                        "LEASE_RENEW_DEADLINE", "40s",
                        "LEASE_RETRY_PERIOD", "5s"))
                .lease())
        .isEqualTo(
            new LeaseTerms(Duration.ofMinutes(1), Duration.ofSeconds(40), Duration.ofSeconds(5)));
  }

  @Test
  void prefersOptions() throws StartupException {
    OperatorSettings settings =
        settings(
            Map.of("LIVE_QUOTA", "1", "SYNC_PERIOD", "nonsense"),
            "--live-quota=1000",
            "--sync-period=1s",
            "--http-port=65535");

    assertThat(settings.of(LIVE_QUOTA)).isEqualTo(1000);
    assertThat(settings.of(SYNC_PERIOD)).isEqualTo(Duration.ofSeconds(1));
    assertThat(settings.of(HTTP_PORT)).isEqualTo(65535);
  }

  @Test
  void takesListsWithCommasAndByRepeatedOptions() throws StartupException {
    Map<String, String> environment = Map.of("WATCH_NAMESPACES", "z");

    assertThat(
            settings(environment, "--watch-namespaces=a, b", "--watch-namespaces=c")
                .watchNamespaces())
        .containsExactlyInAnyOrder("a", "b", "c");
    assertThat(settings(environment, "--watch-namespaces=").watchNamespaces()).isEmpty();
  }

  @ParameterizedTest(name = "{0}={1}")
  @MethodSource
  void saysInOneSentenceWhatIsWrong(String variable, String value, String message) {
    assertThatThrownBy(() -> settings(Map.of(variable, value)))
        .isInstanceOf(StartupException.class)
        .hasMessage(message);
  }

  static Stream<Arguments> saysInOneSentenceWhatIsWrong() {
    String keys =
        ": give the access key of the cloud account in the environment variables %s (in"
            + " deploy/manifests: in the Secret live-credentials), or none of them, if every"
            + " LiveAccount names its own.";
    String own = keys.formatted("ACCESS_KEY_ID with SECRET_ACCESS_KEY");
    String example = keys.formatted("ACCESS_KEY_ID with ACCESS_KEY_SECRET");
    String quota = ": it takes a whole number from 1 to 1000.";
    String port = ": it takes a whole number from 0 to 65535.";
    String period = ": it takes a duration from 1s to 24h, such as 10m.";
    String lease =
        "LEASE_DURATION (%d s), LEASE_RENEW_DEADLINE (%d s) and LEASE_RETRY_PERIOD (%d s): each has"
            + " to be longer than the next, such as 15s, 10s and 2s.";
    String name = ": a namespace's name has lower-case letters, digits and -.";
    return Stream.of(
        arguments("ACCESS_KEY_ID", " ", "ACCESS_KEY_ID isn't set, but SECRET_ACCESS_KEY is" + own),
        arguments(
            "SECRET_ACCESS_KEY", "", "ACCESS_KEY_SECRET isn't set, but ACCESS_KEY_ID is" + example),
        arguments(
            "VOLC_SESSIONTOKEN",
            "token",
            "VOLC_ACCESSKEY isn't set, but VOLC_SESSIONTOKEN is"
                + keys.formatted("VOLC_ACCESSKEY with VOLC_SECRETKEY")),
        arguments(
            "ACCESS_KEY_SECRET",
            "other",
            "ACCESS_KEY_ID with ACCESS_KEY_SECRET and ACCESS_KEY_ID with SECRET_ACCESS_KEY hold"
                + " different access keys, and nobody can tell which one is meant: unset one of the"
                + " two pairs, with its session token."),
        arguments("LIVE_QUOTA", "0", "LIVE_QUOTA is \"0\"" + quota),
        arguments("LIVE_QUOTA", "1001", "LIVE_QUOTA is \"1001\"" + quota),
        arguments("LIVE_QUOTA", "ten", "LIVE_QUOTA is \"ten\"" + quota),
        arguments("HTTP_PORT", "-1", "HTTP_PORT is \"-1\"" + port),
        arguments("HTTP_PORT", "65536", "HTTP_PORT is \"65536\"" + port),
        arguments("SYNC_PERIOD", "0s", "SYNC_PERIOD is \"0s\"" + period),
        arguments("SYNC_PERIOD", "25h", "SYNC_PERIOD is \"25h\"" + period),
        arguments("SYNC_PERIOD", "10", "SYNC_PERIOD is \"10\"" + period),
        arguments("SYNC_PERIOD", "9999999s", "SYNC_PERIOD is \"9999999s\"" + period),
        arguments(
            "LIVE_REGION",
            "Beijing",
            "LIVE_REGION is \"Beijing\": it takes a region such as cn-north-1."),
        arguments("WATCH_NAMESPACES", "a,B", "WATCH_NAMESPACES names \"B\"" + name),
        arguments(
            "DEFAULT_ACCOUNT",
            "live/",
            "DEFAULT_ACCOUNT is \"live/\": it takes the namespace and name of a LiveAccount, such as"
                + " live-callback-operator/default."),
        arguments(
            "ALLOWED_ENDPOINTS",
            "https://a.example.com/path",
            "ALLOWED_ENDPOINTS is \"https://a.example.com/path\": it takes a URL of scheme and host"
                + " only, such as https://live.volcengineapi.com."),
        arguments("LEADER_ELECTION", "yes", "LEADER_ELECTION is \"yes\": it takes true or false."),
        arguments(
            "LEASE_DURATION",
            "0s",
            "LEASE_DURATION is \"0s\": it takes a duration from 1s to 24h, such as 15s."),
        arguments("LEASE_DURATION", "10s", lease.formatted(10, 10, 2)),
        arguments("LEASE_RENEW_DEADLINE", "16s", lease.formatted(15, 16, 2)),
        arguments("LEASE_RETRY_PERIOD", "10s", lease.formatted(15, 10, 10)),
        arguments("POD_NAMESPACE", "-a", "POD_NAMESPACE names \"-a\"" + name));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void takesEndpointsOfSchemeAndHostOnly(String url) {
    String ending = " takes a URL of scheme and host only, such as https://live.volcengineapi.com.";
    String shown = url.contains("@") ? "" : " is \"" + url + "\": it";

    assertThatThrownBy(() -> settings(Map.of("LIVE_ENDPOINT", url)))
        .isInstanceOf(StartupException.class)
        .hasMessage("LIVE_ENDPOINT" + shown + ending);
    assertThatThrownBy(() -> settings(Map.of(), "--sts-endpoint=" + url))
        .isInstanceOf(StartupException.class)
        .hasMessage("STS_ENDPOINT" + shown + ending);
  }

  static Stream<String> takesEndpointsOfSchemeAndHostOnly() {
    return Stream.of(
        "live.volcengineapi.com",
        "ftp://a.example.com",
        "https://",
        "https:///path",
        "https://a.example.com/path",
        "https://a.example.com?Action=x",
        "https://a.example.com#x",
        "https://u:p@a.example.com",
        "http://localhost:99999",
        "http://localhost:0",
        "http://a..b.example",
        "https://a b");
  }

  @Test
  void endsWithTheSentenceAndAnErrorIfASettingIsWrong() {
    StringWriter err = new StringWriter();

    int code =
        new CommandLine(new OperatorCommand(Map.of("SECRET_ACCESS_KEY", "hush")))
            .setErr(new PrintWriter(err, true))
            .execute();

    assertThat(code).isEqualTo(1);
    assertThat(err.toString()).startsWith("livecallback operator: ACCESS_KEY_ID isn't set, ");
  }
}
