package dev.livecallback.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.livecallback.account.ServiceProfile;
import dev.livecallback.volcengine.Answer;
import dev.livecallback.volcengine.CallbackRecord;
import dev.livecallback.volcengine.DomainPage;
import dev.livecallback.volcengine.Failure;
import dev.livecallback.volcengine.Listing;
import dev.livecallback.volcengine.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A command's calls")
class PacedCallsTest implements CloudCalls {
  private static final Scope SCOPE = Scope.vhost("push.example.com");

  private FakeTime time = new FakeTime();
  private final Deque<Failure> failures = new ArrayDeque<>();
  private final List<Instant> sent = new ArrayList<>();

  @Override
  public Answer<List<CallbackRecord>> describe(Listing listing) {
    sent.add(time.now());
    Failure next = failures.poll();
    return next == null ? new Answer.Ok<>(List.of(), "id") : new Answer.Failed<>(next);
  }

  @Override
  public Answer<DomainPage> listDomainDetail(int page, int size) {
    sent.add(time.now());
    return new Answer.Ok<>(new DomainPage(0, List.of()), "id");
  }

  private PacedCalls calls(Duration between, Duration timeout) {
    return new PacedCalls(this, new CallPace(between, new TimeLimit(timeout, time), time));
  }

  private static Failure.Detail detail(String message) {
    return new Failure.Detail(message, 0, null, null);
  }

  private List<Long> gaps() {
    List<Long> gaps = new ArrayList<>();
    for (int i = 1; i < sent.size(); i++) {
      gaps.add(Duration.between(sent.get(i - 1), sent.get(i)).toMillis());
    }
    return gaps;
  }

  @Test
  void areTwoASecondAndOneInFourSecondsOnBytePlus() throws Exception {
    PacedCalls calls = calls(CallPace.between(ServiceProfile.VOLCENGINE), Duration.ofMinutes(10));
    calls.listDomainDetail(1, 1000);
    calls.describe(Listing.of(SCOPE));
    time.pass(Duration.ofMillis(400));
    calls.describe(Listing.of(SCOPE));
    time.pass(Duration.ofSeconds(3));
    calls.describe(Listing.of(SCOPE));

    assertThat(gaps()).containsExactly(500L, 500L, 3000L);
    assertThat(CallPace.between(ServiceProfile.BYTEPLUS)).isEqualTo(Duration.ofSeconds(4));
  }

  @Test
  void pauseTenSecondsAfterAThrottledOneOrAsLongAsTheApiAsks() throws Exception {
    failures.add(new Failure.Throttled(detail("slow down"), null));
    failures.add(new Failure.Throttled(detail("slow down"), Duration.ofSeconds(1)));
    failures.add(new Failure.Throttled(detail("slow down"), Duration.ofSeconds(25)));

    assertThat(calls(Duration.ofMillis(500), Duration.ofMinutes(10)).describe(Listing.of(SCOPE)))
        .isInstanceOf(Answer.Ok.class);
    assertThat(gaps()).containsExactly(10_000L, 10_000L, 25_000L);
  }

  @Test
  void endWithTheTimeThatTheyHave() {
    for (int i = 0; i < 100; i++) {
      failures.add(new Failure.Throttled(detail("slow down"), null));
    }

    assertThatThrownBy(
            () -> calls(Duration.ofMillis(500), Duration.ofSeconds(95)).describe(Listing.of(SCOPE)))
        .isInstanceOf(CommandFailedException.class)
        .hasMessageContaining("1m 35s")
        .hasMessageContaining("--timeout");
    assertThat(sent).hasSize(10);
  }

  @Test
  void endWithTheTimeThatTheyHaveThoughNothingAnswers() throws Exception {
    time = new FakeTime(Duration.ofSeconds(40));
    Instant end = time.now().plusSeconds(95);
    PacedCalls calls = calls(Duration.ofMillis(500), Duration.ofSeconds(95));
    calls.describe(Listing.of(SCOPE));
    calls.describe(Listing.of(SCOPE));

    assertThatThrownBy(() -> calls.describe(Listing.of(SCOPE)))
        .isInstanceOf(CommandFailedException.class)
        .hasMessage(
            "It isn't done within 1m 35s, for the cloud doesn't answer: look at the way there, or give it longer by --timeout.");
    assertThat(time.now()).isEqualTo(end);
  }

  @Test
  void areGivenUpAtOnceWhereNothingAnswersAtAll() {
    failures.add(
        new Failure.Unavailable(detail("refused the connection: is LIVE_ENDPOINT right?")));

    assertThatThrownBy(
            () -> calls(Duration.ZERO, Duration.ofMinutes(10)).describe(Listing.of(SCOPE)))
        .hasMessage("refused the connection: is LIVE_ENDPOINT right?");
    assertThat(sent).hasSize(1);
  }

  @Test
  void areTriedThreeTimesWhereTroublePasses() throws Exception {
    PacedCalls calls = calls(Duration.ofMillis(500), Duration.ofMinutes(10));
    calls.describe(Listing.of(SCOPE));
    Failure down = new Failure.Unavailable(detail("is down. " + Failure.TRIED_AGAIN));
    failures.add(down);
    failures.add(down);

    assertThat(calls.describe(Listing.of(SCOPE))).isInstanceOf(Answer.Ok.class);
    assertThat(gaps()).containsExactly(500L, 10_000L, 10_000L);

    failures.addAll(List.of(down, down, down));
    assertThatThrownBy(() -> calls.describe(Listing.of(SCOPE)))
        .hasMessage("is down. Try again later.");
  }

  @Test
  void endWhereTheAccountIsRefusedAndGoOnWhereAScopeIs() throws Exception {
    PacedCalls calls = calls(Duration.ZERO, Duration.ofMinutes(10));
    failures.add(new Failure.ScopeMissing(detail("isn't there"), false));
    failures.add(new Failure.NotPermitted(detail("Grant them live:DescribeCallback.")));
    failures.add(new Failure.CredentialsRejected(detail("the access key is unknown")));
    failures.add(new Failure.WrongEndpoint(detail("this is not the live API")));

    assertThat(calls.describe(Listing.of(SCOPE))).isInstanceOf(Answer.Failed.class);
    assertThat(calls.describe(Listing.of(SCOPE))).isInstanceOf(Answer.Failed.class);
    assertThatThrownBy(() -> calls.describe(Listing.of(SCOPE)))
        .hasMessage("the access key is unknown");
    assertThatThrownBy(() -> calls.describe(Listing.of(SCOPE)))
        .hasMessage("this is not the live API");
  }
}
