package dev.livecallback.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.livecallback.account.ServiceProfile;
import dev.livecallback.settings.CommandSettings;
import dev.livecallback.volcengine.Credentials;
import dev.livecallback.volcengine.SecretText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@DisplayName("A command's way to the cloud")
class CloudLoginTest {
  private static final String BYTEPLUS = "https://open.byteplusapi.com";

  private static final Map<String, String> OWN_KEY =
      Map.of("ACCESS_KEY_ID", "AKLTOWN", "ACCESS_KEY_SECRET", "hush-own");

  private static final String BY_SECRET = account("\"secretRef\": {\"name\": \"keys\"}", "");
  private static final String BY_ENVIRONMENT = account("\"environment\": {}", "");
  private static final String BY_ROLE =
      account("\"webIdentity\": {\"roleTrn\": \"trn:iam::2100000001:role/live\"}", "");

  @TempDir private Path folder;
  private ApiServerStub server;

  @Command
  private static final class Options {
    @Mixin private CloudOptions cloud = new CloudOptions();
    @Mixin private KubernetesOptions cluster = new KubernetesOptions();
  }

  @BeforeEach
  void starts() throws IOException {
    server = ApiServerStub.start();
  }

  @AfterEach
  void ends() {
    server.close();
  }

  private static String account(String credentials, String more) {
    return "{\"profile\": \"Volcengine\", \"credentials\": {" + credentials + "}" + more + "}";
  }

  private static Credentials key(String id, String secret, String... token) {
    return new Credentials(
        id, new SecretText(secret), token.length == 0 ? null : new SecretText(token[0]));
  }

  private static String secret(String type, String... entries) {
    String data =
        Stream.of(entries)
            .map(entry -> entry.split("=", 2))
            .map(
                entry ->
                    "\"%s\": \"%s\""
                        .formatted(
                            entry[0],
                            Base64.getEncoder()
                                .encodeToString(entry[1].getBytes(StandardCharsets.UTF_8))))
            .collect(Collectors.joining(", "));
    return """
    {"apiVersion": "v1", "kind": "Secret", "type": "%s",
     "metadata": {"namespace": "live", "name": "keys"}, "data": {%s}}
    """
        .formatted(type, data);
  }

  private CloudLogin.Session open(Map<String, String> environment, String... arguments)
      throws IOException, CommandFailedException {
    Map<String, String> variables = new HashMap<>(environment);
    variables.put("KUBECONFIG", server.kubeconfig(folder).toString());
    Options options = new Options();
    CommandLine command = new CommandLine(options);
    CommandSettings settings = CloudLogin.settings(variables);
    settings.addTo(command.getCommandSpec());
    command.parseArgs(arguments);
    return CloudLogin.of(variables, settings, options.cluster, options.cloud, new FakeTime())
        .open();
  }

  private CloudLogin.Session ofAccount(Map<String, String> environment)
      throws IOException, CommandFailedException {
    return open(environment, "--account=live/main");
  }

  @ParameterizedTest(name = "signs with the right key: {0}")
  @MethodSource
  void signsWith(
      String situation, Map<String, String> environment, String account, Credentials expected)
      throws IOException, CommandFailedException {
    server.account(account);
    server.secret(
        200,
        secret("Opaque", "accessKeyId=AKLT1", "secretAccessKey=hush1", "ak=AKLT2", "sk=hush2"));

    CloudLogin.Session session = ofAccount(environment);

    assertThat(session.credentials()).isEqualTo(expected);
    assertThat(session.account()).isNotNull();
  }

  static List<Arguments> signsWith() {
    Credentials one = key("AKLT1", "hush1");
    Credentials own = key("AKLTOWN", "hush-own");
    return List.of(
        arguments("that of its Secret", Map.of(), BY_SECRET, one),
        arguments("that of its Secret, whatever the environment has", OWN_KEY, BY_SECRET, one),
        arguments(
            "that of the entries that it names",
            Map.of(),
            account(
                "\"secretRef\": {\"name\": \"keys\", \"accessKeyIdKey\": \"ak\","
                    + " \"secretAccessKeyKey\": \"sk\"}",
                ""),
            key("AKLT2", "hush2")),
        arguments("that of the environment", OWN_KEY, BY_ENVIRONMENT, own),
        arguments(
            "a temporary one of the environment",
            Map.of(
                "ACCESS_KEY_ID", "AKLTOWN", "ACCESS_KEY_SECRET", "hush-own", "SESSION_TOKEN", "t"),
            BY_ENVIRONMENT,
            key("AKLTOWN", "hush-own", "t")),
        arguments(
            "that of the environment, wherever the operator is",
            Stream.of(OWN_KEY, Map.of("POD_NAMESPACE", "elsewhere"))
                .flatMap(each -> each.entrySet().stream())
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)),
            BY_ENVIRONMENT,
            own));
  }

  @ParameterizedTest(name = "says what is wrong, and what to do: {0}")
  @MethodSource
  void isRefused(String situation, Consumer<ApiServerStub> given, List<String> parts) {
    given.accept(server);

    assertThatThrownBy(() -> ofAccount(Map.of()))
        .isInstanceOf(CommandFailedException.class)
        .message()
        .contains(parts)
        .doesNotContain("hush", "Exception")
        .hasLineCount(1)
        .endsWith(situation.contains("create it") ? "KEY" : ".");
  }

  static List<Arguments> isRefused() {
    return List.of(
        refused("there is no account", server -> {}, "There is no LiveAccount live/main on http:"),
        refused(
            "the account may not be read",
            server -> server.account(403, ""),
            "You may not read LiveAccount live/main: ",
            "leave --account out"),
        refused(
            "the login is over",
            server -> server.account(401, ""),
            "doesn't accept the kubeconfig's credentials: log in anew"),
        refused(
            "the API server has trouble",
            server -> server.account(500, ""),
            "gave no answer about LiveAccount live/main (it answers with HTTP status 500)"),
        refused(
            "the account has what this version doesn't know",
            server -> server.account(BY_ENVIRONMENT.replace("Volcengine", "Other")),
            "LiveAccount live/main: ",
            "Other"),
        refused(
            "the account has an endpoint that isn't allowed",
            server ->
                server.account(
                    account("\"environment\": {}", ", \"endpoint\": \"https://live.example.com\"")),
            "LiveAccount live/main: ",
            "ALLOWED_ENDPOINTS"),
        refused(
            "the account is the operator's, and there is no key here",
            server -> server.account(BY_ENVIRONMENT),
            "LiveAccount live/main has its access key in the operator's environment: set"
                + " ACCESS_KEY_ID and ACCESS_KEY_SECRET here too."),
        refused(
            "the account assumes a role",
            server -> server.account(BY_ROLE),
            "LiveAccount live/main assumes a role with the operator's own token",
            "leave --account out"),
        bySecret(
            "there is no Secret: create it",
            server -> {},
            "Secret live/keys isn't there",
            "kubectl -n live create secret generic keys"),
        bySecret(
            "the Secret may not be read",
            server -> server.secret(403, ""),
            "You may not read Secret live/keys of LiveAccount live/main: ",
            "leave --account out"),
        bySecret(
            "the Secret is of another type: create it",
            server -> server.secret(200, secret("kubernetes.io/tls", "accessKeyId=AKLT1")),
            "isn't of type Opaque"),
        bySecret(
            "the Secret has no key",
            server -> server.secret(200, secret("Opaque", "other=hush1")),
            "has no entry \"accessKeyId\""),
        bySecret(
            "the Secret has half a key",
            server -> server.secret(200, secret("Opaque", "accessKeyId=AKLT1")),
            "has no entry \"secretAccessKey\""),
        bySecret(
            "the Secret's key is empty",
            server -> server.secret(200, secret("Opaque", "accessKeyId=AKLT1", "secretAccessKey=")),
            "Entry \"secretAccessKey\" of Secret live/keys is empty"),
        bySecret(
            "the Secret's key has a line break",
            server ->
                server.secret(
                    200, secret("Opaque", "accessKeyId=AKLT1", "secretAccessKey=hush\n1")),
            "in Secret live/keys has white space"));
  }

  private static Arguments refused(
      String situation, Consumer<ApiServerStub> given, String... parts) {
    return arguments(situation, given, List.of(parts));
  }

  private static Arguments bySecret(
      String situation, Consumer<ApiServerStub> given, String... parts) {
    return refused(situation, given.andThen(server -> server.account(BY_SECRET)), parts);
  }

  @Test
  void saysWhereNobodyAnswers() throws IOException {
    server.close();

    assertThatThrownBy(() -> ofAccount(Map.of()))
        .hasMessageContaining(
            "gave no answer about LiveAccount live/main (it refused the connection)")
        .hasMessageContaining("look whether kubectl reaches it");
  }

  @Test
  void asksNoClusterWithoutAnAccount() throws IOException, CommandFailedException {
    server.close();

    assertThat(open(OWN_KEY).credentials()).isEqualTo(key("AKLTOWN", "hush-own"));
    assertThat(open(OWN_KEY).account()).isNull();
    assertThatThrownBy(() -> open(Map.of()))
        .hasMessageStartingWith("There is no access key: set ACCESS_KEY_ID and ACCESS_KEY_SECRET");
  }

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource({
    "https://live.volcengineapi.com, VOLCENGINE",
    BYTEPLUS + ", BYTEPLUS",
    "HTTPS://Open.BytePlusAPI.com:443/, BYTEPLUS",
    "http://open.byteplusapi.com, VOLCENGINE",
    BYTEPLUS + ":8443, VOLCENGINE",
    "https://relay.example.com, VOLCENGINE"
  })
  void isToBytePlusByTheUrlOfItsEndpointAlone(String endpoint, ServiceProfile profile)
      throws IOException, CommandFailedException {
    assertThat(open(OWN_KEY, "--live-endpoint=" + endpoint).profile()).isEqualTo(profile);
  }

  @Test
  void isToTheServiceThatTheAccountNames() throws IOException, CommandFailedException {
    server.account(BY_ENVIRONMENT.replace("Volcengine", "BytePlus"));

    assertThat(ofAccount(OWN_KEY).profile()).isEqualTo(ServiceProfile.BYTEPLUS);
  }
}
