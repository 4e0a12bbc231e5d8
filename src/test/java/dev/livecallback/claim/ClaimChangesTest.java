package dev.livecallback.claim;

import static dev.livecallback.claim.Claimant.Stance.LEAVING;
import static dev.livecallback.claim.Claimant.Stance.NOT_ALLOWED;
import static dev.livecallback.claim.Claimant.Stance.OBSERVING;
import static dev.livecallback.claim.Claimant.Stance.PAUSED;
import static dev.livecallback.claim.Claimant.Stance.RESTORING;
import static dev.livecallback.claim.Party.K1;
import static dev.livecallback.claim.Party.K2;
import static dev.livecallback.claim.Party.K3;
import static dev.livecallback.claim.Party.VHOST;
import static dev.livecallback.claim.Party.party;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.livecallback.api.ObjectId;
import dev.livecallback.volcengine.CallbackKey;
import dev.livecallback.volcengine.MessageType;
import dev.livecallback.volcengine.Scope;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whom the index has planned again, and which scopes are in use. */
class ClaimChangesTest {
  private static final CallbackKey APP_LESS = Party.key(null);
  private static final Party OLD = party("old", 1);
  private static final Party MID = party("mid", 2);
  private static final Party NEW = party("new", 3);
  private static final Party HOLDER = OLD.wanting(K1).holding(K1);

  private final ClaimIndex index = new ClaimIndex();

  @ParameterizedTest(name = "{0}")
  @MethodSource({"claims", "deletes", "oldest"})
  void wakes(String situation, List<Party> before, Party changed, List<Party> woken) {
    before.forEach(party -> index.note(party.claimant()));

    assertThat(index.note(changed.claimant()))
        .containsExactlyInAnyOrderElementsOf(woken.stream().map(Party::id).toList());
  }

  static Stream<Arguments> claims() {
    Party waiter = NEW.wanting(K1);
    return Stream.of(
        arguments("a new claim wakes who holds the key", List.of(HOLDER), waiter, List.of(HOLDER)),
        arguments(
            "a holder that is deleted wakes who waits",
            List.of(HOLDER, waiter),
            HOLDER.going(),
            List.of(waiter)),
        arguments(
            "a holder that moves wakes who waits, on the old key and the new",
            List.of(HOLDER, waiter, MID.wanting(K2)),
            HOLDER.wanting(K2),
            List.of(waiter, MID)),
        arguments(
            "a holder that only watches from now on wakes who waits",
            List.of(HOLDER, waiter),
            HOLDER.being(OBSERVING),
            List.of(waiter)),
        arguments(
            "a paused holder that moved wakes who waits when it is resumed",
            List.of(HOLDER.wanting(K2).being(PAUSED), waiter),
            HOLDER.wanting(K2),
            List.of(waiter)),
        arguments(
            "an heir that writes the key down wakes who yields it",
            List.of(HOLDER.going(), waiter),
            waiter.holding(K1),
            List.of(HOLDER)),
        arguments(
            "who drops what two had to remove wakes the other",
            List.of(HOLDER.going(), MID.going().holding(K1)),
            HOLDER.going().holding(),
            List.of(MID)),
        arguments(
            "an heir that is paused wakes who would have yielded",
            List.of(HOLDER.going(), waiter),
            waiter.being(PAUSED),
            List.of(HOLDER)),
        arguments(
            "what stays as it was on a key wakes nobody there",
            List.of(HOLDER.holding(K1, K2), MID.wanting(K2), waiter),
            HOLDER.wanting(K3).holding(K1, K2),
            List.of(waiter)),
        arguments(
            "a holder that comes to be in sync wakes none of those that wait",
            List.of(HOLDER, waiter),
            HOLDER.being(RESTORING),
            List.of()),
        arguments(
            "a paused holder keeps its key though it is deleted, and wakes nobody",
            List.of(HOLDER.being(PAUSED), waiter),
            HOLDER.going().being(PAUSED),
            List.of()),
        arguments(
            "who only watches a key, or isn't allowed it, is no news to who holds it",
            List.of(HOLDER, MID.wanting(K1).being(OBSERVING)),
            MID.wanting(K1).being(NOT_ALLOWED),
            List.of()),
        arguments(
            "an object that comes anew with another age wakes whoever shares its key",
            List.of(HOLDER, waiter),
            party("old", 9).wanting(K1).holding(K1),
            List.of(waiter)));
  }

  static Stream<Arguments> deletes() {
    Party appLess = MID.going().holding(APP_LESS);
    Party mover = MID.wanting(K2).holding(APP_LESS, K2);
    return Stream.of(
        arguments(
            "the owner of a covered record that is in sync now lets an app-less delete go on",
            List.of(appLess, HOLDER),
            HOLDER.being(RESTORING),
            List.of(appLess)),
        arguments(
            "and the app-less delete of a move, too",
            List.of(mover, HOLDER),
            HOLDER.being(RESTORING),
            List.of(mover)),
        arguments(
            "the owner of a covered record that goes too lets it go on",
            List.of(appLess, HOLDER.being(PAUSED)),
            HOLDER.going(),
            List.of(appLess)),
        arguments(
            "the owner of a covered record that goes but is to leave its record now is in its way",
            List.of(appLess, HOLDER.going()),
            HOLDER.going().being(LEAVING),
            List.of(appLess)),
        arguments(
            "the owner of a covered record that may no longer make its claim may leave its key to"
                + " another",
            List.of(appLess, HOLDER.holding()),
            HOLDER.holding().being(NOT_ALLOWED),
            List.of(appLess)),
        arguments(
            "nor does anything matter to one that leaves its record",
            List.of(appLess.being(LEAVING), HOLDER),
            HOLDER.being(RESTORING),
            List.of()),
        arguments(
            "nor to one that is paused",
            List.of(appLess.being(PAUSED), HOLDER),
            HOLDER.being(RESTORING),
            List.of()),
        arguments(
            "nor to one that is deleted with a record of one app",
            List.of(MID.going().holding(K3), HOLDER),
            HOLDER.being(RESTORING),
            List.of()));
  }

  static Stream<Arguments> oldest() {
    Party oldest = OLD.wanting(K1);
    Party next = MID.wanting(K2);
    Party last = NEW.wanting(K3);
    return Stream.of(
        arguments(
            "when the oldest of a scope is paused, the next one probes it",
            List.of(last, oldest, next),
            oldest.being(PAUSED),
            List.of(next)),
        arguments(
            "when the oldest of a scope moves away, the next one probes it",
            List.of(last, oldest, next),
            OLD.wanting(elsewhere()),
            List.of(next)),
        arguments(
            "when another of the scope is paused, nobody has to know",
            List.of(last, oldest, next),
            next.being(PAUSED),
            List.of()),
        arguments(
            "when the oldest of a scope wants another key of it, it still probes it",
            List.of(next, oldest, last),
            OLD.wanting(Party.key("k4")),
            List.of()));
  }

  @Test
  void whoIsGoneWakesWhoWaitsAndTheNextOldestOfItsScope() {
    Party next = MID.wanting(K2);
    Stream.of(HOLDER, next, NEW.wanting(K1), party("last", 4).wanting(K3))
        .forEach(party -> index.note(party.claimant()));

    assertThat(index.forget(HOLDER.id())).containsExactlyInAnyOrder(NEW.id(), MID.id());
    assertThat(index.forget(HOLDER.id())).isEmpty();
  }

  @Test
  void aMoveThatHasAnAppLessRecordToRemoveWaitsAsADeleteDoes() {
    Party moving = OLD.wanting(K2).holding(APP_LESS, K2);
    Party staying = MID.wanting(APP_LESS).holding(APP_LESS);
    Party deleting = NEW.going().holding(APP_LESS);
    Stream.of(moving, staying, deleting).forEach(party -> index.note(party.claimant()));

    assertThat(index.waitingToGo(VHOST)).containsExactlyInAnyOrder(OLD.id(), NEW.id());
    assertThat(index.waitingToGo(Scope.vhost("other"))).isEmpty();
  }

  @Test
  void aScopeIsInUseAsLongAsSomeoneOfItIsNotPaused() {
    index.note(HOLDER.claimant());
    index.note(NEW.wanting(K2).holding(K1).being(PAUSED).claimant());
    assertThat(index.scopesInUse()).containsExactly(VHOST);

    index.note(HOLDER.being(PAUSED).claimant());

    assertThat(index.inUse(VHOST)).isFalse();
    assertThat(index.scopesInUse()).isEmpty();
    assertThat(index.scopesByNamespace((_, _) -> true)).isEmpty();
    assertThat(index.unused(VHOST)).as("they still know it").isFalse();

    index.note(HOLDER.going().claimant());

    assertThat(index.inUse(VHOST)).isTrue();
    assertThat(index.scopesByNamespace((_, _) -> true)).hasSize(1).containsValue(Set.of(VHOST));
    index.forget(HOLDER.id());
    assertThat(index.inUse(VHOST)).isFalse();
    index.note(NEW.wanting(K2).claimant());
    assertThat(index.inUse(VHOST)).isTrue();
  }

  @Test
  void oneObjectUsesEveryScopeThatItWantsOrHoldsSomethingIn() {
    index.note(OLD.wanting(elsewhere()).holding(K1, K2).claimant());

    assertThat(index.scopesInUse()).containsExactlyInAnyOrder(VHOST, elsewhere().scope());
    assertThat(index.oldestOf(elsewhere().scope())).contains(OLD.id());
    assertThat(index.oldestOf(VHOST)).as("it makes no claim there").isEmpty();
    assertThat(index.concerned(VHOST, K3::equals)).isEmpty();
    assertThat(index.concerned(VHOST, K2::equals)).isEqualTo(Set.of(OLD.id()));
  }

  @Test
  void theOldestOfAScopeIsOneThatMayClaim() {
    index.note(OLD.wanting(K1).being(OBSERVING).claimant());
    index.note(MID.wanting(K1).being(NOT_ALLOWED).claimant());
    assertThat(index.oldestOf(VHOST)).isEmpty();

    index.note(NEW.wanting(K1).claimant());

    assertThat(index.oldestOf(VHOST).map(ObjectId::name)).contains("new");
  }

  private static CallbackKey elsewhere() {
    return new CallbackKey("2100000001", Scope.domain("push.example.com"), null, MessageType.PUSH);
  }
}
