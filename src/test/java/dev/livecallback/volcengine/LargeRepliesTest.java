package dev.livecallback.volcengine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import mockwebserver3.SocketEffect;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LargeRepliesTest {
  private static final int MORE_THAN_MAY = LargeReplies.READ_AT_ONCE + 1;
  private static final String LARGE =
      Bodies.ok("{\"CallbackList\":[]}") + " ".repeat((int) LargeReplies.LARGE);

  private final CloudServer cloud = new CloudServer();
  private final CloudServer other = new CloudServer();
  private final LargeReplies replies = new LargeReplies(System::nanoTime);

  LargeRepliesTest() throws IOException {}

  @AfterEach
  void stop() {
    cloud.close();
    other.close();
  }

  private boolean enters(String host) throws InterruptedException {
    return replies.enter(host, Duration.ZERO);
  }

  private boolean enter(String host, int times) throws InterruptedException {
    boolean all = true;
    for (int i = 0; i < times; i++) {
      all &= enters(host);
    }
    return all;
  }

  @Test
  void aHostMayHaveOneMoreWhileItHasFewerThanAreFree() throws InterruptedException {
    assertThat(enter("one", 3)).isTrue();
    assertThat(enters("one")).isFalse();
    assertThat(enter("two", 2)).isTrue();
    assertThat(enters("two")).isFalse();
    assertThat(enters("three")).isTrue();
    assertThat(enters("four")).isFalse();

    replies.leave("one");
    assertThat(enters("one")).as("two of its own, one free").isFalse();
    assertThat(enters("four")).isTrue();
  }

  @Test
  void whoWaitsIsLetInOnceOneHasLeft() throws InterruptedException {
    assertThat(enter("one", 3)).isTrue();
    CompletableFuture<Boolean> waiting =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return replies.enter("one", Duration.ofMinutes(1));
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            },
            Thread::startVirtualThread);

    replies.leave("one");

    assertThat(waiting.join()).isTrue();
  }

  static Stream<Arguments> failures() {
    MockResponse.Builder cut =
        new MockResponse.Builder()
            .body(LARGE + LARGE)
            .onResponseBody(new SocketEffect.CloseSocket());
    return Stream.of(
        Arguments.of("cut short", cut),
        Arguments.of("too large", body(" ".repeat((int) Reply.LARGEST_ANSWER + 1))),
        Arguments.of("too deep", body("[".repeat((int) LargeReplies.LARGE + 1))),
        Arguments.of("no JSON", body("<".repeat((int) LargeReplies.LARGE + 1))),
        Arguments.of("an error", body(Bodies.error("AccessDenied") + LARGE).code(403)));
  }

  private static MockResponse.Builder body(String body) {
    return new MockResponse.Builder().body(body);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("failures")
  void oneThatFailsLeavesRoomForTheNext(String how, MockResponse.Builder failure) {
    for (int i = 0; i < MORE_THAN_MAY; i++) {
      cloud.answers(failure);
      assertThat(describe(cloud)).isInstanceOf(Answer.Failed.class);
    }
    cloud.answers(200, LARGE);
    assertThat(describe(cloud)).isInstanceOf(Answer.Ok.class);
  }

  private static Answer<?> describe(CloudServer server) {
    return server.live().describe(Listing.of(Scope.vhost("a")));
  }

  @Test
  void theNextWholeOneWaitsUntilTheOneBeforeIsClosed() throws Exception {
    cloud.answers(200, LARGE).answers(200, LARGE);
    Thread next = new Thread(() -> describe(cloud));
    try (Response first = get(cloud)) {
      assertThat(Reply.of(first, CloudServer.NOW).shape()).isEqualTo(Reply.Shape.JSON);
      next.start();
      await()
          .untilAsserted(
              () ->
                  assertThat(next.getStackTrace())
                      .anyMatch(frame -> frame.getClassName().equals(Semaphore.class.getName())));
    }
    next.join();
  }

  private static Response get(CloudServer server) throws IOException {
    return server.http().newCall(new Request.Builder().url(server.url()).build()).execute();
  }

  @Test
  void aSlowHostHoldsUpNoOther() {
    LiveClient elsewhere =
        new LiveClient(
            cloud.http(),
            other.url(),
            CloudServer.REGION,
            () -> CloudServer.CREDENTIALS,
            InstantSource.fixed(CloudServer.NOW));
    List<Thread> slow = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      other.answers(body(LARGE + LARGE).throttleBody(LargeReplies.LARGE + 1000, 1, TimeUnit.HOURS));
      slow.add(Thread.startVirtualThread(() -> elsewhere.describe(Listing.of(Scope.vhost("a")))));
    }
    await().until(() -> slow.stream().anyMatch(LargeRepliesTest::waitsForItsTurn));

    cloud.answers(200, LARGE);
    assertThat(describe(cloud)).isInstanceOf(Answer.Ok.class);

    assertThat(slow).allMatch(Thread::isAlive);
  }

  private static boolean waitsForItsTurn(Thread reader) {
    return Stream.of(reader.getStackTrace())
        .anyMatch(
            frame ->
                frame.getClassName().equals(LargeReplies.class.getName())
                    && frame.getMethodName().equals("enter"));
  }
}
