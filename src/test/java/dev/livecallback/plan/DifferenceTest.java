package dev.livecallback.plan;

import static dev.livecallback.plan.Given.A;
import static dev.livecallback.plan.Given.FOREIGN;
import static dev.livecallback.plan.Given.HIDDEN;
import static dev.livecallback.plan.Given.K1;
import static dev.livecallback.plan.Given.K2;
import static dev.livecallback.plan.Given.NOW;
import static dev.livecallback.plan.Given.content;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.livecallback.api.DriftedField;
import dev.livecallback.api.ObservedDetail;
import dev.livecallback.remote.Observation;
import dev.livecallback.volcengine.Authentication;
import dev.livecallback.volcengine.CallbackContent;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DifferenceTest {

  private static Difference between(CallbackContent wanted, CallbackContent seen) {
    return Objects.requireNonNull(
        Difference.between(wanted, new Observation.Present(seen, NOW, NOW)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void namesWhatDiffers(
      String what, CallbackContent wanted, CallbackContent seen, List<DriftedField> drift) {
    assertThat(between(wanted, seen).drift()).isEqualTo(drift);
  }

  static Stream<Arguments> namesWhatDiffers() {
    CallbackContent transcoded = new CallbackContent(A.details(), true, new Authentication.Off());
    return Stream.of(
        arguments("nothing", A, A, List.of()),
        arguments(
            "targets",
            content("https://b.example.com/?mine=1", "https://a.example.com"),
            FOREIGN,
            List.of(
                new DriftedField(
                    "callbackDetailList",
                    "https://a.example.com https://b.example.com/?mine=1",
                    "https://f.example.com/hook?…"))),
        arguments(
            "the transcode flag",
            transcoded,
            A,
            List.of(new DriftedField("transcodeCallback", "true", "false"))),
        arguments("signing", K1, A, List.of(new DriftedField("authEnable", "true", "false"))),
        arguments(
            "no signing", A, HIDDEN, List.of(new DriftedField("authEnable", "false", "true"))),
        arguments(
            "the key", K1, K2, List.of(new DriftedField("authKeyPrimary", "set", "different"))),
        arguments("a hidden key", K1, HIDDEN, List.of()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void saysOfAKeyOnlyWhetherItIsThere(
      String what, CallbackContent wanted, CallbackContent seen, String shown) {
    Difference difference = between(wanted, seen);

    assertThat(Objects.requireNonNull(difference.observed()).authKeyPrimary()).isEqualTo(shown);
    assertThat(difference.toString()).doesNotContain("key-one", "key-two");
  }

  static Stream<Arguments> saysOfAKeyOnlyWhetherItIsThere() {
    return Stream.of(
        arguments("ours", K1, K1, "set"),
        arguments("another", K1, K2, "different"),
        arguments("one that isn't wanted", A, K2, "different"),
        arguments("hidden", K1, HIDDEN, "hidden"),
        arguments("none", K1, A, "unset"));
  }

  @Test
  void cutsTheQueriesOfForeignUrlsOnly() {
    CallbackContent own = content("https://a.example.com/?token=ours");
    CallbackContent both =
        content("https://a.example.com/?token=ours", "https://f.example.com/?token=hush");

    assertThat(Objects.requireNonNull(between(own, both).observed()).callbackDetailList())
        .containsExactly(
            new ObservedDetail("http", "https://a.example.com/?token=ours"),
            new ObservedDetail("http", "https://f.example.com/?…"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void masksTheUserInfoOfForeignUrls(String url, String shown) {
    DriftedField drift = between(A, content(url)).drift().getFirst();

    assertThat(drift.have()).isEqualTo(shown);
  }

  static Stream<Arguments> masksTheUserInfoOfForeignUrls() {
    return Stream.of(
        arguments("https://user:hush@f.example.com/", "https://…@f.example.com/"),
        arguments("https://user:hu@sh@f.example.com/a?b", "https://…@f.example.com/a?…"),
        arguments("https://user:hush@f.example.com", "https://…@f.example.com"),
        arguments("https://user:hush@f.example.com?b", "https://…@f.example.com?…"),
        arguments("user:hush@f.example.com/a", "…@f.example.com/a"),
        arguments("https://f.example.com/a@b", "https://f.example.com/a@b"));
  }

  @Test
  void showsTheObjectsOwnUrlsAsTheyAre() {
    CallbackContent own = content("https://user:own@a.example.com/");
    CallbackContent both = content("https://user:own@a.example.com/", "https://f.example.com/");

    assertThat(between(own, both).drift().getFirst().want())
        .isEqualTo("https://user:own@a.example.com/");
  }

  @Test
  void cutsWhatIsLong() {
    String url = "https://f.example.com/" + "x".repeat(400);

    DriftedField drift = between(A, content(url)).drift().getFirst();

    assertThat(drift.have()).hasSize(300).endsWith("…");
  }

  @Test
  void ofARecordThatIsGoneThatIsTheDifference() {
    Difference difference =
        Objects.requireNonNull(Difference.between(A, new Observation.Absent(NOW, NOW)));

    assertThat(difference.observed()).isNull();
    assertThat(difference.fields()).isEqualTo("record");
  }

  @Test
  void ofSeveralRecordsShowsTheFirst() {
    Observation several = new Observation.Several(List.of(K1, A), NOW, NOW);

    assertThat(Objects.requireNonNull(Difference.between(A, several)).fields())
        .isEqualTo("authEnable");
  }

  @ParameterizedTest
  @MethodSource
  void isUnknownWhereNothingWasRead(Observation observation) {
    @Nullable Difference difference = Difference.between(A, observation);

    assertThat(difference).isNull();
  }

  static Stream<Observation> isUnknownWhereNothingWasRead() {
    return Stream.of(
        new Observation.Unread(), new Observation.Refused(Failures.scopeMissing(false), NOW, NOW));
  }
}
