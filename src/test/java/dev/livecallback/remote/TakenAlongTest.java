package dev.livecallback.remote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.volcengine.Answer;
import dev.livecallback.volcengine.Authentication;
import dev.livecallback.volcengine.CallbackContent;
import dev.livecallback.volcengine.CallbackDetail;
import dev.livecallback.volcengine.CallbackKey;
import dev.livecallback.volcengine.Done;
import dev.livecallback.volcengine.MessageType;
import dev.livecallback.volcengine.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What an app-less delete makes doubtful. */
class TakenAlongTest {
  private static final Instant T = Instant.parse("2026-01-01T00:00:00Z");
  private static final Scope VHOST = Scope.vhost("live.example.com");
  private static final CallbackKey SPORTS =
      new CallbackKey("2100000001", VHOST, "sports", MessageType.PUSH);
  private static final CallbackKey NEWS =
      new CallbackKey("2100000001", VHOST, "news", MessageType.PUSH);
  private static final CallbackContent CONTENT =
      new CallbackContent(
          List.of(CallbackDetail.http("https://a.example.com")), false, new Authentication.Off());

  private final RemoteState remote =
      new RemoteState(new Curves(Duration.ofMinutes(10), new Random(1)));

  @Test
  void aRecordInDangerWasPerhapsRemovedAndOthersWereNot() {
    write(SPORTS);
    write(NEWS);
    long before = remote.revision();

    remote.mayBeGone(SPORTS::equals, T.plusSeconds(9));

    LastWrite doubtful = remote.lastWrite(SPORTS).orElseThrow();
    assertThat(doubtful.remove()).isTrue();
    assertThat(doubtful.outcome()).isInstanceOf(LastWrite.Outcome.Unknown.class);
    assertThat(doubtful.unknownSince()).isEqualTo(T.plusSeconds(9));
    assertThat(doubtful.lastPossiblePut()).isEqualTo(T);
    assertThat(remote.revision(SPORTS)).isGreaterThan(before);
    assertThat(remote.lastWrite(NEWS).orElseThrow().puts(CONTENT)).isTrue();
    assertThat(remote.revision(NEWS)).isLessThanOrEqualTo(before);
  }

  @Test
  void aRecordThatWasOnlyReadMayBeGoneToo() {
    remote.sighting(SPORTS);

    remote.mayBeGone(SPORTS::equals, T);

    assertThat(remote.lastWrite(SPORTS).orElseThrow().lastPossiblePut()).isNull();
  }

  @Test
  void whenAScopeWasReadIsWhenItsLastTellingReadBegan() {
    assertThat(remote.readBegan(VHOST)).isEqualTo(Instant.MIN);
    remote.readEnded(VHOST, T, T.plusSeconds(1), new Answer.Ok<>(List.of(), "r"));

    assertThat(remote.readBegan(VHOST)).isEqualTo(T);
  }

  private void write(CallbackKey key) {
    remote.writeBegan(key, CONTENT, T);
    remote.writeEnded(key, CONTENT, T, new Answer.Ok<>(Done.DONE, "r"));
  }
}
