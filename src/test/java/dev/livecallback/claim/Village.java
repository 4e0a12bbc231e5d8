package dev.livecallback.claim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.api.ObjectId;
import dev.livecallback.volcengine.CallbackKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Objects that do what the planner would have them do about their keys, one step at a time, and
 * only when they are woken: by an edit of their own, or because the index says that they are
 * concerned. Remote calls succeed at once.
 */
final class Village {
  private static final int MOST_ACTS = 2000;

  final ClaimIndex index = new ClaimIndex();
  private final Map<String, Party> parties = new TreeMap<>();
  private final Set<String> awake = new TreeSet<>();
  private final Random random;

  Village(long seed) {
    this.random = new Random(seed);
  }

  /** A person creates the object or edits it, or something else about it changes. */
  void edit(Party party) {
    parties.put(party.name(), party);
    note(party);
    awake.add(party.name());
  }

  /** All are known before any of them makes its claim, as after a start. */
  void readAllAtOnce(Collection<Party> all) {
    all.forEach(this::edit);
  }

  Optional<Party> now(String name) {
    return Optional.ofNullable(parties.get(name));
  }

  List<ObjectId> holders(CallbackKey key) {
    return parties.values().stream()
        .filter(party -> party.holds().contains(key))
        .map(Party::id)
        .toList();
  }

  /** Some are planned, and now and then one's finalizer is taken off by hand. */
  void someAct() {
    if (!parties.isEmpty() && random.nextInt(8) == 0) {
      String name = new ArrayList<>(parties.keySet()).get(random.nextInt(parties.size()));
      wake(index.forget(Party.party(name, 0).id()));
      parties.remove(name);
    }
    for (int acts = random.nextInt(6); acts > 0 && !awake.isEmpty(); acts--) {
      actOne();
    }
  }

  void comeToRest() {
    for (int acts = 0; !awake.isEmpty(); acts++) {
      assertThat(acts).as("it comes to rest").isLessThan(MOST_ACTS);
      actOne();
    }
  }

  private void actOne() {
    String name = new ArrayList<>(awake).get(random.nextInt(awake.size()));
    awake.remove(name);
    Party party = parties.get(name);
    if (party == null) {
      return;
    }
    Party after = act(party);
    if (gone(after)) {
      parties.remove(name);
      wake(index.forget(after.id()));
    } else if (!after.equals(party)) {
      edit(after);
    }
  }

  /** What the planner would do next about the ledger; the same party, if nothing. */
  private Party act(Party party) {
    if (party.is() == Claimant.Stance.PAUSED) {
      return party;
    }
    if (party.is() == Claimant.Stance.LEAVING) {
      return party.holding();
    }
    Map<CallbackKey, Heir> heirs = index.heirs(party.id());
    CallbackKey wants = party.wants();
    for (CallbackKey key : party.holds()) {
      Heir heir = heirs.get(key);
      boolean observedLeftover = party.is() == Claimant.Stance.OBSERVING && !key.equals(wants);
      if (observedLeftover || (heir != null && heir.listed())) {
        return party.dropping(key);
      }
    }
    if (party.claimant().claimsIn() != null && wants != null && !party.holds().contains(wants)) {
      return index.claim(party.id(), wants).isEmpty() ? party.listing(wants) : party;
    }
    boolean cleansUp = party.is() != Claimant.Stance.OBSERVING && desiredIsDone(party);
    return party.holds().stream()
        .filter(key -> cleansUp && !key.equals(wants) && !heirs.containsKey(key))
        .findFirst()
        .map(key -> removing(party, key))
        .orElse(party);
  }

  private static boolean desiredIsDone(Party party) {
    return party.wants() == null || party.holds().contains(party.wants());
  }

  private Party removing(Party party, CallbackKey key) {
    assertThat(index.owns(party.id(), key)).as("removes what is its own").isTrue();
    return party.dropping(key);
  }

  private static boolean gone(Party party) {
    return (party.is() == Claimant.Stance.GOING || party.is() == Claimant.Stance.LEAVING)
        && party.holds().isEmpty();
  }

  private void note(Party party) {
    wake(index.note(party.claimant()));
  }

  private void wake(Set<ObjectId> others) {
    others.forEach(other -> awake.add(other.name()));
  }

  /** Nobody could do more if woken, and the keys are where they belong. */
  void assertAtRest() {
    for (Party party : parties.values()) {
      assertThat(act(party)).as("acts no more").isEqualTo(party);
    }
    for (CallbackKey key : Party.KEYS) {
      List<Party> claimants =
          parties.values().stream()
              .filter(party -> party.claimant().roles(key).contains(ClaimRole.CLAIMS))
              .toList();
      if (!claimants.isEmpty()) {
        assertThat(index.owner(key)).as("a wanted key is owned").isPresent();
        ObjectId owner = index.owner(key).orElseThrow();
        assertThat(holders(key)).as("by one that holds it").contains(owner);
        assertThat(claimants.stream().filter(party -> index.owns(party.id(), key)).count())
            .isLessThanOrEqualTo(1);
        assertThat(
                parties.values().stream()
                    .filter(party -> party.claimant().roles(key).contains(ClaimRole.YIELDS)))
            .as("what was yielded is dropped")
            .isEmpty();
      }
    }
  }
}
