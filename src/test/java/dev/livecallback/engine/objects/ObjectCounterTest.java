package dev.livecallback.engine.objects;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.api.Condition;
import dev.livecallback.api.ConditionType;
import dev.livecallback.api.LedgerEntry;
import dev.livecallback.api.LiveCallback;
import dev.livecallback.api.ObjectId;
import dev.livecallback.api.Reason;
import dev.livecallback.testing.SampleObjects;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A counter of objects")
class ObjectCounterTest {
  private static final Instant T = Instant.parse("2026-03-01T12:00:00Z");

  private final ObjectCounter objectCounts =
      new ObjectCounter(object -> object.getMetadata().getLabels().getOrDefault("account", ""));

  private void delivered(String account, String uid, @Nullable Reason reason, boolean drifted) {
    LiveCallback object =
        SampleObjects.object(metadata -> metadata.withUid(uid).addToLabels("account", account));
    if (reason != null) {
      String drifts = drifted ? Condition.TRUE : Condition.FALSE;
      object.setStatus(
          SampleObjects.status(1)
              .withConditions(
                  List.of(
                      Condition.of(ConditionType.READY, Condition.TRUE, reason, "", T, 1),
                      Condition.of(ConditionType.DRIFTED, drifts, reason, "", T, 1))));
    }
    objectCounts.delivered(object);
  }

  private static ObjectId id(String uid) {
    return SampleObjects.object(metadata -> metadata.withUid(uid)).id();
  }

  private ObjectCounts.ReasonCounts of(String account) {
    return objectCounts
        .objectCounts()
        .byAccount()
        .getOrDefault(account, new ObjectCounts.ReasonCounts());
  }

  @Test
  void countsEachObjectOnceByItsAccountAndItsReason() {
    delivered("a", "1", Reason.IN_SYNC, false);
    delivered("a", "2", Reason.IN_SYNC, false);
    delivered("a", "2", Reason.IN_SYNC, false);
    delivered("a", "3", Reason.DRIFT_TOLERATED, true);
    delivered("b", "4", null, false);

    assertThat(of("a").byReason()).isEqualTo(Map.of(Reason.IN_SYNC, 2, Reason.DRIFT_TOLERATED, 1));
    assertThat(of("a").drifted()).isEqualTo(1);
    assertThat(of("a").unseen()).isZero();
    assertThat(of("b").byReason()).isEmpty();
    assertThat(of("b").unseen()).isEqualTo(1);
  }

  @Test
  void followsAnObjectToAnotherReasonAndAnotherAccount() {
    delivered("a", "1", null, false);
    delivered("a", "1", Reason.DRIFT_TOLERATED, true);
    delivered("b", "1", Reason.IN_SYNC, false);

    assertThat(objectCounts.objectCounts().byAccount()).containsOnlyKeys("b");
    assertThat(of("b").byReason()).isEqualTo(Map.of(Reason.IN_SYNC, 1));
    assertThat(of("b").drifted()).isZero();
  }

  @Test
  void forgetsWhatIsGoneAndWhatItNeverKnew() {
    delivered("a", "1", Reason.IN_SYNC, false);
    delivered("a", "2", Reason.IN_SYNC, true);

    objectCounts.gone(id("2"));
    objectCounts.gone(id("2"));
    objectCounts.gone(id("3"));

    assertThat(of("a").byReason()).isEqualTo(Map.of(Reason.IN_SYNC, 1));
    assertThat(of("a").drifted()).isZero();
    objectCounts.gone(id("1"));
    assertThat(objectCounts.objectCounts().byAccount()).isEmpty();
  }

  @Test
  void usedAreTheAccountsThatAreNamedOrThatRecordsAreThrough() {
    LiveCallback moved = SampleObjects.object(metadata -> metadata.addToLabels("account", "new"));
    moved.setStatus(
        SampleObjects.status(1)
            .withRecords(List.of(LedgerEntry.of("old", "vhost/a", null, "push"))));
    objectCounts.delivered(moved);

    assertThat(objectCounts.objectCounts().byAccount()).containsOnlyKeys("new");
    assertThat(objectCounts.objectCounts().used()).containsOnly("new", "old");
    assertThat(objectCounts.of("new")).containsExactly(moved.id());
    assertThat(objectCounts.of("old")).containsExactly(moved.id());
    assertThat(objectCounts.of("other")).isEmpty();
  }

  @Test
  void findsTheObjectsOfAnAccountAsTheyAreNow() {
    delivered("a", "1", Reason.IN_SYNC, false);
    delivered("a", "2", Reason.DRIFT_TOLERATED, true);
    delivered("b", "3", null, false);
    assertThat(objectCounts.of("a")).containsExactlyInAnyOrder(id("1"), id("2"));

    delivered("b", "2", null, false);
    objectCounts.gone(id("3"));

    assertThat(objectCounts.of("a")).containsExactly(id("1"));
    assertThat(objectCounts.of("b")).containsExactly(id("2"));
  }
}
