package dev.livecallback.operator.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.livecallback.account.KeyMark;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What STS said of keys outlives a process, and costs a write when it is new. */
class VerifiedKeysTest {
  private static final KeyMark MARK = new KeyMark("a.b");
  private static final KeyMark OTHER = new KeyMark("c.d");

  private final StoredMarks store = new StoredMarks();
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private VerifiedKeys keys = recalled();

  private VerifiedKeys recalled() {
    VerifiedKeys fresh = new VerifiedKeys(store);
    fresh.recall(now);
    return fresh;
  }

  private void keep(String... there) {
    now = now.plusSeconds(1);
    keys.keep(() -> Arrays.stream(there).collect(Collectors.toMap(uid -> uid, _ -> "team")), now);
  }

  @Test
  void theNextProcessKnowsWhatThisOneWasTold() {
    keys.of("one").remember(MARK);
    keep("one");
    keys = recalled();

    assertThat(keys.of("one").last()).contains(MARK);
    assertThat(keys.of("two").last()).isEmpty();
  }

  @Test
  void manyAtOnceAreOneWriteAndNothingNewIsNone() {
    keep("one", "two");
    assertThat(store.writes).as("nothing to remember").isZero();
    keys.of("one").remember(MARK);
    keys.of("two").remember(OTHER);
    keep("one", "two");
    keep("one", "two");
    keys = recalled();
    keep("one", "two");

    assertThat(store.writes).isEqualTo(1);
  }

  @Test
  void nothingIsKeptOfAnAccountThatIsGone() {
    keys.of("one").remember(MARK);
    keys.of("two").remember(OTHER);
    keep("one", "two");
    keep("two");

    assertThat(store.stored).containsExactly(Map.entry("two", "c.d"));
    assertThat(keys.of("one").last()).isEmpty();
  }

  @Test
  void ofAnAccountThatWasNotSeenYetAllIsKept() {
    store.stored = Map.of("one", "a.b", "two", "c.d");
    keys = recalled();
    keep("one");
    keep("one");

    assertThat(store.stored).containsOnlyKeys("one", "two");
    keep("one", "two");
    keep("one");
    assertThat(store.stored).containsOnlyKeys("one");
  }

  @Test
  void nobodyFillsItForOthers() {
    Map<String, String> accounts = new HashMap<>();
    for (int i = 0; i < 3 * VerifiedKeys.MOST; i++) {
      accounts.put("a-" + i, "flood");
      keys.of("a-" + i).remember(MARK);
    }
    now = now.plusSeconds(1);
    keys.keep(() -> Map.copyOf(accounts), now);
    assertThat(store.stored).hasSize(VerifiedKeys.MOST);

    accounts.put("z-1", "quiet");
    accounts.put("z-2", "quiet");
    keys.of("z-1").remember(MARK);
    keys.of("z-2").remember(OTHER);
    for (int i = 0; i < 3; i++) {
      now = now.plusSeconds(1);
      keys.keep(() -> Map.copyOf(accounts), now);
    }
    assertThat(store.stored).hasSize(VerifiedKeys.MOST).containsKeys("z-1", "z-2");
    assertThat(store.writes).as("what is chosen stays chosen").isEqualTo(2);
  }

  @Test
  void whatCouldNotBeReadAtTheStartIsReadLaterAndNotOverwritten() {
    store.stored = Map.of("one", "a.b", "two", "c.d");
    store.outOfReach = true;
    keys = recalled();
    keys.of("two").remember(MARK);
    keep("one", "two");
    assertThat(keys.of("one").last()).isEmpty();

    store.outOfReach = false;
    now = now.plusSeconds(300);
    keep("one", "two");

    assertThat(keys.of("one").last()).contains(MARK);
    assertThat(keys.of("two").last()).as("what was told meanwhile is newer").contains(MARK);
    assertThat(store.stored).containsExactlyInAnyOrderEntriesOf(Map.of("one", "a.b", "two", "a.b"));
  }

  @Test
  void nothingWaitsForAStoreThatIsWaitedForAlready() throws InterruptedException {
    keys.of("one").remember(MARK);
    store.answers = new CountDownLatch(1);
    Thread first = Thread.startVirtualThread(() -> keep("one"));
    await().until(() -> first.getState() == Thread.State.WAITING);

    Thread second = Thread.startVirtualThread(() -> keep("one"));

    assertThat(second.join(Duration.ofSeconds(10))).isTrue();
    assertThat(first.isAlive()).isTrue();
    store.answers.countDown();
    first.join();
    assertThat(store.writes).isEqualTo(1);
  }

  @Test
  void whatIsOutOfReachIsTriedLessAndLess() {
    keys.of("one").remember(MARK);
    store.outOfReach = true;
    int before = store.tries;
    for (int second = 0; second < 3_600; second++) {
      keep("one");
    }

    assertThat(store.tries - before).isBetween(10, 25);
    store.outOfReach = false;
    for (int second = 0; second < 300; second++) {
      keep("one");
    }
    assertThat(store.stored).containsOnlyKeys("one");
  }
}
