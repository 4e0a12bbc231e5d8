package dev.livecallback.engine.objects;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.volcengine.CallbackKey;
import dev.livecallback.volcengine.MessageType;
import dev.livecallback.volcengine.Scope;
import dev.livecallback.volcengine.SecretText;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ObjectMemoryTest {
  private static final Instant T = Instant.parse("2026-03-01T12:00:00Z");
  private static final String ME = "uid-1";
  private static final CallbackKey KEY =
      new CallbackKey("live/default", Scope.domain("push.example.com"), null, MessageType.PUSH);
  private static final CallbackKey OTHER_KEY =
      new CallbackKey("live/default", Scope.domain("pull.example.com"), null, MessageType.PUSH);

  private final ObjectMemory memory = new ObjectMemory();

  private Instant readSince(@Nullable String request, boolean paused, long seconds) {
    return memory.readSince(ME, request, paused, T.plusSeconds(seconds));
  }

  private static Instant at(long seconds) {
    return T.plusSeconds(seconds);
  }

  @Test
  void whoAsksForNothingWantsNoRead() {
    assertThat(readSince(null, false, 0)).isEqualTo(Instant.MIN);
    assertThat(readSince(null, false, 9)).isEqualTo(Instant.MIN);
  }

  @Test
  void aRequestWantsAReadFromWhenItWasSeenFirst() {
    assertThat(readSince("monday", false, 5)).isEqualTo(at(5));
    assertThat(readSince("monday", false, 6)).as("still").isEqualTo(at(5));
  }

  @Test
  void anotherRequestWantsAnotherRead() {
    readSince("monday", false, 5);

    assertThat(readSince("tuesday", false, 6)).isEqualTo(at(6));
  }

  @Test
  void anAnsweredRequestWantsNoNewOne() {
    readSince("monday", false, 5);

    assertThat(readSince(null, false, 6)).isEqualTo(at(5));
  }

  @Test
  void theSameRequestWantsAnotherReadIfItsAnswerWasLost() {
    readSince("monday", false, 5);
    readSince(null, false, 6);

    assertThat(readSince("monday", false, 7)).isEqualTo(at(7));
  }

  @Test
  void aPauseWantsNoReadWhileItLasts() {
    assertThat(readSince(null, true, 5)).isEqualTo(Instant.MIN);
    assertThat(readSince(null, true, 6)).isEqualTo(Instant.MIN);
  }

  @Test
  void itsEndDoes() {
    readSince(null, true, 5);

    assertThat(readSince(null, false, 7)).isEqualTo(at(7));
    assertThat(readSince(null, false, 8)).as("once").isEqualTo(at(7));
  }

  @Test
  void everyPauseHasItsEnd() {
    readSince(null, true, 5);
    readSince(null, false, 7);
    readSince(null, true, 8);

    assertThat(readSince(null, false, 9)).isEqualTo(at(9));
  }

  @Test
  void aRequestDuringAPauseIsAnsweredByAReadAfterIt() {
    readSince("monday", true, 5);

    assertThat(readSince("monday", false, 7)).isEqualTo(at(7));
  }

  @Test
  void ofTwoObjectsEachHasItsOwn() {
    readSince("monday", false, 5);

    assertThat(memory.readSince("uid-2", null, false, at(6))).isEqualTo(Instant.MIN);
  }

  @Test
  void aGenerationIsSeenOnce() {
    assertThat(memory.generation(ME)).isZero();
    assertThat(memory.generationSeen(ME, 1, at(0))).isEqualTo(at(0));
    assertThat(memory.generationSeen(ME, 1, at(5))).isEqualTo(at(0));
    assertThat(memory.generationSeen(ME, 2, at(6))).isEqualTo(at(6));
    assertThat(memory.generation(ME)).isEqualTo(2);
  }

  @Test
  void anAuthenticationKeyIsThatOfOneRecord() {
    SecretText one = new SecretText("one");
    SecretText two = new SecretText("two");
    memory.authKey(ME, KEY, one);
    memory.authKey(ME, OTHER_KEY, two);

    assertThat(memory.authKey(ME, KEY)).isEqualTo(one);
    assertThat(memory.authKey(ME, OTHER_KEY)).isEqualTo(two);

    memory.authKey(ME, KEY, two);
    memory.keepAuthKeys(ME, Set.of(KEY));
    assertThat(memory.authKey(ME, KEY)).isEqualTo(two);
    assertThat(memory.authKey(ME, OTHER_KEY)).isNull();

    memory.keepAuthKeys(ME, Set.of());
    assertThat(memory.authKey(ME, KEY)).isNull();
  }

  @Test
  void whatIsLetGoIsForgottenButThatItWas() {
    readSince("monday", true, 5);
    memory.generationSeen(ME, 3, at(5));
    memory.authKey(ME, KEY, new SecretText("hush"));

    memory.release(ME);

    assertThat(memory.released(ME)).isTrue();
    assertThat(memory.released("uid-2")).isFalse();
    assertThat(memory.generation(ME)).isZero();
    assertThat(memory.authKey(ME, KEY)).isNull();
    assertThat(readSince(null, false, 9)).isEqualTo(Instant.MIN);
  }

  @Test
  void onlyTheNewestOfThoseAreRemembered() {
    for (int i = 0; i <= 10_000; i++) {
      memory.release("uid-" + i);
    }

    assertThat(memory.released("uid-0")).isFalse();
    assertThat(memory.released("uid-1")).isTrue();
    assertThat(memory.released("uid-10000")).isTrue();
  }
}
