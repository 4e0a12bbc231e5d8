package dev.livecallback.engine.objects;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.api.AccountName;
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
  private static final AccountName A = new AccountName("live", "a");
  private static final AccountName B = new AccountName("live", "b");

  private final ObjectCounter objectCounts =
      new ObjectCounter(
          object ->
              new AccountName(
                  "live", object.getMetadata().getLabels().getOrDefault("account", "")));

  private void delivered(
      AccountName account, String uid, @Nullable Reason reason, boolean drifted) {
    LiveCallback object =
        SampleObjects.object(
            metadata -> metadata.withUid(uid).addToLabels("account", account.name()));
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

  private ObjectCounts.ReasonCounts of(AccountName account) {
    return objectCounts
        .objectCounts()
        .byAccount()
        .getOrDefault(account, new ObjectCounts.ReasonCounts());
  }

  @Test
  void countsEachObjectOnceByItsAccountAndItsReason() {
    delivered(A, "1", Reason.IN_SYNC, false);
    delivered(A, "2", Reason.IN_SYNC, false);
    delivered(A, "2", Reason.IN_SYNC, false);
    delivered(A, "3", Reason.DRIFT_TOLERATED, true);
    delivered(B, "4", null, false);

    assertThat(of(A).byReason()).isEqualTo(Map.of(Reason.IN_SYNC, 2, Reason.DRIFT_TOLERATED, 1));
    assertThat(of(A).drifted()).isEqualTo(1);
    assertThat(of(A).unseen()).isZero();
    assertThat(of(B).byReason()).isEmpty();
    assertThat(of(B).unseen()).isEqualTo(1);
  }

  @Test
  void followsAnObjectToAnotherReasonAndAnotherAccount() {
    delivered(A, "1", null, false);
    delivered(A, "1", Reason.DRIFT_TOLERATED, true);
    delivered(B, "1", Reason.IN_SYNC, false);

    assertThat(objectCounts.objectCounts().byAccount()).containsOnlyKeys(B);
    assertThat(of(B).byReason()).isEqualTo(Map.of(Reason.IN_SYNC, 1));
    assertThat(of(B).drifted()).isZero();
  }

  @Test
  void forgetsWhatIsGoneAndWhatItNeverKnew() {
    delivered(A, "1", Reason.IN_SYNC, false);
    delivered(A, "2", Reason.IN_SYNC, true);

    objectCounts.gone(id("2"));
    objectCounts.gone(id("2"));
    objectCounts.gone(id("3"));

    assertThat(of(A).byReason()).isEqualTo(Map.of(Reason.IN_SYNC, 1));
    assertThat(of(A).drifted()).isZero();
    objectCounts.gone(id("1"));
    assertThat(objectCounts.objectCounts().byAccount()).isEmpty();
  }

  @Test
  void usedAreTheAccountsThatAreNamedOrThatRecordsAreThrough() {
    LiveCallback moved = SampleObjects.object(metadata -> metadata.addToLabels("account", "new"));
    moved.setStatus(
        SampleObjects.status(1)
            .withRecords(List.of(LedgerEntry.of("live/old", "vhost/a", null, "push"))));
    objectCounts.delivered(moved);

    AccountName fresh = new AccountName("live", "new");
    AccountName old = new AccountName("live", "old");
    assertThat(objectCounts.objectCounts().byAccount()).containsOnlyKeys(fresh);
    assertThat(objectCounts.objectCounts().used()).containsOnly(fresh, old);
    assertThat(objectCounts.of(fresh)).containsExactly(moved.id());
    assertThat(objectCounts.of(old)).containsExactly(moved.id());
    assertThat(objectCounts.of(A)).isEmpty();
  }

  @Test
  void findsTheObjectsOfAnAccountAsTheyAreNow() {
    delivered(A, "1", Reason.IN_SYNC, false);
    delivered(A, "2", Reason.DRIFT_TOLERATED, true);
    delivered(B, "3", null, false);
    assertThat(objectCounts.of(A)).containsExactlyInAnyOrder(id("1"), id("2"));

    delivered(B, "2", null, false);
    objectCounts.gone(id("3"));

    assertThat(objectCounts.of(A)).containsExactly(id("1"));
    assertThat(objectCounts.of(B)).containsExactly(id("2"));
  }
}
