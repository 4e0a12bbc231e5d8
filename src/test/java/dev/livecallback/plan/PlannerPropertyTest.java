package dev.livecallback.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.api.Condition;
import dev.livecallback.api.Deadline;
import dev.livecallback.api.LiveCallbackStatus;
import dev.livecallback.calls.Order;
import dev.livecallback.calls.PlannedOrder;
import dev.livecallback.claim.Heir;
import dev.livecallback.remote.LastWrite;
import dev.livecallback.remote.Observation;
import dev.livecallback.volcengine.CallbackKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The properties at the end of {@code docs/planner.md} section 2, over any facts. */
class PlannerPropertyTest {
  /** The same facts in each build: what is new is looked for by the simulation's soak. */
  private static final String SEED = "20260301";

  private static final int TRIES = 4_000;

  private final Planner planner = Planner.ofTable();
  private final StatusComposer composer = new StatusComposer();

  @Provide
  Arbitrary<AnyFacts> any() {
    return AnyFacts.any();
  }

  @Property(tries = TRIES, seed = SEED)
  void whileAnotherHoldsAKeyNothingIsOrderedForIt(@ForAll("any") AnyFacts any) {
    Facts facts = any.facts();
    CallbackKey held = facts.claim().heldBy() == null ? null : facts.desired().key();

    assertThat(written(planner.plan(facts)))
        .noneMatch(key -> key.equals(held) || facts.claim().heirs().containsKey(key));
  }

  @Property(tries = TRIES, seed = SEED)
  void whilePausedNothingIsOrderedAndTheLedgerStays(@ForAll("any") AnyFacts any) {
    Facts facts = new AnyFacts(with(any, "it is paused", Given::paused)).facts();
    Plan plan = planner.plan(facts);

    assertThat(plan.orders()).isEmpty();
    assertThat(plan.ledger()).isEqualTo(facts.ledger());
    assertThat(plan.release()).isFalse();
    assertThat(composer.compose(facts, plan).observedGeneration())
        .isEqualTo(facts.status().observedGeneration());
  }

  @Property(tries = TRIES, seed = SEED)
  void whoOnlyWatchesWritesNothing(@ForAll("any") AnyFacts any) {
    Facts facts = new AnyFacts(with(any, "Observe", Given::observing)).facts();

    assertThat(written(planner.plan(facts))).isEmpty();
  }

  @Property(tries = TRIES, seed = SEED)
  void noKeyLeavesTheLedgerWhileAWriteToItMayLand(@ForAll("any") AnyFacts any) {
    Facts facts = any.facts();
    Plan plan = planner.plan(facts);

    for (CallbackKey key : facts.ledger().keys()) {
      Heir heir = facts.claim().heirs().get(key);
      boolean unwanted = !key.equals(facts.desired().key());
      boolean letGo =
          facts.leaving() || facts.policies().observes() || (facts.policies().orphan() && unwanted);
      if (plan.ledger().entry(key).isPresent() || letGo) {
        continue;
      }
      KeyFacts known = facts.key(key);
      assertThat(known.write() != null && known.write().inFlight()).as("in flight").isFalse();
      if (heir == null || !heir.listed()) {
        Instant settled =
            Optional.ofNullable(known.write())
                .map(LastWrite::unknownSince)
                .map(since -> since.plus(InFlightWrites.SETTLING))
                .orElse(Instant.MIN);
        assertThat(known.observation().readBegan()).as("settled").isAfterOrEqualTo(settled);
      }
    }
  }

  @Property(tries = TRIES, seed = SEED)
  void aPutIsOfWhatALivingObjectWantsAndMayHave(@ForAll("any") AnyFacts any) {
    Facts facts = any.facts();
    Plan plan = planner.plan(facts);

    for (Order order : orders(plan)) {
      if (order instanceof Order.Put put) {
        assertThat(facts.deleting()).isFalse();
        assertThat(put.key()).isEqualTo(facts.desired().key());
        assertThat(put.content()).isEqualTo(facts.desired().content());
        assertThat(facts.desired().keyProblem()).isNull();
        assertThat(facts.accounts().get(facts.account()))
            .isNotNull()
            .matches(account -> account.gate() == null && account.refusal() == null);
        assertThat(plan.ledger().entry(put.key()))
            .hasValueSatisfying(
                entry -> assertThat(entry.written()).isEqualTo(facts.desired().fingerprint()));
      }
    }
  }

  @Property(tries = TRIES, seed = SEED)
  void aRemoveIsOfWhatTheLedgerHasAndNobodyWants(@ForAll("any") AnyFacts any) {
    Facts facts = any.facts();
    Plan plan = planner.plan(facts);

    for (Order order : orders(plan)) {
      if (order instanceof Order.Remove remove) {
        assertThat(facts.deleting() || !remove.key().equals(facts.desired().key())).isTrue();
        assertThat(facts.leaving()).isFalse();
        assertThat(facts.ledger().keys().contains(remove.key()) || facts.ledger().isEmpty())
            .isTrue();
        assertThat(facts.claim().heirs()).doesNotContainKey(remove.key());
        assertThat(remove.mayGoAlong())
            .allMatch(
                key -> !facts.requested().confirmedDeletes().isEmpty() || spares(facts, plan, key));
        assertThat(facts.coveredRecords())
            .filteredOn(beside -> remove.key().appLess() && beside.owner() != null)
            .as("whose people said nothing")
            .isEmpty();
      }
    }
  }

  /** What goes along unconfirmed is put back by whom it belongs to: this living object. */
  private static boolean spares(Facts facts, Plan plan, CallbackKey key) {
    return !facts.deleting()
        && key.equals(facts.desired().key())
        && plan.ledger().entry(key).isPresent();
  }

  @Property(tries = TRIES, seed = SEED)
  void readyIsOfAReadThatBeganAfterTheLastWrite(@ForAll("any") AnyFacts any) {
    Facts facts = any.facts();
    Verdict verdict = planner.plan(facts).verdict();
    if (verdict == null
        || !Condition.TRUE.equals(verdict.ready())
        || verdict.drifted() == Verdict.Drifted.KEPT) {
      return;
    }
    KeyFacts known = facts.key(facts.desired().key());
    LastWrite write = known.write();
    if (write != null && !(write.outcome() instanceof LastWrite.WriteOutcome.Refused)) {
      assertThat(write.inFlight()).isFalse();
      assertThat(known.observation().readBegan()).isAfterOrEqualTo(write.ended().orElseThrow());
    }
    if (verdict.drifted() == Verdict.Drifted.NO) {
      assertThat(known.observation().shows(facts.desired().content())).isTrue();
    } else {
      assertThat(
              !facts.policies().enforces() || !(facts.requested().drift() instanceof Deadline.None))
          .as("drift is left by policy")
          .isTrue();
    }
  }

  @Property(tries = TRIES, seed = SEED)
  void readyIsKeptOnlyWhereItWas(@ForAll("any") AnyFacts any) {
    Facts facts = any.facts();
    Verdict verdict = planner.plan(facts).verdict();

    assertThat(
            verdict == null
                || !Condition.TRUE.equals(verdict.ready())
                || verdict.drifted() != Verdict.Drifted.KEPT
                || new Situation(facts).shownReady())
        .isTrue();
  }

  @Property(tries = TRIES, seed = SEED)
  void theSameFactsGiveTheSamePlan(@ForAll("any") AnyFacts any) {
    Facts facts = any.facts();

    assertThat(planner.plan(facts)).isEqualTo(planner.plan(facts));
    assertThat(Planner.ofTable().plan(any.facts())).isEqualTo(planner.plan(facts));
  }

  @Property(tries = TRIES, seed = SEED)
  void aPlanThatIsWrittenDownStandsAndAsksForNothingNew(@ForAll("any") AnyFacts any) {
    Facts facts = any.facts();
    Plan plan = planner.plan(facts);
    if (plan.release()) {
      assertThat(facts.deleting()).isTrue();
      assertThat(plan.ledger().isEmpty()).isTrue();
      return;
    }
    LiveCallbackStatus status = composer.compose(facts, plan);
    Facts after = AnyFacts.after(facts, plan, status);
    Plan again = planner.plan(after);

    assertThat(orders(again)).isEqualTo(orders(plan));
    assertThat(again.ledger()).isEqualTo(plan.ledger());
    assertThat(again.notices()).as("what was told isn't told again").isEmpty();
    assertThat(composer.compose(after, again)).isEqualTo(status);
  }

  @Property(tries = TRIES, seed = SEED)
  void whatIsWaitedForLiesAhead(@ForAll("any") AnyFacts any) {
    Facts facts = any.facts();
    Plan plan = planner.plan(facts);

    assertThat(plan.lookAgain()).isAfter(facts.now());
    assertThat(plan.orders()).hasSizeLessThan(2);
    for (PlannedOrder placement : plan.orders()) {
      Instant start =
          placement.notBefore().isAfter(facts.now()) ? placement.notBefore() : facts.now();
      if (placement.order() instanceof Order.Read read) {
        assertThat(
                facts.keys().entrySet().stream()
                    .filter(entry -> entry.getKey().scope().equals(read.scope()))
                    .flatMap(entry -> Stream.ofNullable(entry.getValue().readPause()))
                    .filter(pause -> pause.until().isAfter(start)))
            .as("a read that failed waits out its pause")
            .isEmpty();
      }
    }
  }

  @Property(tries = TRIES, seed = SEED)
  void whatIsShownIsOfOneMind(@ForAll("any") AnyFacts any) {
    Facts facts = any.facts();
    LiveCallbackStatus status = composer.compose(facts, planner.plan(facts));
    List<String> types = status.conditions().stream().map(Condition::type).toList();

    assertThat(types).doesNotHaveDuplicates();
    assertThat(types.contains("Reconciling") && types.contains("Stalled")).isFalse();
  }

  @Property(tries = TRIES, seed = SEED)
  void aWriteIsNeverOrderedOfARecordNobodyRead(@ForAll("any") AnyFacts any) {
    Facts facts = any.facts();

    assertThat(written(planner.plan(facts)))
        .noneMatch(key -> facts.key(key).observation() instanceof Observation.Unread);
  }

  private static List<AnyFacts.Step> with(AnyFacts any, String name, UnaryOperator<Given> more) {
    return Stream.concat(any.story().stream(), Stream.of(new AnyFacts.Step(name, more))).toList();
  }

  private static List<Order> orders(Plan plan) {
    return plan.orders().stream().map(PlannedOrder::order).toList();
  }

  private static List<CallbackKey> written(Plan plan) {
    return orders(plan).stream()
        .flatMap(
            order ->
                switch (order) {
                  case Order.Read _ -> Stream.<CallbackKey>empty();
                  case Order.Put put -> Stream.of(put.key());
                  case Order.Remove remove -> Stream.of(remove.key());
                })
        .toList();
  }
}
