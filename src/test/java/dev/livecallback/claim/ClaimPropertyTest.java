package dev.livecallback.claim;

import static dev.livecallback.claim.Party.KEYS;
import static dev.livecallback.claim.Party.VHOST;
import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.api.ObjectId;
import dev.livecallback.volcengine.CallbackKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/** What holds of the claims of any objects, in any order of reading. */
class ClaimPropertyTest {

  @Property(tries = 2000)
  void theOwnerIsWhoTheDesignNames(@ForAll("parties") List<Party> parties, @ForAll long seed) {
    Village village = new Village(seed);
    ClaimIndex index = village.index;
    for (Party party : shuffled(parties, seed)) {
      village.edit(party);
      assertThat(index.note(party.claimant())).as("noted again").isEmpty();
    }
    for (CallbackKey key : KEYS) {
      Optional<ObjectId> expected = expectedOwner(parties, key);
      assertThat(index.owner(key)).isEqualTo(expected);
      assertThat(index.owns(index.owner(key).orElse(party("nobody")), key))
          .isEqualTo(expected.isPresent());
    }
    // A claim changes nobody's standing: it only makes it last.
    for (Party party : parties) {
      if (party.wants() != null) {
        assertThat(index.claim(party.id(), party.wants()))
            .isEqualTo(expectedOwner(parties, party.wants()).filter(o -> !o.equals(party.id())));
      }
    }
    KEYS.forEach(key -> assertThat(index.owner(key)).isEqualTo(expectedOwner(parties, key)));
    assertThat(index.oldestOf(VHOST))
        .isEqualTo(oldest(parties, party -> party.wants() != null && writes(party)));
    assertThat(index.inUse(VHOST))
        .isEqualTo(
            parties.stream()
                .anyMatch(
                    party ->
                        party.is() != Claimant.Stance.PAUSED
                            && party.is() != Claimant.Stance.NOT_ALLOWED
                            && !(party.wants() == null && party.holds().isEmpty())));
    parties.forEach(party -> index.forget(party.id()));
    assertThat(index.unused(VHOST)).isTrue();
    assertThat(index.objects()).isEmpty();
    KEYS.forEach(key -> assertThat(index.owner(key)).isEmpty());
  }

  @Property(tries = 2000)
  void whateverWasCopiedOrLostAllComesToRest(
      @ForAll("parties") List<Party> parties, @ForAll long seed) {
    Village village = new Village(seed);
    shuffled(parties, seed).forEach(village::edit);

    village.comeToRest();

    village.assertAtRest();
  }

  @Property(tries = 2000)
  void whateverIsEditedMeanwhileAllComesToRest(
      @ForAll("edits") List<Party> edits, @ForAll long seed) {
    Village village = new Village(seed);
    for (Party edit : edits) {
      village.edit(
          village
              .now(edit.name())
              .map(now -> edit.holding(now.holds().toArray(CallbackKey[]::new)))
              .orElse(edit));
      village.someAct();
    }

    village.comeToRest();

    village.assertAtRest();
  }

  @Property(tries = 1000)
  void ofObjectsThatNobodyEditsEachWantedKeyGoesToItsOldestClaimant(
      @ForAll("newcomers") List<Party> parties, @ForAll long seed) {
    Village village = new Village(seed);
    village.readAllAtOnce(shuffled(parties, seed));

    village.comeToRest();

    for (CallbackKey key : KEYS) {
      Optional<ObjectId> oldest = oldest(parties, party -> key.equals(party.wants()));
      assertThat(village.holders(key)).isEqualTo(oldest.map(List::of).orElse(List.of()));
      assertThat(village.index.owner(key)).isEqualTo(oldest);
    }
  }

  /** The design's section 6, said once more in the plainest way. */
  private static Optional<ObjectId> expectedOwner(List<Party> parties, CallbackKey key) {
    Predicate<Party> holds = party -> party.holds().contains(key);
    Predicate<Party> yields =
        party ->
            holds.test(party)
                && party.is() != Claimant.Stance.PAUSED
                && (party.wants() == null
                    || party.is() == Claimant.Stance.OBSERVING
                    || !key.equals(party.wants()));
    return oldest(parties, holds.and(yields.negate()))
        .or(() -> oldest(parties, party -> key.equals(party.wants()) && writes(party)))
        .or(() -> oldest(parties, holds));
  }

  private static boolean writes(Party party) {
    return party.is() == Claimant.Stance.WRITING || party.is() == Claimant.Stance.RESTORING;
  }

  private static Optional<ObjectId> oldest(List<Party> parties, Predicate<Party> which) {
    return parties.stream()
        .filter(which)
        .min(Comparator.comparingLong(Party::age).thenComparing(Party::name))
        .map(Party::id);
  }

  private static ObjectId party(String name) {
    return Party.party(name, 0).id();
  }

  private static List<Party> shuffled(List<Party> parties, long seed) {
    List<Party> shuffled = new ArrayList<>(parties);
    Collections.shuffle(shuffled, new Random(seed));
    return shuffled;
  }

  @Provide
  Arbitrary<List<Party>> parties() {
    return party(Arbitraries.subsetOf(KEYS)).list().uniqueElements(Party::name).ofMaxSize(6);
  }

  @Provide
  Arbitrary<List<Party>> edits() {
    return party(Arbitraries.just(Set.<CallbackKey>of())).list().ofMaxSize(25);
  }

  @Provide
  Arbitrary<List<Party>> newcomers() {
    return Combinators.combine(names(), Arbitraries.of(KEYS))
        .as((name, key) -> Party.party(name, age(name)).wanting(key))
        .list()
        .uniqueElements(Party::name)
        .ofMaxSize(6);
  }

  private static Arbitrary<Party> party(Arbitrary<Set<CallbackKey>> holds) {
    return Combinators.combine(
            names(), holds, Arbitraries.of(KEYS), Arbitraries.of(Claimant.Stance.class))
        .as((name, held, key, state) -> new Party(name, age(name), wish(key, state), held, state));
  }

  private static Arbitrary<String> names() {
    return Arbitraries.of("a", "b", "c", "d", "e", "f");
  }

  /** Pairs of objects were created in the same instant. */
  private static long age(String name) {
    return "fedcba".indexOf(name) / 2;
  }

  private static @Nullable CallbackKey wish(CallbackKey key, Claimant.Stance state) {
    return switch (state) {
      case LEAVING, GOING -> null;
      case RESTORING, WRITING, NOT_ALLOWED, OBSERVING, PAUSED -> key;
    };
  }
}
