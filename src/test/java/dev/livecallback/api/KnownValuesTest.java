package dev.livecallback.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.plan.UnsupportedValues;
import dev.livecallback.testing.OddValues;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the CRD accepts, this version knows, and nothing else. */
class KnownValuesTest {
  @ParameterizedTest(name = "{0}")
  @MethodSource("dev.livecallback.api.AcceptedSpecs#all")
  void everyAcceptedSpecIsSupported(String situation, Map<String, Object> spec) {
    LiveCallback object = object(spec);

    assertThat(UnsupportedValues.of(object)).isEmpty();
    assertThat(object.unreadable()).isNull();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void anyOtherValueOfAnyFieldIsNot(OddValues.OddValue odd) {
    assertThat(UnsupportedValues.of(object(odd.spec()))).isPresent();
  }

  static List<OddValues.OddValue> anyOtherValueOfAnyFieldIsNot() {
    return OddValues.in(OddValues.CALLBACK);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void norIsOneOfADomain(OddValues.OddValue odd) {
    assertThat(UnsupportedValues.of(object(odd.spec()))).isPresent();
  }

  static List<OddValues.OddValue> norIsOneOfADomain() {
    return OddValues.in(
            """
            domain: a.example.com
            messageType: push
            callbackDetailList: [{url: 'https://a.example.com'}]
            """)
        .stream()
        .filter(odd -> odd.name().startsWith("/domain"))
        .toList();
  }

  private static LiveCallback object(Object spec) {
    return new KubernetesSerialization()
        .convertValue(
            Map.of("metadata", Map.of("namespace", "team", "name", "any"), "spec", spec),
            LiveCallback.class);
  }
}
