package dev.livecallback.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.livecallback.volcengine.Authentication;
import dev.livecallback.volcengine.CallbackContent;
import dev.livecallback.volcengine.CallbackDetail;
import dev.livecallback.volcengine.Failure;
import dev.livecallback.volcengine.SecretText;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ObservationTest {
  private static final Instant T = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant LATER = T.plusSeconds(600);
  private static final CallbackContent A = content("https://a.example.com", "k");
  private static final CallbackContent B = content("https://b.example.com", "k");
  private static final CallbackContent A_HIDDEN =
      new CallbackContent(A.details(), false, new Authentication.Hidden());

  private static CallbackContent content(String url, String key) {
    return new CallbackContent(
        List.of(CallbackDetail.http(url)), false, new Authentication.On(new SecretText(key)));
  }

  private static CallbackContent two(String one, String other) {
    return new CallbackContent(
        List.of(CallbackDetail.http(one), CallbackDetail.http(other)),
        false,
        new Authentication.Off());
  }

  private static Observation refused(boolean otherAccount, Instant began) {
    Failure.Detail detail = new Failure.Detail("No such vhost.", 400, null, began.toString());
    return new Observation.Refused(new Failure.ScopeMissing(detail, otherAccount), began, began);
  }

  @ParameterizedTest(name = "{0}: shows A {2}, shows anything {3}")
  @MethodSource
  void showsWhatIsThere(String what, Observation observation, boolean showsA, boolean anything) {
    assertThat(observation.shows(A)).isEqualTo(showsA);
    assertThat(observation.somethingThere()).isEqualTo(anything);
  }

  static Stream<Arguments> showsWhatIsThere() {
    return Stream.of(
        arguments("unread", new Observation.Unread(), false, false),
        arguments("refused", refused(false, T), false, false),
        arguments("absent", new Observation.Absent(T, T), false, false),
        arguments("A", new Observation.Present(A, T, T), true, true),
        arguments("A with a hidden key", new Observation.Present(A_HIDDEN, T, T), true, true),
        arguments(
            "A with another key",
            new Observation.Present(content("https://a.example.com", "l"), T, T),
            false,
            true),
        arguments("B", new Observation.Present(B, T, T), false, true),
        arguments("A and B", new Observation.Several(List.of(B, A), T, T), true, true),
        arguments("B twice", new Observation.Several(List.of(B, B), T, T), false, true));
  }

  @ParameterizedTest(name = "{0}: the same finding {3}")
  @MethodSource
  void comparesWhatWasFoundNotWhen(String what, Observation one, Observation other, boolean same) {
    assertThat(one.sameFinding(other)).isEqualTo(same);
    assertThat(other.sameFinding(one)).isEqualTo(same);
  }

  static Stream<Arguments> comparesWhatWasFoundNotWhen() {
    Observation unread = new Observation.Unread();
    Observation absent = new Observation.Absent(T, T);
    Observation a = new Observation.Present(A, T, T);
    Observation both = new Observation.Several(List.of(A, B), T, T);
    return Stream.of(
        arguments("unread twice", unread, new Observation.Unread(), true),
        arguments("read at last", unread, absent, false),
        arguments("absent twice", absent, new Observation.Absent(LATER, LATER), true),
        arguments("created", absent, a, false),
        arguments("present twice", a, new Observation.Present(A, LATER, LATER), true),
        arguments("changed", a, new Observation.Present(B, LATER, LATER), false),
        arguments(
            "its targets in another order",
            new Observation.Present(two("https://a.example.com", "https://b.example.com"), T, T),
            new Observation.Present(two("https://b.example.com", "https://a.example.com"), T, T),
            true),
        arguments("its key hidden now", a, new Observation.Present(A_HIDDEN, LATER, LATER), false),
        arguments("one more", a, both, false),
        arguments(
            "several twice", both, new Observation.Several(List.of(A, B), LATER, LATER), true),
        arguments("others", both, new Observation.Several(List.of(A, A), LATER, LATER), false),
        arguments("refused twice", refused(false, T), refused(false, LATER), true),
        arguments("refused otherwise", refused(false, T), refused(true, T), false),
        arguments("refused now", a, refused(true, LATER), false));
  }

  @Test
  void beganNeverIfItWasNotRead() {
    assertThat(new Observation.Unread().readBegan()).isEqualTo(Instant.MIN);
    assertThat(new Observation.Present(A, T, T).readBegan()).isEqualTo(T);
  }
}
