package dev.livecallback.flow;

import static dev.livecallback.flow.Accounts.through;
import static dev.livecallback.flow.Callbacks.ready;
import static dev.livecallback.flow.Callbacks.signedBy;
import static dev.livecallback.flow.Callbacks.spec;
import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.api.AccountReason;
import dev.livecallback.api.Reason;
import dev.livecallback.testing.KnownSecrets;
import dev.livecallback.testing.OperatorUnderTest;
import dev.livecallback.testing.SimulatorUnderTest;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Flow(operator = false)
@DisplayName("No secret of an account is told by")
class AccountSecrecyIT {
  private static final String ROLE = "trn:iam::" + SimulatorUnderTest.ACCOUNT + ":role/secretive";
  private static final String SESSION_TOKEN = "STSaccount+secrecy/token/0123456789==";
  private static final String WRONG_SECRET = "d3Jvbmc+YWNjb3VudC/zZWNyZWN5==";
  private static final String FIRST_TOKEN = "eyJmaXJzdCI6.oidc+token/1.c2lnbmF0dXJl";
  private static final String SECOND_TOKEN = "eyJzZWNvbmQi.oidc+token/2.c2lnbmF0dXJl";
  private static final String AUTH_KEY = "account+secrecy/auth/key?1";

  /** What the simulator issues to a role: nobody else knows it, but what it looks like. */
  private static final Pattern ISSUED =
      Pattern.compile("STS[0-9a-fA-F]{64}|(?<![0-9a-fA-F])[0-9a-f]{40}(?![0-9a-fA-F])");

  private Scene scene;
  private Callbacks callbacks;
  private Accounts accounts;
  private Path tokenFile;

  @BeforeEach
  void opens(Scene scene, @TempDir Path folder) throws IOException {
    tokenFile = Files.writeString(folder.resolve("token"), FIRST_TOKEN);
    this.scene = scene;
    callbacks = scene.callbacks();
    accounts = scene.accounts();
    callbacks.secret("signing", AUTH_KEY);
  }

  @Test
  void logsEventsStatusesManagedFieldsAndHealthWhateverGoesWrong() throws IOException {
    OperatorUnderTest operator =
        scene.start(scene.operator().with("VOLCENGINE_OIDC_TOKEN_FILE", tokenFile.toString()));
    CloudUser user = CloudUser.create(scene.simulator(), "2100000051", "secretive", SESSION_TOKEN);
    CloudUser other = CloudUser.create(scene.simulator(), "2100000052", "unexpected");

    keysInASecret(user, other);
    aRole();

    List<String> secrets =
        List.of(
            user.secretAccessKey(),
            other.secretAccessKey(),
            SESSION_TOKEN,
            WRONG_SECRET,
            FIRST_TOKEN,
            SECOND_TOKEN,
            AUTH_KEY);
    KnownSecrets.addAll(secrets);
    List<String> told = told(operator);
    assertThat(told.stream().filter(line -> line.contains("managedFields"))).isNotEmpty();
    for (String secret : secrets) {
      SecrecyIT.forms(secret)
          .forEach(form -> assertThat(told).noneMatch(line -> line.contains(form)));
    }
    assertThat(told).noneMatch(line -> ISSUED.matcher(line).find());
  }

  private void keysInASecret(CloudUser user, CloudUser other) {
    // A server that repeats what it was sent, as far as it knows that.
    String fault = echo("GetCallerIdentity", user.account(), user.secretAccessKey(), SESSION_TOKEN);
    keys(user.accessKeyId(), user.secretAccessKey());
    accounts.create("keys", Accounts.ofSecret("keys"));
    create("keys");
    callbacks.awaitReadyFor("keys", Reason.IN_SYNC);
    scene.simulator().removeFault(fault);
    keys(user.accessKeyId(), user.secretAccessKey() + "\n");
    accounts.awaitReason("keys", AccountReason.INVALID_CREDENTIALS);
    keys(user.accessKeyId(), WRONG_SECRET);
    accounts.awaitReason("keys", AccountReason.CREDENTIALS_REJECTED);
    keys(user.accessKeyId(), user.secretAccessKey());
    accounts.awaitReady("keys");
    accounts.secret("keys", other.entries());
    accounts.awaitReason("keys", AccountReason.ACCOUNT_MISMATCH);
    accounts.deleteSecret("keys");
    callbacks.edit("keys", "{\"callbackDetailList\":[{\"url\":\"https://h/edited\"}]}");
    callbacks.awaitReason("keys", Reason.ACCOUNT_NOT_READY);
  }

  private void keys(String id, String secret) {
    accounts.secret(
        "keys",
        Map.of("accessKeyId", id, "secretAccessKey", secret, "sessionToken", SESSION_TOKEN));
  }

  private void aRole() throws IOException {
    scene.simulator().addRole(ROLE, FIRST_TOKEN);
    String fault =
        echo("AssumeRoleWithOIDC", SimulatorUnderTest.ACCOUNT, FIRST_TOKEN, SECOND_TOKEN);
    accounts.create(
        "role",
        "{profile: Volcengine, credentials: {webIdentity: {roleTrn: '%s'}}}".formatted(ROLE));
    create("role");
    accounts.awaitReason("role", AccountReason.WEB_IDENTITY_FAILED);
    callbacks.awaitObject("role", object -> assertThat(ready(object).message()).contains(ROLE));
    callbacks.awaitReason("role", Reason.ACCOUNT_NOT_READY);
    Files.writeString(tokenFile, SECOND_TOKEN + " " + FIRST_TOKEN);
    accounts.awaitLike(
        "role",
        account ->
            assertThat(Accounts.ready(account).message()).contains("something else than one"));
    Files.writeString(tokenFile, SECOND_TOKEN);
    scene.simulator().removeFault(fault);
    scene.simulator().addRole(ROLE, SECOND_TOKEN);
    callbacks.awaitReadyFor("role", Reason.IN_SYNC);
    scene.simulator().disableKeysOf(SimulatorUnderTest.ACCOUNT, "role/secretive");
    callbacks.edit("role", "{\"callbackDetailList\":[{\"url\":\"https://h/edited\"}]}");
    accounts.awaitReason("role", AccountReason.CREDENTIALS_REJECTED);
    callbacks.awaitReadyFor("role", Reason.IN_SYNC);
  }

  private String echo(String action, String account, String... secrets) {
    return scene
        .simulator()
        .addFault(
            """
            {"action":"%s","account":"%s","effect":"error","status":400,"code":"InvalidParameter",
             "message":"bad %s"}
            """
                .formatted(action, account, String.join(" ", secrets)));
  }

  private void create(String name) {
    callbacks.create(
        name,
        spec(
            "vhost/%s.example.com".formatted(name),
            "a",
            "push",
            "https://h/a",
            through(name) + ", " + signedBy("signing")));
  }

  private List<String> told(OperatorUnderTest operator) {
    assertThat(scene.logs()).isNotEmpty();
    assertThat(callbacks.events()).isNotEmpty();
    return Stream.of(
            scene.logs().stream(),
            operator.process().stdout().stream(),
            callbacks.events().stream().map(Serialization::asJson),
            callbacks.all().stream().map(Serialization::asJson),
            accounts.all().stream().map(Serialization::asJson),
            Stream.of("healthz", "readyz", "metrics").map(path -> answer(operator, path)))
        .flatMap(lines -> lines)
        .toList();
  }

  private static String answer(OperatorUnderTest operator, String path) {
    OkHttpClient http = new OkHttpClient();
    try (Response response =
        http.newCall(new Request.Builder().url(operator.health() + "/" + path).build()).execute()) {
      return response.headers() + response.body().string();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      http.connectionPool().evictAll();
      http.dispatcher().executorService().shutdown();
    }
  }
}
