package dev.livecallback.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.volcengine.CallbackKey;
import dev.livecallback.volcengine.MessageType;
import dev.livecallback.volcengine.Scope;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Records, and as much of their past as is kept. */
class RecordStoreTest {
  private static final Scope VHOST = Scope.vhost("push.example.com");
  private static final RecordContent ONE = RecordContent.url("http://one");
  private static final RecordContent TWO = RecordContent.url("http://two");

  private final SetClock clock = new SetClock("2026-01-31T12:00:00Z");
  private final RecordStore store = new RecordStore(clock, 3, 2);

  private static CallbackKey key(String app) {
    return new CallbackKey("1", VHOST, app, MessageType.PUSH);
  }

  @Test
  void holdsNoMoreRecordsThanItMayButGoesOnReplacing() {
    assertThat(store.put(key("a"), ONE)).isTrue();
    assertThat(store.put(key("b"), ONE)).isTrue();
    assertThat(store.put(key("c"), ONE)).isTrue();
    assertThat(store.put(key("d"), ONE)).isFalse();
    assertThat(store.put(key("a"), TWO)).isTrue();
    assertThat(store.size()).isEqualTo(3);

    assertThat(store.remove(key("a"))).isTrue();
    assertThat(store.remove(key("a"))).isFalse();
    assertThat(store.put(key("d"), ONE)).isTrue();
    assertThat(store.list()).extracting(each -> each.key().app()).containsExactly("b", "c", "d");
  }

  @Test
  void knowsNoMoreOfThePastThanItMay() {
    store.put(key("a"), ONE);
    clock.advance(Duration.ofSeconds(1));
    store.put(key("b"), ONE);
    clock.advance(Duration.ofSeconds(1));
    store.put(key("c"), ONE);

    assertThat(store.in("1", VHOST, clock.instant().minusSeconds(2)))
        .extracting(each -> each.key().app())
        .containsExactly("a");
    assertThat(store.in("1", VHOST, clock.instant().minusSeconds(60)))
        .extracting(each -> each.key().app())
        .as("the creation of a is too long ago to be taken back")
        .containsExactly("a");
  }

  @Test
  void keepsPastsOfAccountsAndScopesApart() {
    store.put(key("a"), ONE);
    clock.advance(Duration.ofSeconds(1));
    store.put(new CallbackKey("2", VHOST, "a", MessageType.PUSH), TWO);
    store.put(new CallbackKey("1", Scope.domain("push.example.com"), null, MessageType.PUSH), TWO);

    assertThat(store.in("1", VHOST, clock.instant().minusMillis(1)))
        .extracting(StoredRecord::settings)
        .containsExactly(ONE);
    assertThat(store.in("1", _ -> true, clock.instant().minusMillis(1)))
        .extracting(StoredRecord::settings)
        .containsExactly(ONE);
    assertThat(store.in("1", _ -> true, clock.instant())).hasSize(2);
  }

  @Test
  void forgetsEverythingOnClear() {
    store.put(key("a"), ONE);
    clock.advance(Duration.ofSeconds(1));
    store.clear();

    assertThat(store.size()).isZero();
    assertThat(store.in("1", VHOST, clock.instant().minusMillis(500))).isEmpty();
  }
}
