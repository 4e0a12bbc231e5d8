package dev.livecallback.engine.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.livecallback.account.SecretEntry;
import dev.livecallback.api.LiveCallbackSpec;
import dev.livecallback.api.SecretKeyRef;
import dev.livecallback.plan.Desired.KeyProblem;
import dev.livecallback.testing.SampleObjects;
import dev.livecallback.volcengine.SecretText;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class AuthKeysTest {
  private static final String ACCOUNTS_KEY = "WkRGaVkyUmxabWRvYVdwcg==";

  private static final SecretKeyRef REF = new SecretKeyRef("live-auth", "primary");

  private static LiveCallbackSpec spec(@Nullable Boolean authEnable, @Nullable SecretKeyRef ref) {
    return SampleObjects.object()
        .getSpec()
        .withAuthEnable(authEnable)
        .withAuthKeyPrimarySecretRef(ref);
  }

  private static Secret secret(String entry, String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    return new SecretBuilder()
        .withNewMetadata()
        .withUid("u-1")
        .withResourceVersion("7")
        .endMetadata()
        .addToData(entry, Base64.getEncoder().encodeToString(bytes))
        .build();
  }

  private static AuthKeys.KeyLookup find(@Nullable Secret secret) {
    AuthKeys keys =
        new AuthKeys(
            (namespace, name, entries) ->
                Optional.ofNullable(secret)
                    .filter(_ -> namespace.equals("team") && name.equals("live-auth"))
                    .filter(_ -> entries.equals(Set.of("primary"))),
            _ -> false,
            ACCOUNTS_KEY::equals);
    return keys.find("team", spec(true, REF));
  }

  @Test
  void findsTheKeyAndItsVersion() {
    assertThat(find(secret("primary", "s3cret+/=")))
        .isEqualTo(new AuthKeys.KeyLookup(new SecretText("s3cret+/="), null, "u-1/7"));
  }

  @Test
  void refusesWhatAnAccountIsToSignWithBeforeAnybodyHasReadIt() {
    AuthKeys keys =
        new AuthKeys(
            (_, _, _) -> {
              throw new AssertionError("nobody has to read it");
            },
            new SecretEntry("team", "live-auth", "primary")::equals,
            _ -> false);

    assertThat(keys.find("team", spec(true, REF)).problem())
        .isEqualTo(
            new KeyProblem.Invalid(
                "Entry \"primary\" of Secret team/live-auth can't be a key: a LiveAccount signs its"
                    + " calls with it. Choose another one."));
  }

  @ParameterizedTest
  @MethodSource
  void looksForNoneWhereNoneIsNeeded(LiveCallbackSpec spec) {
    AuthKeys keys =
        new AuthKeys(
            (_, _, _) -> {
              throw new AssertionError("no Secret is needed");
            },
            _ -> false,
            _ -> false);

    assertThat(keys.find("team", spec)).isEqualTo(new AuthKeys.KeyLookup(null, null, null));
  }

  static Stream<LiveCallbackSpec> looksForNoneWhereNoneIsNeeded() {
    return Stream.of(spec(null, null), spec(false, null), spec(true, null));
  }

  @Test
  void saysHowToCreateAMissingSecret() {
    assertThat(find(null).problem())
        .isEqualTo(
            new KeyProblem.Missing(
                "Secret team/live-auth isn't there, or isn't of type Opaque. Create it: kubectl -n"
                    + " team create secret generic live-auth --from-literal=primary=KEY"));
  }

  @Test
  void saysWhichEntryIsMissing() {
    Secret empty = new SecretBuilder().withNewMetadata().endMetadata().build();
    String message =
        "Secret team/live-auth has no entry \"primary\". Add it, or name another in"
            + " spec.authKeyPrimarySecretRef.key.";

    assertThat(find(secret("secondary", "x")).problem()).isEqualTo(new KeyProblem.Missing(message));
    assertThat(find(empty).problem()).isEqualTo(new KeyProblem.Missing(message));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void saysWhatIsWrongWithAValueWithoutTellingIt(String what, String value, String problem) {
    AuthKeys.KeyLookup found = find(secret("primary", value));

    assertThat(found.key()).isNull();
    assertThat(found.version()).isEqualTo("u-1/7");
    assertThat(Objects.requireNonNull(found.problem()))
        .isInstanceOf(KeyProblem.Invalid.class)
        .extracting(KeyProblem::message)
        .asString()
        .startsWith("Entry \"primary\" of Secret team/live-auth can't be a key: ")
        .contains(problem)
        .doesNotContain("hush");
  }

  static Stream<Arguments> saysWhatIsWrongWithAValueWithoutTellingIt() {
    return Stream.of(
        Arguments.of("what an account signs with", ACCOUNTS_KEY, "a LiveAccount signs its calls"),
        arguments("empty", "", "it is empty"),
        arguments("a line break", "hush\n", "ends in a line break"),
        arguments("a DOS line break", "hush\r\n", "ends in a line break"),
        arguments("too long", "hush".repeat(65), "longer than 256 characters"),
        arguments("a space", "hush hush", "characters other than ASCII"),
        arguments("an umlaut", "hüsh-hush", "characters other than ASCII"),
        arguments("a control character", "hush\u007f", "characters other than ASCII"));
  }

  @Test
  void takesAKeyOfTheLongestLength() {
    assertThat(find(secret("primary", "x".repeat(256))).problem()).isNull();
  }
}
