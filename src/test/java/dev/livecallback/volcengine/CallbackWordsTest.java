package dev.livecallback.volcengine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the API's words mean: which are equal, which belong together, how they are spelt. */
class CallbackWordsTest {
  private static final Authentication OFF = new Authentication.Off();
  private static final Authentication HIDDEN = new Authentication.Hidden();
  private static final CallbackDetail A = CallbackDetail.http("http://a");
  private static final CallbackDetail B = CallbackDetail.http("http://b");

  @ParameterizedTest(name = "{0}")
  @MethodSource("authentications")
  void comparesAuthentication(
      String situation, Authentication one, Authentication other, boolean agree) {
    assertThat(one.agreesWith(other)).isEqualTo(agree);
    assertThat(other.agreesWith(one)).isEqualTo(agree);
  }

  static Stream<Arguments> authentications() {
    return Stream.of(
        arguments("off and off agree", OFF, new Authentication.Off(), true),
        arguments("off and on differ", OFF, on("k"), false),
        arguments("off and a hidden key differ", OFF, HIDDEN, false),
        arguments("a hidden key agrees with any", HIDDEN, on("k"), true),
        arguments("two hidden keys agree", HIDDEN, new Authentication.Hidden(), true),
        arguments("equal keys agree", on("k"), on("k"), true),
        arguments("other keys differ", on("k"), on("l"), false));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("contents")
  void comparesContent(String situation, CallbackContent other, boolean agree) {
    CallbackContent content = new CallbackContent(List.of(A, B), true, OFF);
    assertThat(content.agreesWith(other)).isEqualTo(agree);
    assertThat(other.agreesWith(content)).isEqualTo(agree);
  }

  static Stream<Arguments> contents() {
    return Stream.of(
        arguments(
            "targets in another order agree", new CallbackContent(List.of(B, A), true, OFF), true),
        arguments("a target too few differs", new CallbackContent(List.of(A), true, OFF), false),
        arguments(
            "another transcode flag differs",
            new CallbackContent(List.of(A, B), false, OFF),
            false),
        arguments(
            "another authentication differs",
            new CallbackContent(List.of(A, B), true, on("k")),
            false));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("records")
  void findsTheRecordOfAKey(String situation, CallbackRecord record, CallbackKey key, boolean is) {
    assertThat(record.matches(key)).isEqualTo(is);
  }

  static Stream<Arguments> records() {
    CallbackKey vhost = key(Scope.vhost("example.com"), null);
    CallbackKey app = key(Scope.vhost("example.com"), "a");
    CallbackKey domain = key(Scope.domain("push.example.com"), null);
    return Stream.of(
        arguments("a vhost's own", record("EXAMPLE.com", null, null, "push"), vhost, true),
        arguments("an answer without vhost", record(null, null, null, "push"), vhost, true),
        arguments("another vhost", record("other.com", null, null, "push"), vhost, false),
        arguments(
            "an app is not its vhost", record("example.com", null, "a", "push"), vhost, false),
        arguments("a vhost is not its app", record("example.com", null, null, "push"), app, false),
        arguments("an app's own", record("example.com", null, "a", "push"), app, true),
        arguments("another app, by case", record("example.com", null, "A", "push"), app, false),
        arguments("another type", record("example.com", null, null, "record"), vhost, false),
        arguments(
            "a domain's, asked by vhost", record("example.com", "d", null, "push"), vhost, false),
        arguments(
            "a domain's own", record("x.com", "PUSH.example.com", null, "push"), domain, true),
        arguments("a domain's that isn't named", record("x.com", null, null, "push"), domain, true),
        arguments("another domain's", record("x.com", "d", null, "push"), domain, false),
        arguments("an app is no domain's", record("x.com", null, "a", "push"), domain, false));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"vhost/live.example.com, VHOST", "domain/push.example.com, DOMAIN"})
  void spellsScopes(String text, Scope.Kind kind) {
    Scope scope = Scope.parse(text);
    assertThat(scope.kind()).isEqualTo(kind);
    assertThat(scope).hasToString(text);
  }

  @ParameterizedTest(name = "\"{0}\" is no scope")
  @ValueSource(strings = {"", "vhost/", "domain/", "live.example.com", "app/x"})
  void refusesOtherTextsAsScopes(String text) {
    assertThatThrownBy(() -> Scope.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("neither vhost/NAME nor domain/NAME");
  }

  @Test
  void comparesScopesWithoutRegardToCase() {
    Scope scope = Scope.vhost("Live.Example.com");
    assertThat(scope)
        .isEqualTo(Scope.vhost("live.example.com"))
        .hasSameHashCodeAs(Scope.vhost("live.example.com"))
        .isEqualByComparingTo(Scope.vhost("live.example.com"))
        .isNotEqualTo(Scope.domain("live.example.com"))
        .isNotEqualTo(Scope.vhost("other.example.com"))
        .isNotEqualTo("vhost/live.example.com");
  }

  @Test
  void ordersScopesByKindThenName() {
    assertThat(Stream.of(Scope.domain("a"), Scope.vhost("B"), Scope.vhost("a")).sorted())
        .containsExactly(Scope.vhost("a"), Scope.vhost("B"), Scope.domain("a"));
  }

  @Test
  void namesKeysForPeople() {
    assertThat(key(Scope.vhost("example.com"), "a"))
        .hasToString("push callbacks of vhost/example.com, app a");
    assertThat(key(Scope.domain("d"), null)).hasToString("push callbacks of domain/d");
  }

  @Test
  void knowsTheKeysWhoseDeletionMayTakeOthersAlong() {
    assertThat(key(Scope.vhost("example.com"), null).appLess()).isTrue();
    assertThat(key(Scope.vhost("example.com"), "a").appLess()).isFalse();
    assertThat(key(Scope.domain("d"), null).appLess()).isFalse();
  }

  @Test
  void spellsMessageTypesAsTheApiDoes() {
    assertThat(MessageType.values())
        .extracting(MessageType::wire)
        .containsExactly("push", "push_end", "snapshot", "record", "audit_snapshot");
    assertThat(MessageType.AUDIT_SNAPSHOT).hasToString("audit_snapshot");
    assertThat(MessageType.ofWire("push_end")).contains(MessageType.PUSH_END);
    assertThat(MessageType.ofWire("PUSH")).isEmpty();
  }

  @Test
  void comparesSecretsAndDoesNotShowThem() {
    SecretText secret = new SecretText("k");
    assertThat(secret)
        .isEqualTo(new SecretText("k"))
        .hasSameHashCodeAs(new SecretText("k"))
        .isNotEqualTo(new SecretText("l"))
        .isNotEqualTo("k")
        .hasToString("***");
    assertThat(secret.reveal()).isEqualTo("k");
  }

  private static Authentication on(String key) {
    return new Authentication.On(new SecretText(key));
  }

  private static CallbackKey key(Scope scope, @Nullable String app) {
    return new CallbackKey("1", scope, app, MessageType.PUSH);
  }

  private static CallbackRecord record(
      @Nullable String vhost, @Nullable String domain, @Nullable String app, String type) {
    return new CallbackRecord(
        vhost, domain, app, type, new CallbackContent(List.of(A), false, OFF));
  }
}
