package dev.livecallback.plan;

import static dev.livecallback.plan.Given.A;
import static dev.livecallback.plan.Given.APP_LESS;
import static dev.livecallback.plan.Given.B;
import static dev.livecallback.plan.Given.D;
import static dev.livecallback.plan.Given.FOREIGN;
import static dev.livecallback.plan.Given.HIDDEN;
import static dev.livecallback.plan.Given.K1;
import static dev.livecallback.plan.Given.K2;
import static dev.livecallback.plan.Given.OLD;
import static dev.livecallback.plan.Given.OTHER;
import static dev.livecallback.plan.Given.given;

import dev.livecallback.api.LiveCallbackStatus;
import dev.livecallback.api.ManagementPolicy;
import dev.livecallback.api.Reason;
import dev.livecallback.claim.Heir;
import dev.livecallback.remote.Pause;
import dev.livecallback.volcengine.CallbackContent;
import dev.livecallback.volcengine.CallbackKey;
import dev.livecallback.volcengine.Failure;
import dev.livecallback.volcengine.Scope;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/**
 * Any facts at all, as the story that leads to them: a failure names the shortest story found.
 * Facts that can't come about together are made to agree.
 */
record AnyFacts(List<Step> story) {
  private static final CallbackKey ELSEWHERE =
      Given.key(Scope.domain("live.example.com"), "sports");
  private static final List<CallbackKey> KEYS = List.of(D, OLD, APP_LESS, ELSEWHERE);

  /** One thing that is so. */
  record Step(String name, UnaryOperator<Given> tell) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Arbitrary<AnyFacts> any() {
    return Arbitraries.oneOf(
            asking(), policies(), told(), ledger(), seen(), put(), removed(), others(), account())
        .list()
        .ofMaxSize(16)
        .map(AnyFacts::new);
  }

  Facts facts() {
    Given given = given();
    for (Step step : story) {
      given = step.tell.apply(given);
    }
    if (given.facts().status().neverWritten() && !given.facts().ledger().isEmpty()) {
      given = given.reconciling(Reason.QUEUED, 5);
    }
    return agreeing(given.facts());
  }

  /** An heir takes only what is yielded, and the one claim that a delete yields to is an heir's. */
  private static Facts agreeing(Facts facts) {
    ClaimFacts claim = facts.claim();
    Map<CallbackKey, Heir> heirs = new HashMap<>(claim.heirs());
    CallbackKey desired = facts.desired().key();
    boolean held = claim.heldBy() != null;
    if (facts.deleting() && held) {
      heirs.put(desired, new Heir(OTHER, true));
    }
    heirs
        .keySet()
        .removeIf(
            key ->
                facts.requested().paused()
                    || facts.ledger().entry(key).isEmpty()
                    || (key.equals(desired) && !facts.deleting() && !facts.policies().observes()));
    return facts
        .withClaim(
            new ClaimFacts(
                claim.heldBy(),
                held || !desired.equals(D) ? null : claim.inheritance(),
                heirs,
                claim.probesScope()))
        .withKeys(sharingScopes(facts.keys()));
  }

  /** Keys of one scope share the pause of its reads. */
  private static Map<CallbackKey, KeyFacts> sharingScopes(Map<CallbackKey, KeyFacts> keys) {
    Map<Scope, Pause> pauses = new HashMap<>();
    keys.forEach(
        (key, known) -> {
          if (known.readPause() != null) {
            pauses.put(key.scope(), known.readPause());
          }
        });
    return KEYS.stream()
        .collect(
            Collectors.toMap(
                key -> key,
                key -> {
                  KeyFacts known = keys.getOrDefault(key, KeyFacts.UNKNOWN);
                  return known.withReadPause(pauses.get(key.scope()));
                }));
  }

  /** The facts once the status says what was composed. */
  static Facts after(Facts facts, Plan plan, LiveCallbackStatus status) {
    return facts.withStatus(status).withLedger(plan.ledger());
  }

  private static Arbitrary<Step> asking() {
    return Arbitraries.oneOf(
        steps(
            step("it is deleted", Given::deleting),
            step("it is paused", Given::paused),
            step("the Secret is missing", Given::secretMissing),
            step("the key is invalid", Given::keyInvalid),
            step("a read is asked for now", given -> given.reconcileRequested("now", 0)),
            step("a read was asked for a while ago", given -> given.reconcileRequested("then", 9)),
            step("a pause ended", given -> given.resumed(3)),
            step("drift is allowed", given -> given.allowsDrift("2026-03-01T12:30:00Z")),
            step("drift is allowed somehow", given -> given.allowsDrift("later")),
            step("the generation is new", given -> given.generationSeenAgo(0))),
        Combinators.combine(contents(), Arbitraries.of(KEYS))
            .as((content, key) -> step("wants " + name(key, content), g -> g.wants(key, content))),
        contents().map(content -> step("edited to " + name(content), g -> g.edited(content))),
        Arbitraries.of("v1", "v2").map(v -> step("Secret " + v, g -> g.secretVersion(v))));
  }

  private static Arbitrary<Step> policies() {
    return Arbitraries.oneOf(
        Arbitraries.of(ManagementPolicy.values())
            .map(policy -> step(policy.name(), given -> given.managed(policy))),
        steps(step("Orphan", Given::orphan), step("Adopt", Given::adopting)));
  }

  private static Arbitrary<Step> told() {
    return Arbitraries.oneOf(
        steps(step("it shows Ready", Given::ready), step("it shows drift", g -> g.drifted(60))),
        Arbitraries.of(Reason.values())
            .map(reason -> step("Reconciling for " + reason, g -> g.reconciling(reason, 60))),
        Arbitraries.of(Reason.values())
            .map(reason -> step("Stalled for " + reason, g -> g.stalled(reason))),
        Arbitraries.of(Reason.PAUSED, Reason.DRIFT_TOLERATED)
            .map(reason -> step("Ready for " + reason, g -> g.showing(reason))));
  }

  private static Arbitrary<Step> ledger() {
    return Combinators.combine(Arbitraries.of(KEYS), contents(), Arbitraries.of(true, false))
        .as(
            (key, content, held) ->
                held
                    ? step("holds " + name(key, content), g -> g.holds(key, content))
                    : step("ordered " + name(key, content), g -> g.ordered(key, content)));
  }

  private static Arbitrary<Step> seen() {
    return Combinators.combine(
            Arbitraries.of(KEYS), seenContents(), Arbitraries.of(0L, 1L, 4L, 30L, 61L, 70L, 600L))
        .flatAs(
            (key, content, ago) ->
                steps(
                    step("sees " + name(key, content) + " " + ago, g -> g.sees(key, content, ago)),
                    step("absent " + name(key) + " " + ago, g -> g.absent(key, ago)),
                    step("no scope " + name(key) + " " + ago, g -> g.noScope(key, false, ago)),
                    step("no scope of ours " + name(key), g -> g.noScope(key, true, ago)),
                    step(
                        "several " + name(key, content) + " " + ago,
                        g -> g.seesSeveral(key, ago, content, FOREIGN)),
                    step("unchanged " + name(key) + " " + ago, g -> g.unchangedFor(key, ago)),
                    step("contested " + name(key) + " " + ago, g -> g.contested(key, ago)),
                    step("reads fail, " + name(key), g -> g.readFailed(key, unlucky(ago), ago))));
  }

  private static Arbitrary<Step> put() {
    return Combinators.combine(
            Arbitraries.of(KEYS),
            contents(),
            Arbitraries.of(0L, 2L, 40L, 65L, 900L),
            failures(),
            Arbitraries.of(0L, 9L))
        .flatAs(
            (key, content, ago, failure, left) ->
                steps(
                    step("Put of " + name(key, content), g -> g.putInFlight(key, content)),
                    step(
                        "Put of " + name(key, content) + " accepted " + ago,
                        g -> g.putAccepted(key, content, ago)),
                    step(
                        "Put of " + name(key, content) + " unknown " + ago,
                        g -> g.putUnknown(key, content, ago)),
                    step(
                        "Put of " + name(key, content) + " unknown again " + ago,
                        g -> g.putUnknown(key, content, ago).unknownAgain(key, 2, left)),
                    step(
                        "Put of " + name(key, content) + " refused: " + failure,
                        g -> g.putRefused(key, content, failure, ago, left))));
  }

  private static Arbitrary<Step> removed() {
    return Combinators.combine(
            Arbitraries.of(KEYS),
            Arbitraries.of(0L, 2L, 40L, 65L, 900L),
            failures(),
            Arbitraries.of(0L, 9L))
        .flatAs(
            (key, ago, failure, left) ->
                steps(
                    step("Remove of " + name(key), g -> g.removeInFlight(key)),
                    step(
                        "Remove of " + name(key) + " accepted " + ago,
                        g -> g.removeAccepted(key, ago, 1)),
                    step(
                        "Remove of " + name(key) + " accepted again " + ago,
                        g -> g.removeAccepted(key, ago, 2)),
                    step(
                        "Remove of " + name(key) + " unknown " + ago,
                        g -> g.removeUnknown(key, ago)),
                    step(
                        "Remove of " + name(key) + " refused: " + failure,
                        g -> g.removeRefused(key, failure, ago, 1, left))));
  }

  private static Arbitrary<Step> others() {
    return Combinators.combine(Arbitraries.of(KEYS), contents(), Arbitraries.of(true, false))
        .flatAs(
            (key, content, listed) ->
                steps(
                    step("another holds it", g -> g.heldBy(OTHER)),
                    step("it is the oldest of its scope", Given::oldestOfScope),
                    step("inherits " + name(content), g -> g.inherits(D, content)),
                    step("inherits unverified", g -> g.inheritsUnverified(D, content)),
                    step("heir of " + name(key) + " " + listed, g -> g.heir(key, listed)),
                    step("beside: lost", g -> g.coveredRecord("sports", CoveredRecord.Fate.LOST)),
                    step("beside: another", g -> g.coveredRecord("news", CoveredRecord.Fate.LOST)),
                    step(
                        "beside: put back", g -> g.coveredRecord("x", CoveredRecord.Fate.PUT_BACK)),
                    step(
                        "beside: put back for another namespace",
                        g -> g.coveredRecord("y", CoveredRecord.Fate.PUT_BACK, OTHER))));
  }

  private static Arbitrary<Step> account() {
    return steps(
        step("the gate is shut", given -> given.gateShut(false)),
        step("the API is out of reach", given -> given.gateShut(true)),
        step("there is no account", Given::noAccount),
        step("it isn't allowed", Given::notAllowed),
        step("deletes are held", given -> given.deleteLimitReached(30)),
        step("nothing was read by these credentials", Given::unverified),
        step("the process is new", given -> given.startedAgo(10)),
        step("it knows the first key", given -> given.knowsAuthKey("key-one")));
  }

  private static Failure unlucky(long which) {
    return which % 2 == 0 ? Failures.throttled() : Failures.rejected();
  }

  private static Arbitrary<Failure> failures() {
    return Arbitraries.of(
        Failures.throttled(),
        Failures.unavailable(),
        Failures.rejected(),
        Failures.notPermitted(),
        Failures.wrongEndpoint(),
        Failures.scopeMissing(false));
  }

  private static Arbitrary<CallbackContent> contents() {
    return Arbitraries.of(A, A, B, K1, K2);
  }

  private static Arbitrary<CallbackContent> seenContents() {
    return Arbitraries.of(A, A, B, K1, K2, HIDDEN, FOREIGN);
  }

  private static Arbitrary<Step> steps(Step... steps) {
    return Arbitraries.of(steps);
  }

  private static Step step(String name, UnaryOperator<Given> tell) {
    return new Step(name, tell);
  }

  private static String name(CallbackKey key, CallbackContent content) {
    return name(key) + "=" + name(content);
  }

  private static String name(CallbackKey key) {
    return key.equals(ELSEWHERE) ? "elsewhere" : String.valueOf(key.app());
  }

  private static String name(CallbackContent content) {
    return Told.name(content);
  }

  @Override
  public String toString() {
    return story.stream().map(Step::name).collect(Collectors.joining("; "));
  }
}
