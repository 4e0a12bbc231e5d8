package dev.livecallback.flow;

import static dev.livecallback.flow.Callbacks.awaitThat;
import static dev.livecallback.flow.Callbacks.ready;
import static dev.livecallback.flow.Callbacks.signedBy;
import static dev.livecallback.flow.Callbacks.spec;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.api.Reason;
import dev.livecallback.testing.NeedsControlPlane;
import dev.livecallback.testing.OperatorUnderTest;
import dev.livecallback.testing.SimulatorUnderTest;
import dev.livecallback.testing.TestCluster;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.net.URLEncoder;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@NeedsControlPlane
@DisplayName("No secret is told by")
class SecrecyIT {
  private static final String ACCESS_KEY_ID = "AKLTSECRECYTEST000002";
  private static final String SECRET_ACCESS_KEY = "c2VjcmVjeS10ZXN0+secret/Zg==";
  private static final String SESSION_TOKEN = "STSsecrecy+token/0123456789==";
  private static final String WRONG_SECRET = "d3Jvbmctc2VjcmVjeS1zZWNyZXQ=";
  private static final String FIRST_KEY = "first+auth/key?1";
  private static final String SECOND_KEY = "second+auth/key?2";
  private static final String FOREIGN_KEY = "foreign+auth/key?3";
  private static final String INVALID_KEY = "invalid+auth/key?4";
  private static final String ECHOED_KEY = "echoed+auth/key?5";
  private static final String FOREIGN_QUERY = "token=foreign-url-token";
  private static final List<String> SECRETS =
      List.of(
          SECRET_ACCESS_KEY,
          SESSION_TOKEN,
          WRONG_SECRET,
          FIRST_KEY,
          SECOND_KEY,
          FOREIGN_KEY,
          INVALID_KEY,
          ECHOED_KEY,
          FOREIGN_QUERY);

  @Test
  void logsEventsStatusesAndManagedFieldsWhateverGoesWrong(TestCluster cluster) {
    String account =
        String.join(
            ":", SimulatorUnderTest.ACCOUNT, ACCESS_KEY_ID, SECRET_ACCESS_KEY, SESSION_TOKEN);
    try (Scene scene = Scene.open(cluster, "--account=" + account)) {
      Callbacks callbacks = scene.callbacks();
      createAll(scene);

      OperatorUnderTest wrongSecret =
          scene.start(withToken(scene).with("SECRET_ACCESS_KEY", WRONG_SECRET));
      callbacks.awaitReason("signed", Reason.ACCOUNT_NOT_READY);
      wrongSecret.terminate();
      OperatorUnderTest wrongKey =
          scene.start(withToken(scene).with("ACCESS_KEY_ID", "AKLTWRONGWRONGWRONG01"));
      callbacks.awaitReason("signed", Reason.ACCOUNT_NOT_READY);
      awaitThat(
          "the key to be refused",
          () -> assertThat(wrongKey.logWith("access key is unknown or disabled")).isNotEmpty());
      wrongKey.terminate();

      scene.start(withToken(scene));
      callbacks.awaitReady("signed");
      callbacks.awaitReason("taken", Reason.ALREADY_EXISTS);
      callbacks.awaitReason("invalid", Reason.INVALID_AUTH_KEY);
      assertThat(ready(callbacks.awaitReason("echoed", Reason.REJECTED_BY_API)).message())
          .contains("bad *** *** ***");
      callbacks.secret("signing", SECOND_KEY);
      awaitThat(
          "the rotation to be told",
          () -> assertThat(callbacks.events("signed")).contains("KeyRotated"));
      callbacks.delete("signed");
      callbacks.awaitGone("signed");

      assertThat(scene.logs()).isNotEmpty();
      assertThat(callbacks.events()).isNotEmpty();
      List<String> told =
          Stream.of(
                  scene.logs().stream(),
                  callbacks.events().stream().map(Serialization::asJson),
                  callbacks.all().stream().map(Serialization::asJson))
              .flatMap(lines -> lines)
              .toList();
      assertThat(told.stream().filter(line -> line.contains("managedFields"))).isNotEmpty();
      for (String secret : SECRETS) {
        forms(secret).forEach(form -> assertThat(told).noneMatch(line -> line.contains(form)));
      }
    }
  }

  private static void createAll(Scene scene) {
    Callbacks callbacks = scene.callbacks();
    callbacks.secret("signing", FIRST_KEY);
    callbacks.secret("echoing", ECHOED_KEY);
    callbacks.secret("invalid", INVALID_KEY + "\n");
    callbacks.create(
        "signed",
        spec("vhost/signed.example.com", "a", "push", "https://h/s", signedBy("signing")));
    callbacks.create(
        "invalid",
        spec("vhost/invalid.example.com", "a", "push", "https://h/s", signedBy("invalid")));
    callbacks.create(
        "taken", spec("vhost/taken.example.com", "a", "push", "https://h/s", signedBy("signing")));
    scene
        .simulator()
        .putRecord(
            """
            {"Vhost":"taken.example.com","App":"a","MessageType":"push","AuthEnable":true,
             "AuthKeyPrimary":"%s",
             "CallbackDetailList":[{"CallbackType":"http","URL":"https://foreign/x?%s"}]}
            """
                .formatted(FOREIGN_KEY, FOREIGN_QUERY));
    // A server that repeats what it was sent.
    String echo = String.join(" ", ECHOED_KEY, SECRET_ACCESS_KEY, SESSION_TOKEN);
    scene.spoil(
        "UpdateCallback",
        "vhost/echoed.example.com",
        "\"effect\":\"error\",\"status\":400,\"code\":\"InvalidParam\",\"message\":\"bad %s\""
            .formatted(echo));
    callbacks.create(
        "echoed",
        spec("vhost/echoed.example.com", "a", "push", "https://h/s", signedBy("echoing")));
  }

  private static OperatorUnderTest.Builder withToken(Scene scene) {
    return scene
        .operator()
        .with("ACCESS_KEY_ID", ACCESS_KEY_ID)
        .with("SECRET_ACCESS_KEY", SECRET_ACCESS_KEY)
        .with("SESSION_TOKEN", SESSION_TOKEN);
  }

  /** As it is, as JSON may have it, as a URL has it, and as a Secret has it. */
  static Stream<String> forms(String secret) {
    return Stream.of(
        secret,
        secret.replace("/", "\\/"),
        URLEncoder.encode(secret, UTF_8),
        Base64.getEncoder().encodeToString(secret.getBytes(UTF_8)));
  }
}
