package dev.livecallback.claim;

import static dev.livecallback.claim.Claimant.Stance.GOING;
import static dev.livecallback.claim.Claimant.Stance.LEAVING;
import static dev.livecallback.claim.Claimant.Stance.NOT_ALLOWED;
import static dev.livecallback.claim.Claimant.Stance.OBSERVING;
import static dev.livecallback.claim.Claimant.Stance.PAUSED;
import static dev.livecallback.claim.Claimant.Stance.RESTORING;
import static dev.livecallback.claim.Party.K1;
import static dev.livecallback.claim.Party.K2;
import static dev.livecallback.claim.Party.K3;
import static dev.livecallback.claim.Party.KEYS;
import static dev.livecallback.claim.Party.party;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.livecallback.api.ObjectId;
import dev.livecallback.volcengine.CallbackKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Who owns which key, who inherits it from whom, and who drops it, case by case. */
class ClaimHandOverTest {
  private static final Party OLD = party("old", 1);
  private static final Party MID = party("mid", 2);
  private static final Party NEW = party("new", 3);

  /** An object is read: noted, and then it claims what it wants. */
  private static void read(ClaimIndex index, Party party) {
    index.note(party.claimant());
    if (party.wants() != null) {
      index.claim(party.id(), party.wants());
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({"conflicts", "handOvers", "lostAndCopied"})
  void settles(String situation, List<Party> steps, List<String> expected) {
    ClaimIndex index = new ClaimIndex();
    steps.forEach(step -> read(index, step));

    assertThat(told(index, steps)).containsExactlyInAnyOrderElementsOf(expected);
  }

  static Stream<Arguments> conflicts() {
    return Stream.of(
        arguments(
            "who holds a key keeps it, and who waits is told its name",
            List.of(NEW.wanting(K1).holding(K1), OLD.wanting(K1)),
            List.of("new owns k1", "old waits for new")),
        arguments(
            "of two that want a free key the first to be read reserves it",
            List.of(NEW.wanting(K1), OLD.wanting(K1)),
            List.of("new owns k1", "old waits for new")),
        arguments(
            "an older object that is edited onto a held key waits",
            List.of(
                OLD.wanting(K2).holding(K2),
                NEW.wanting(K1).holding(K1),
                OLD.wanting(K1).holding(K2)),
            List.of("new owns k1", "old owns k2", "old waits for new")),
        arguments(
            "of two that were created in the same instant and hold it the first by name owns it",
            List.of(party("b", 5).wanting(K1).holding(K1), party("a", 5).wanting(K1).holding(K1)),
            List.of("a owns k1", "b waits for a")),
        arguments(
            "a paused holder keeps it",
            List.of(OLD.wanting(K1).holding(K1).being(PAUSED), NEW.wanting(K1)),
            List.of("old owns k1", "new waits for old")),
        arguments(
            "a paused holder that moved, or is deleted, keeps it too",
            List.of(
                OLD.wanting(K2).holding(K1).being(PAUSED),
                MID.going().holding(K3).being(PAUSED),
                NEW.wanting(K1),
                party("other", 4).wanting(K3)),
            List.of("old owns k1", "new waits for old", "mid owns k3", "other waits for mid")),
        arguments(
            "a holder whom its account no longer allows it keeps it",
            List.of(OLD.wanting(K1).holding(K1).being(NOT_ALLOWED), NEW.wanting(K1)),
            List.of("old owns k1", "new waits for old")),
        arguments(
            "who only watches, is paused or isn't allowed owns nothing that it doesn't hold",
            List.of(
                OLD.wanting(K1).being(OBSERVING),
                MID.wanting(K2).being(PAUSED),
                NEW.wanting(K3).being(NOT_ALLOWED)),
            List.of()),
        arguments(
            "who only watches stands in nobody's way, however old it is",
            List.of(OLD.wanting(K1).being(OBSERVING), NEW.wanting(K1)),
            List.of("new owns k1")),
        arguments(
            "who is paused before it wrote the key down loses what it reserved",
            List.of(NEW.wanting(K1), OLD.wanting(K1), NEW.wanting(K1).being(PAUSED)),
            List.of("old owns k1")));
  }

  static Stream<Arguments> handOvers() {
    return Stream.of(
        arguments(
            "a holder that nobody succeeds keeps what it has to remove",
            List.of(OLD.wanting(K2).holding(K1), NEW.going().holding(K3)),
            List.of("old owns k1", "old owns k2", "new owns k3")),
        arguments(
            "a deleted holder yields it",
            List.of(OLD.going().holding(K1), NEW.wanting(K1)),
            List.of("new owns k1", "new inherits k1 from old", "old awaits that new lists k1")),
        arguments(
            "a holder that leaves its records yields it",
            List.of(OLD.going().holding(K1).being(LEAVING), NEW.wanting(K1)),
            List.of("new owns k1", "new inherits k1 from old", "old awaits that new lists k1")),
        arguments(
            "a holder that moved yields it",
            List.of(OLD.wanting(K2).holding(K1, K2), NEW.wanting(K1)),
            List.of(
                "old owns k2",
                "new owns k1",
                "new inherits k1 from old",
                "old awaits that new lists k1")),
        arguments(
            "a holder that only watches now yields it, though it watches that very key",
            List.of(OLD.wanting(K1).holding(K1).being(OBSERVING), NEW.wanting(K1)),
            List.of("new owns k1", "new inherits k1 from old", "old awaits that new lists k1")),
        arguments(
            "the holder drops it once the heir lists it",
            List.of(OLD.going().holding(K1), NEW.wanting(K1), NEW.wanting(K1).holding(K1)),
            List.of("new owns k1", "old drops k1 to new")),
        arguments(
            "of two that wait the older inherits, the other waits for it",
            List.of(OLD.going().holding(K1), MID.wanting(K1), NEW.wanting(K1)),
            List.of(
                "mid owns k1",
                "mid inherits k1 from old",
                "old awaits that mid lists k1",
                "new waits for mid")),
        arguments(
            "two that swap their keys inherit each other's",
            List.of(
                OLD.wanting(K1).holding(K1),
                NEW.wanting(K2).holding(K2),
                OLD.wanting(K2).holding(K1),
                NEW.wanting(K1).holding(K2)),
            List.of(
                "old owns k2",
                "new owns k1",
                "old inherits k2 from new",
                "new inherits k1 from old",
                "old awaits that new lists k1",
                "new awaits that old lists k2")),
        arguments(
            "two that swap their keys, the younger first",
            List.of(
                OLD.wanting(K1).holding(K1),
                NEW.wanting(K2).holding(K2),
                NEW.wanting(K1).holding(K2),
                OLD.wanting(K2).holding(K1)),
            List.of(
                "old owns k2",
                "new owns k1",
                "old inherits k2 from new",
                "new inherits k1 from old",
                "old awaits that new lists k1",
                "new awaits that old lists k2")),
        arguments(
            "of two that swap, one lists the other's first",
            List.of(
                OLD.wanting(K2).holding(K1),
                NEW.wanting(K1).holding(K2),
                OLD.wanting(K2).holding(K1, K2)),
            List.of(
                "old owns k2",
                "new owns k1",
                "new inherits k1 from old",
                "old awaits that new lists k1",
                "new drops k2 to old")),
        arguments(
            "in a chain of three each inherits from the next",
            List.of(
                OLD.wanting(K2).holding(K1), MID.wanting(K3).holding(K2), NEW.going().holding(K3)),
            List.of(
                "old owns k1",
                "old owns k2",
                "mid owns k3",
                "old inherits k2 from mid",
                "mid inherits k3 from new",
                "mid awaits that old lists k2",
                "new awaits that mid lists k3")),
        arguments(
            "an heir that goes before it inherits leaves it to the holder",
            List.of(OLD.going().holding(K1), NEW.wanting(K1), NEW.going()),
            List.of("old owns k1")),
        arguments(
            "an heir that goes after it inherited takes the record along",
            List.of(
                OLD.going().holding(K1),
                NEW.wanting(K1).holding(K1),
                OLD.going(),
                NEW.going().holding(K1)),
            List.of("new owns k1")),
        arguments(
            "an heir that goes before the holder dropped it leaves one of the two to remove it",
            List.of(OLD.going().holding(K1), NEW.going().holding(K1)),
            List.of("old owns k1", "new drops k1 to old")));
  }

  static Stream<Arguments> lostAndCopied() {
    return Stream.of(
        arguments(
            "whose ledger was lost doesn't take the key from who holds it",
            List.of(OLD.wanting(K1), NEW.wanting(K1).holding(K1)),
            List.of("new owns k1", "old waits for new")),
        arguments(
            "when both ledgers were lost the one that reserved it has it",
            List.of(MID.wanting(K1), OLD.wanting(K1), NEW.wanting(K1)),
            List.of("mid owns k1", "old waits for mid", "new waits for mid")),
        arguments(
            "of two that both hold and want it, from a copied ledger, the older owns it",
            List.of(NEW.wanting(K1).holding(K1), OLD.wanting(K1).holding(K1)),
            List.of("old owns k1", "new waits for old")),
        arguments(
            "of two holders the one that yields leaves it to the one that keeps it",
            List.of(OLD.going().holding(K1), NEW.wanting(K1).holding(K1)),
            List.of("new owns k1", "old drops k1 to new")),
        arguments(
            "of two that both yield it, and nobody claims it, the older is left to remove it",
            List.of(NEW.wanting(K2).holding(K1), OLD.going().holding(K1)),
            List.of("old owns k1", "new owns k2", "new drops k1 to old")),
        arguments(
            "who claims it inherits from the older of two that yield it, and both wait",
            List.of(
                OLD.going().holding(K1),
                MID.wanting(K1).holding(K1).being(OBSERVING),
                NEW.wanting(K1).being(RESTORING)),
            List.of(
                "new owns k1",
                "new inherits k1 from old",
                "old awaits that new lists k1",
                "mid awaits that new lists k1")));
  }

  /** All that the index says of the keys and the parties. */
  private static List<String> told(ClaimIndex index, List<Party> steps) {
    List<String> told = new ArrayList<>();
    Map<ObjectId, Party> last = new LinkedHashMap<>();
    steps.forEach(party -> last.put(party.id(), party));
    for (CallbackKey key : KEYS) {
      index
          .owner(key)
          .ifPresent(
              owner -> {
                told.add(owner.name() + " owns " + key.app());
                assertThat(last.keySet().stream().filter(id -> index.owns(id, key)))
                    .containsExactly(owner);
                index
                    .yieldingHolder(key)
                    .ifPresent(
                        from ->
                            told.add(
                                owner.name() + " inherits " + key.app() + " from " + from.name()));
              });
    }
    for (Party party : last.values()) {
      index.heirs(party.id()).forEach((key, heir) -> told.add(told(party, key, heir)));
      if (party.wants() != null && party.claimant().claimsIn() != null) {
        index
            .claim(party.id(), Objects.requireNonNull(party.wants()))
            .ifPresent(owner -> told.add(party.name() + " waits for " + owner.name()));
      }
    }
    return told;
  }

  private static String told(Party party, CallbackKey key, Heir heir) {
    return heir.listed()
        ? party.name() + " drops " + key.app() + " to " + heir.object().name()
        : party.name() + " awaits that " + heir.object().name() + " lists " + key.app();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("fates")
  void tellsWhatTheOwnerDoesWithALostRecord(
      String situation, Party owner, boolean goes, boolean restores) {
    ClaimIndex index = new ClaimIndex();
    index.note(owner.claimant());

    assertThat(index.ownerIsGoing(K1)).isEqualTo(goes);
    assertThat(index.ownerRestores(K1)).isEqualTo(restores);
  }

  static Stream<Arguments> fates() {
    Party holder = OLD.wanting(K1).holding(K1);
    return Stream.of(
        arguments(
            "who enforces it and is in sync puts it back", holder.being(RESTORING), false, true),
        arguments("who only writes its own changes doesn't", holder, false, false),
        arguments("who is paused doesn't", holder.being(PAUSED), false, false),
        arguments("who only watches doesn't", holder.being(OBSERVING), false, false),
        arguments(
            "who wants another key doesn't put its old record back",
            OLD.wanting(K2).holding(K1, K2).being(RESTORING),
            false,
            false),
        arguments("who is deleted with its record goes", holder.going(), true, false),
        arguments(
            "who is deleted and leaves its record doesn't",
            holder.wanting(null).being(LEAVING),
            false,
            false),
        arguments(
            "who is deleted but paused doesn't", holder.wanting(null).being(PAUSED), false, false),
        arguments("of nobody's nothing is known", OLD.being(GOING), false, false));
  }
}
