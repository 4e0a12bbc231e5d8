package dev.livecallback.plan;

import static dev.livecallback.plan.Given.A;
import static dev.livecallback.plan.Given.B;
import static dev.livecallback.plan.Given.CLOUD;
import static dev.livecallback.plan.Given.D;
import static dev.livecallback.plan.Given.HIDDEN;
import static dev.livecallback.plan.Given.K1;
import static dev.livecallback.plan.Given.K2;
import static dev.livecallback.plan.Given.content;
import static dev.livecallback.plan.Given.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.livecallback.volcengine.Authentication;
import dev.livecallback.volcengine.CallbackContent;
import dev.livecallback.volcengine.CallbackKey;
import dev.livecallback.volcengine.MessageType;
import dev.livecallback.volcengine.Scope;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FingerprintTest {

  @ParameterizedTest(name = "{0}: the same is {3}")
  @MethodSource
  void comparesAsTheServiceDoes(
      String what, CallbackKey key, CallbackContent content, boolean same) {
    CallbackContent two = content("https://a.example.com/hook", "https://b.example.com/hook");

    assertThat(Fingerprint.of(key, content).equals(Fingerprint.of(D, two))).isEqualTo(same);
  }

  static Stream<Arguments> comparesAsTheServiceDoes() {
    String a = "https://a.example.com/hook";
    String b = "https://b.example.com/hook";
    CallbackContent two = content(a, b);
    CallbackContent transcoded = new CallbackContent(two.details(), true, new Authentication.Off());
    return Stream.of(
        arguments("another order of targets", D, content(b, a), true),
        arguments("a target twice", D, content(b, a, b), true),
        arguments(
            "another case of the scope",
            new CallbackKey(CLOUD, Scope.vhost("LIVE.example.com"), "sports", MessageType.PUSH),
            two,
            true),
        arguments("fewer targets", D, A, false),
        arguments("another app", key("news"), two, false),
        arguments("no app", key(null), two, false),
        arguments(
            "another kind of scope",
            new CallbackKey(CLOUD, Scope.domain("live.example.com"), null, MessageType.PUSH),
            two,
            false),
        arguments(
            "another message type",
            new CallbackKey(CLOUD, D.scope(), "sports", MessageType.PUSH_END),
            two,
            false),
        arguments("another flag", D, transcoded, false));
  }

  @Test
  void doesNotDependOnTheAuthenticationKey() {
    assertThat(Fingerprint.of(D, K1))
        .isEqualTo(Fingerprint.of(D, K2))
        .isEqualTo(Fingerprint.of(D, HIDDEN))
        .isNotEqualTo(Fingerprint.of(D, A));
  }

  /** It is in the status of objects: another one would have all of them written again. */
  @Test
  void staysWhatItWas() {
    assertThat(Fingerprint.of(D, B)).isEqualTo("ea13cb7005df660e7ece5a780b4c8068");
  }
}
