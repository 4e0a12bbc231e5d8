package dev.livecallback.cli.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.volcengine.CallbackContent;
import dev.livecallback.volcengine.CallbackKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a plan says as certain is what then happens, in random clusters and clouds. */
class PlanProofTest {
  private static final int WORLDS = 60;

  @Test
  void theWritesOfExactLinesAreThoseThatHappenAndNothingElseIsWritten() {
    prove(Integer.getInteger("plan.first", 1), Integer.getInteger("plan.worlds", WORLDS));
  }

  /**
   * 100: an object may do nothing any more whose record somebody has just made right. The others: a
   * record that a delete of ours might have taken along was there for hours after it.
   */
  @ParameterizedTest
  @ValueSource(longs = {100, 2126, 4803})
  void inAWorldThatWasWrongOnce(long seed) {
    assertThat(Proof.of(new PlanWorld(seed, PlanWorld.HOUR)).wrong).isEmpty();
  }

  /** Somebody made or removed a record just before, and the operator hadn't read it yet. */
  @ParameterizedTest
  @ValueSource(longs = {499, 2298, 5392, 5395})
  void norInOneThatHasJustChanged(long seed) {
    assertThat(Proof.of(new PlanWorld(seed, PlanWorld.SHORT)).wrong).isEmpty();
  }

  /** Holds plans against what happens in these worlds; most of what they say has to be certain. */
  static void prove(int first, int worlds) {
    List<Proof> proofs =
        IntStream.range(first, first + worlds)
            .parallel()
            .mapToObj(seed -> Proof.of(new PlanWorld(seed, PlanWorld.SHORT)))
            .toList();
    assertThat(proofs).flatExtracting(each -> each.wrong).isEmpty();
    int doubted = proofs.stream().mapToInt(each -> each.doubted).sum();
    assertThat(proofs.stream().mapToInt(each -> each.exactWrites).sum())
        .as("beside %d doubts", doubted)
        .isGreaterThan(doubted / 2);
  }

  private static final class Proof {
    private final List<String> wrong = new ArrayList<>();
    private int exactWrites;
    private int doubted;

    static Proof of(PlanWorld world) {
      Proof proof = new Proof();
      proof.hold(world);
      return proof;
    }

    private void hold(PlanWorld world) {
      Edits edits = world.edits();
      CloudSnapshot snapshot = new CloudSnapshot(world);
      ClusterState state = world.state();
      Instant now = world.time.instant();
      Rehearsal.Course alone = Rehearsal.of(world.settings, state, Edits.NONE, snapshot, now);
      Rehearsal.Course edited = Rehearsal.of(world.settings, state, edits, snapshot, now);
      List<PlannedChange> changes =
          new ChangeFinder(state, edits, alone, edited, snapshot, world.settings).find();

      Map<CallbackKey, CallbackContent> before = world.cloud.records();
      world.change(edits);
      world.rest();

      Set<String> unnamed = new TreeSet<>(world.written().keySet());
      for (PlannedChange change : changes) {
        unnamed.remove(change.object());
        Map<CallbackKey, @Nullable CallbackContent> happened =
            world.written().getOrDefault(change.object(), Map.of());
        Map<CallbackKey, @Nullable CallbackContent> planned = planned(edited, change.object());
        // A write of what is there already changes nothing, and isn't noted.
        planned
            .entrySet()
            .removeIf(
                each ->
                    !happened.containsKey(each.getKey())
                        && agree(each.getValue(), before.get(each.getKey())));
        if (!change.isExact()) {
          doubted++;
        } else if (!PlanProofTest.same(planned, happened)) {
          wrong.add(
              "seed %d: planned %s, and %s; happened %s"
                  .formatted(world.seed, change, planned, happened));
        } else if (change.outcome().writes()) {
          exactWrites++;
        }
      }
      unnamed.forEach(
          each ->
              wrong.add(
                  "seed %d: %s was written for, and isn't in the plan"
                      .formatted(world.seed, each)));
    }
  }

  private static boolean same(
      Map<CallbackKey, @Nullable CallbackContent> one,
      Map<CallbackKey, @Nullable CallbackContent> other) {
    return one.keySet().equals(other.keySet())
        && one.entrySet().stream()
            .allMatch(each -> agree(each.getValue(), other.get(each.getKey())));
  }

  private static boolean agree(@Nullable CallbackContent one, @Nullable CallbackContent other) {
    return one == null ? other == null : other != null && one.agreesWith(other);
  }

  private static Map<CallbackKey, @Nullable CallbackContent> planned(
      Rehearsal.Course result, String object) {
    Map<CallbackKey, @Nullable CallbackContent> planned = new LinkedHashMap<>();
    for (PlannedWrite write : result.writes()) {
      if (write.object().toString().equals(object)) {
        planned.put(
            PlanWorld.in(write.cloudAccount().replaceAll(".* ", ""), write.key()), write.content());
      }
    }
    return planned;
  }
}
