package dev.livecallback.claim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.api.AccountName;
import dev.livecallback.api.ObjectId;
import dev.livecallback.volcengine.CallbackKey;
import dev.livecallback.volcengine.MessageType;
import dev.livecallback.volcengine.Scope;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ClaimIndexTest {
  private static final Instant T = Instant.parse("2026-01-01T00:00:00Z");
  private static final Scope VHOST = Scope.vhost("live.example.com");
  private static final CallbackKey SPORTS = key("sports");
  private static final CallbackKey NEWS = key("news");
  private static final ObjectId ONE = object("one");
  private static final ObjectId TWO = object("two");
  private static final ObjectId THREE = object("three");

  private final ClaimIndex index = new ClaimIndex();

  private static CallbackKey key(String app) {
    return new CallbackKey("2100000001", VHOST, app, MessageType.PUSH);
  }

  private static ObjectId object(String name) {
    return new ObjectId("team", name, name + "-uid");
  }

  private void note(
      ObjectId object, long created, @Nullable CallbackKey wants, CallbackKey... holds) {
    index.note(
        new Claimant(
            object, T.plusSeconds(created), wants, Set.of(holds), Claimant.Stance.WRITING));
  }

  private void going(ObjectId object, CallbackKey... holds) {
    index.note(new Claimant(object, T, null, Set.of(holds), Claimant.Stance.GOING));
  }

  @Test
  void aKeyThatNobodyWantsIsNobodys() {
    assertThat(index.owner(SPORTS)).isEmpty();
    assertThat(index.owns(ONE, SPORTS)).isFalse();
    assertThat(index.unused(SPORTS)).isTrue();
    assertThat(index.unused(VHOST)).isTrue();
    assertThat(index.scopesByNamespace((_, _) -> true)).isEmpty();
  }

  @Test
  void theOldestThatWantsItOwnsIt() {
    note(ONE, 5, SPORTS);
    note(TWO, 4, SPORTS);

    assertThat(index.owner(SPORTS)).contains(TWO);
    assertThat(index.claim(ONE, SPORTS)).contains(TWO);
    assertThat(index.claim(TWO, SPORTS)).isEmpty();
    assertThat(index.owns(TWO, SPORTS)).isTrue();
    assertThat(index.owns(ONE, SPORTS)).isFalse();
  }

  @Test
  void conflictsAreThoseWhoClaimWhatAnotherOwns() {
    assertThat(index.conflicts()).isZero();
    note(ONE, 5, SPORTS, SPORTS);
    note(TWO, 4, NEWS);
    assertThat(index.conflicts()).isZero();

    note(TWO, 4, SPORTS);
    note(THREE, 6, SPORTS);
    assertThat(index.conflicts()).isEqualTo(2);

    index.note(new Claimant(THREE, T, SPORTS, Set.of(), Claimant.Stance.PAUSED));
    assertThat(index.conflicts()).as("who is paused claims nothing").isEqualTo(1);

    index.forget(ONE);
    assertThat(index.conflicts()).isZero();
  }

  @Test
  void ofTwoOfTheSameInstantTheFirstByNameOwnsIt() {
    note(TWO, 5, SPORTS);
    note(THREE, 5, SPORTS);
    note(ONE, 5, SPORTS);
    index.note(
        new Claimant(
            new ObjectId("another", "z", "u"),
            T.plusSeconds(5),
            SPORTS,
            Set.of(),
            Claimant.Stance.WRITING));

    assertThat(index.owner(SPORTS)).contains(new ObjectId("another", "z", "u"));
  }

  @Test
  void whoeverReservedItKeepsItThoughAnOlderOneComes() {
    note(ONE, 5, SPORTS);
    index.claim(ONE, SPORTS);

    note(TWO, 1, SPORTS);

    assertThat(index.claim(TWO, SPORTS)).contains(ONE);
  }

  @Test
  void aReservationEndsWithTheWish() {
    note(ONE, 5, SPORTS);
    index.claim(ONE, SPORTS);
    note(TWO, 9, SPORTS);

    note(ONE, 5, NEWS);

    assertThat(index.owner(SPORTS)).contains(TWO);
  }

  @Test
  void whoeverHoldsItKeepsItAgainstEveryReservation() {
    note(ONE, 1, SPORTS);
    index.claim(ONE, SPORTS);

    note(TWO, 9, SPORTS, SPORTS);

    assertThat(index.claim(ONE, SPORTS)).contains(TWO);
    assertThat(index.owns(TWO, SPORTS)).isTrue();
  }

  @Test
  void aHolderThatWantsAnotherYieldsItToWhoWantsIt() {
    note(TWO, 9, NEWS, SPORTS);
    assertThat(index.owns(TWO, SPORTS)).as("until somebody does").isTrue();

    note(ONE, 1, SPORTS);

    assertThat(index.claim(ONE, SPORTS)).isEmpty();
    assertThat(index.yieldingHolder(SPORTS)).contains(TWO);
    assertThat(index.heirs(TWO)).containsEntry(SPORTS, new Heir(ONE, false));
    note(ONE, 1, SPORTS, SPORTS);
    assertThat(index.heirs(TWO)).containsEntry(SPORTS, new Heir(ONE, true));
  }

  @Test
  void anObjectThatIsDeletedHoldsWhatItHasUntilSomebodyWantsIt() {
    going(ONE, SPORTS);
    assertThat(index.ownerIsGoing(SPORTS)).isTrue();
    assertThat(index.ownerIsGoing(NEWS)).isFalse();

    note(TWO, 9, SPORTS);

    assertThat(index.claim(TWO, SPORTS)).isEmpty();
    assertThat(index.ownerIsGoing(SPORTS)).isFalse();
    assertThat(index.heirs(ONE)).containsEntry(SPORTS, new Heir(TWO, false));
  }

  @Test
  void aLivingOwnerIsNotGoing() {
    note(ONE, 1, SPORTS, SPORTS);

    assertThat(index.ownerIsGoing(SPORTS)).isFalse();
  }

  @Test
  void itPassesToTheNextWhenItsOwnerIsForgotten() {
    note(ONE, 1, SPORTS, SPORTS);
    note(TWO, 8, SPORTS);
    note(THREE, 7, SPORTS);

    assertThat(index.forget(ONE)).containsExactlyInAnyOrder(TWO, THREE);
    assertThat(index.claim(TWO, SPORTS)).contains(THREE);
    assertThat(index.claim(THREE, SPORTS)).isEmpty();
  }

  @Test
  void aReservationIsForgottenWithItsObject() {
    note(ONE, 1, SPORTS);
    index.claim(ONE, SPORTS);
    index.forget(ONE);
    note(TWO, 9, SPORTS);
    note(ONE, 10, SPORTS);

    assertThat(index.owner(SPORTS)).contains(TWO);
  }

  @Test
  void forgettingAStrangerDisturbsNobody() {
    assertThat(index.forget(ONE)).isEmpty();
  }

  @Test
  void knowsWhoHasToDoWithAScopeAndAKey() {
    note(ONE, 1, SPORTS, NEWS);
    note(TWO, 2, NEWS);

    assertThat(index.concerned(VHOST, SPORTS::equals)).containsExactly(ONE);
    assertThat(index.concerned(VHOST, NEWS::equals)).containsExactlyInAnyOrder(ONE, TWO);
    assertThat(index.concerned(NEWS)).containsExactlyInAnyOrder(ONE, TWO);
    assertThat(index.concerned(Scope.domain("other"), _ -> true)).isEmpty();
    assertThat(index.objects()).containsExactlyInAnyOrder(ONE, TWO);
    assertThat(index.scopesByNamespace((_, _) -> true)).hasSize(1).containsValue(Set.of(VHOST));
  }

  @Test
  void theOldestOfAScopeIsTheOldestThatWantsSomethingOfIt() {
    going(ONE, SPORTS);
    note(TWO, 9, NEWS);
    note(THREE, 8, SPORTS);

    assertThat(index.oldestOf(VHOST)).contains(THREE);
    assertThat(index.oldestOf(Scope.domain("other"))).isEmpty();
  }

  @Test
  void whatIsNotedAgainTakesThePlaceOfWhatWas() {
    note(ONE, 1, SPORTS);
    note(ONE, 1, SPORTS, SPORTS);
    note(ONE, 1, null, NEWS);

    assertThat(index.unused(SPORTS)).isTrue();
    assertThat(index.unused(NEWS)).isFalse();
    assertThat(index.unused(VHOST)).isFalse();
    index.forget(ONE);
    assertThat(index.unused(VHOST)).isTrue();
    assertThat(index.objects()).isEmpty();
  }

  @Test
  void namesThatDifferInCaseOnlyAreOneScope() {
    note(ONE, 1, SPORTS);

    CallbackKey shouted =
        new CallbackKey("2100000001", Scope.vhost("LIVE.example.com"), "sports", MessageType.PUSH);
    assertThat(index.owner(shouted)).contains(ONE);
  }

  @Test
  void whoGivesAKeyUpWakesWhoElseWantsItThoughItNeverHeldIt() {
    note(ONE, 1, SPORTS);
    note(TWO, 2, SPORTS);
    index.claim(ONE, SPORTS);

    Set<ObjectId> concerned =
        index.note(new Claimant(ONE, T, null, Set.of(), Claimant.Stance.GOING));

    assertThat(concerned).containsExactly(TWO);
    assertThat(index.claim(TWO, SPORTS)).as("the reservation went with it").isEmpty();
  }

  @Test
  void whatIsNotNewConcernsNobody() {
    note(ONE, 1, SPORTS);
    note(TWO, 2, SPORTS);

    assertThat(
            index.note(
                new Claimant(ONE, T.plusSeconds(1), SPORTS, Set.of(), Claimant.Stance.WRITING)))
        .isEmpty();
  }

  @Test
  void whoGoesWakesAnAppLessDeleteThatItsRecordIsInTheWayOf() {
    CallbackKey whole = new CallbackKey("2100000001", VHOST, null, MessageType.PUSH);
    going(ONE, whole);
    note(TWO, 2, SPORTS, SPORTS);

    assertThat(
            index.note(
                new Claimant(TWO, T.plusSeconds(2), null, Set.of(SPORTS), Claimant.Stance.GOING)))
        .containsExactly(ONE);
    assertThat(index.forget(TWO)).containsExactly(ONE);
    assertThat(index.waitingToGo(VHOST)).containsExactly(ONE);
  }

  @Test
  void whenTheOldestOfAScopeGoesTheNextOldestLearnsIt() {
    note(ONE, 1, SPORTS);
    note(TWO, 2, NEWS);
    note(THREE, 3, NEWS);

    assertThat(index.forget(ONE)).containsExactly(TWO);
  }

  @Test
  void theKeysOfAnObjectAreWhatItWantsAndHolds() {
    note(ONE, 1, SPORTS, NEWS);

    assertThat(index.keys(ONE)).containsExactlyInAnyOrder(SPORTS, NEWS);
    assertThat(index.keys(TWO)).isEmpty();
  }

  @Test
  void aConsentThatIsGivenOrTakenBackWakesWhoWaitsToRemoveTheRecordOfAllApps() {
    CallbackKey all =
        new CallbackKey(SPORTS.cloudAccount(), SPORTS.scope(), null, MessageType.PUSH);
    index.note(new Claimant(ONE, T, null, Set.of(all), Claimant.Stance.GOING));
    Claimant silent = new Claimant(TWO, T, SPORTS, Set.of(SPORTS), Claimant.Stance.RESTORING);
    Claimant consenting =
        new Claimant(
            TWO,
            T,
            SPORTS,
            Set.of(SPORTS),
            Claimant.Stance.RESTORING,
            new Consent(new AccountName("live", "account"), Set.of("123abc")));
    index.note(silent);

    assertThat(index.note(consenting)).containsExactly(ONE);
    assertThat(index.owningClaimant(SPORTS)).contains(consenting);
    assertThat(index.note(consenting)).isEmpty();
    assertThat(index.note(silent)).containsExactly(ONE);
  }
}
