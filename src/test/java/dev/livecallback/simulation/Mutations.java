package dev.livecallback.simulation;

import dev.livecallback.account.Account;
import dev.livecallback.account.KeyMark;
import dev.livecallback.account.KeyMemory;
import dev.livecallback.account.Permit;
import dev.livecallback.api.AccountName;
import dev.livecallback.api.LiveCallback;
import dev.livecallback.api.LiveCallbackStatus;
import dev.livecallback.api.ObjectId;
import dev.livecallback.api.Reason;
import dev.livecallback.calls.Action;
import dev.livecallback.calls.CallBudget;
import dev.livecallback.calls.CallQueue;
import dev.livecallback.calls.Order;
import dev.livecallback.calls.PlannedOrder;
import dev.livecallback.calls.SendGuard;
import dev.livecallback.plan.AccountFacts;
import dev.livecallback.plan.ClaimFacts;
import dev.livecallback.plan.CoveredRecord;
import dev.livecallback.plan.Facts;
import dev.livecallback.plan.KeyFacts;
import dev.livecallback.plan.Plan;
import dev.livecallback.plan.Planner;
import dev.livecallback.plan.Planners;
import dev.livecallback.remote.LastWrite;
import dev.livecallback.remote.Observation;
import dev.livecallback.volcengine.Answer;
import dev.livecallback.volcengine.Authentication;
import dev.livecallback.volcengine.CallbackContent;
import dev.livecallback.volcengine.CallbackKey;
import dev.livecallback.volcengine.CallerIdentity;
import dev.livecallback.volcengine.Credentials;
import dev.livecallback.volcengine.Failure;
import dev.livecallback.volcengine.SecretText;
import java.net.URI;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/** The makings of deliberate bugs: facts and plans that aren't what they should be. */
final class Mutations {
  private Mutations() {}

  /** A planner whose table lacks a rule. */
  static Seams withoutRule(String name) {
    Planner planner = Planners.without(name);
    return new Seams() {
      @Override
      public Plan plan(Planner real, Facts facts) {
        return planner.plan(facts);
      }
    };
  }

  /** Plans that are changed after they were made. */
  static Seams plans(BiFunction<Facts, Plan, Plan> change) {
    return new Seams() {
      @Override
      public Plan plan(Planner real, Facts facts) {
        return change.apply(facts, real.plan(facts));
      }
    };
  }

  /**
   * Facts that are changed before they are judged.
   *
   * @param unguarded whether writes are sent whoever has the claim
   */
  static Seams facts(UnaryOperator<Facts> change, boolean unguarded) {
    return new Seams() {
      @Override
      public Plan plan(Planner real, Facts facts) {
        return real.plan(change.apply(facts));
      }

      @Override
      public SendGuard guard(SendGuard real) {
        return unguarded ? unguarded(real) : real;
      }
    };
  }

  /** Other queues. */
  static Seams queues(BiFunction<Map<Action, CallBudget>, SendGuard, CallQueue> queues) {
    return new Seams() {
      @Override
      public CallQueue queue(Map<Action, CallBudget> budgets, SendGuard guard) {
        return queues.apply(budgets, guard);
      }
    };
  }

  /** A guard that lets everything go. */
  static SendGuard unguarded(SendGuard real) {
    return new SendGuard() {
      @Override
      public Decision judge(ObjectId object, AccountName account, Order order, long revision) {
        return Decision.SEND;
      }

      @Override
      public int maxInFlight(AccountName account) {
        return real.maxInFlight(account);
      }
    };
  }

  /** The object with another status, of the same version. */
  static LiveCallback with(LiveCallback object, LiveCallbackStatus status) {
    LiveCallback other = new LiveCallback();
    other.setMetadata(object.getMetadata());
    other.setSpec(object.getSpec());
    other.setStatus(status);
    return other;
  }

  static Plan atOnce(Facts facts, Plan plan) {
    return plan.withOrders(
        plan.orders().stream().map(it -> PlannedOrder.now(it.order(), it.lane())).toList());
  }

  static Plan withoutNewLedger(Facts facts, Plan plan) {
    return plan.withLedger(facts.ledger());
  }

  static Plan released(Facts facts, Plan plan) {
    boolean removes = plan.orders().stream().anyMatch(it -> it.order() instanceof Order.Remove);
    return facts.deleting() && removes ? plan.withOrders(List.of()).withRelease(true) : plan;
  }

  static Facts withoutOwner(Facts facts) {
    ClaimFacts claim = facts.claim();
    return facts.withClaim(
        new ClaimFacts(null, claim.inheritance(), claim.heirs(), claim.probesScope()));
  }

  static Facts settled(Facts facts) {
    return with(
        facts,
        (_, known) -> {
          LastWrite write = known.write();
          return known.withWrite(
              write == null ? null : write.withUnknownSince(null).withDoubtful(Set.of()));
        });
  }

  static Facts readNow(Facts facts) {
    Instant now = facts.now();
    return with(
        facts,
        (_, known) ->
            known.withObservation(
                switch (known.observation()) {
                  case Observation.Unread unread -> unread;
                  case Observation.Refused refused ->
                      new Observation.Refused(refused.failure(), now, now);
                  case Observation.Absent _ -> new Observation.Absent(now, now);
                  case Observation.Present present ->
                      new Observation.Present(present.content(), now, now);
                  case Observation.Several several ->
                      new Observation.Several(several.contents(), now, now);
                }));
  }

  static Facts hiddenDiffers(Facts facts) {
    return with(
        facts,
        (_, known) ->
            known.observation() instanceof Observation.Present present
                    && present.content().authentication() instanceof Authentication.Hidden
                ? known.withObservation(
                    new Observation.Present(
                        new CallbackContent(
                            present.content().details(),
                            present.content().transcodeCallback(),
                            new Authentication.On(new SecretText("?"))),
                        present.readBegan(),
                        present.readEnded()))
                : known);
  }

  /** No record beside an app-less one is another object's. */
  static Facts withoutOwners(Facts facts) {
    return facts.withCoveredRecords(
        facts.coveredRecords().stream()
            .map(
                each ->
                    each.owner() == null || each.fate() == CoveredRecord.Fate.GOES_TOO
                        ? each
                        : new CoveredRecord(each.key(), CoveredRecord.Fate.LOST, null))
            .toList());
  }

  /** The account of an object doesn't let it in. */
  static Facts refused(Facts facts) {
    Map<AccountName, AccountFacts> accounts = new HashMap<>(facts.accounts());
    accounts.computeIfPresent(
        facts.account(),
        (_, known) ->
            new AccountFacts(
                known.cloudAccount(),
                known.gate(),
                new AccountFacts.Refusal(Reason.NOT_ALLOWED, "Not you."),
                known.heldDeletes()));
    return facts.withAccounts(accounts);
  }

  /** Leave for whatever keys. */
  static Permit permit(Account account, Credentials keys) {
    return new Permit(keys, account.settings(), account.epoch(), account.cloudAccount());
  }

  /** STS says another cloud account. */
  static Answer<CallerIdentity> identity(
      Answer<CallerIdentity> answer, UnaryOperator<String> change) {
    return answer instanceof Answer.Ok<CallerIdentity> ok
        ? new Answer.Ok<>(
            new CallerIdentity(
                change.apply(ok.value().accountId()), ok.value().trn(), ok.value().identityType()),
            ok.requestId())
        : answer;
  }

  /** STS says this where it doesn't say whose keys are. */
  static Answer<CallerIdentity> unlessItSays(Answer<CallerIdentity> real, Optional<String> id) {
    boolean silent = real instanceof Answer.Failed<CallerIdentity>(Failure.Unavailable _);
    return silent && id.isPresent()
        ? new Answer.Ok<>(new CallerIdentity(id.get(), "trn", "Account"), "sts")
        : real;
  }

  /** It takes all keys for those that it remembers. */
  static KeyMemory ofAnyKeys(KeyMemory real) {
    return new KeyMemory() {
      @Override
      public Optional<KeyMark> last() {
        return real.last();
      }

      @Override
      public void remember(KeyMark mark) {
        real.remember(mark);
      }

      @Override
      public boolean has(Credentials keys, URI sts, String cloudAccount) {
        return last().isPresent();
      }
    };
  }

  private static Facts with(Facts facts, BiFunction<CallbackKey, KeyFacts, KeyFacts> change) {
    Map<CallbackKey, KeyFacts> keys = new HashMap<>(facts.keys());
    keys.replaceAll(change);
    return facts.withKeys(keys);
  }
}
