package dev.livecallback.simulation;

import dev.livecallback.account.Access;
import dev.livecallback.account.Account;
import dev.livecallback.account.AccountSettings;
import dev.livecallback.account.CredentialsLookup;
import dev.livecallback.account.DeletesPerHour;
import dev.livecallback.account.KeyMemory;
import dev.livecallback.account.Permit;
import dev.livecallback.api.AccountName;
import dev.livecallback.api.LiveCallback;
import dev.livecallback.api.LiveCallbackStatus;
import dev.livecallback.api.SteadyClock;
import dev.livecallback.calls.Call;
import dev.livecallback.calls.CallListener;
import dev.livecallback.calls.CallQueue;
import dev.livecallback.calls.Order;
import dev.livecallback.calls.Queues;
import dev.livecallback.calls.SendGuard;
import dev.livecallback.engine.Takeover;
import dev.livecallback.engine.accounts.AccountUse;
import dev.livecallback.engine.objects.Cluster;
import dev.livecallback.plan.Facts;
import dev.livecallback.shadow.VirtualTime;
import dev.livecallback.volcengine.Answer;
import dev.livecallback.volcengine.CallerIdentity;
import dev.livecallback.volcengine.Credentials;
import dev.livecallback.volcengine.Failure;
import dev.livecallback.volcengine.WriteAccepted;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;

/** A deliberate bug, each of one line. The simulation has to find every one of them. */
@SuppressWarnings("ImmutableEnumChecker") // seams are functions without state
enum Bug {
  LEDGER_AFTER_PUT(
      "the status is taken for written before it is",
      new Seams() {
        @Override
        public Cluster.StatusWrite<LiveCallback> write(
            Writer real, LiveCallback planned, LiveCallbackStatus wanted, VirtualTime time) {
          time.in(300, () -> real.write(planned, wanted));
          return new Cluster.StatusWrite.Stored<>(Mutations.with(planned, wanted));
        }
      }),
  STALE_OVERLAY(
      "after a status write the object is remembered as it was before",
      new Seams() {
        @Override
        public Cluster.StatusWrite<LiveCallback> write(
            Writer real, LiveCallback planned, LiveCallbackStatus wanted, VirtualTime time) {
          return real.write(planned, wanted)
                  instanceof Cluster.StatusWrite.Stored<LiveCallback> written
              ? new Cluster.StatusWrite.Stored<>(
                  Mutations.with(written.object(), planned.statusOrEmpty()))
              : new Cluster.StatusWrite.Outdated<>();
        }
      }),
  OUTDATED_IS_WRITTEN(
      "a status write that was refused as outdated is taken for done",
      new Seams() {
        @Override
        public Cluster.StatusWrite<LiveCallback> write(
            Writer real, LiveCallback planned, LiveCallbackStatus wanted, VirtualTime time) {
          return real.write(planned, wanted)
                  instanceof Cluster.StatusWrite.Stored<LiveCallback> written
              ? written
              : new Cluster.StatusWrite.Stored<>(Mutations.with(planned, wanted));
        }
      }),
  PUT_WITHOUT_LEDGER(
      "a Put is ordered without a ledger that names it",
      Mutations.plans(Mutations::withoutNewLedger)),
  NO_NOT_BEFORE("orders may go before their time", Mutations.plans(Mutations::atOnce)),
  GUARD_ALWAYS_SENDS(
      "no claim is asked for when an order is sent, nor whether it is outdated",
      new Seams() {
        @Override
        public SendGuard guard(SendGuard real) {
          return Mutations.unguarded(real);
        }
      }),
  CLAIMS_IGNORED(
      "another object's claim is no reason to wait",
      Mutations.facts(Mutations::withoutOwner, true)),
  NO_UNSETTLED(
      "a write of unknown outcome is forgotten once another was answered",
      Mutations.facts(Mutations::settled, false)),
  OLD_READS_BELIEVED(
      "a read that began before a write is believed after it",
      Mutations.facts(Mutations::readNow, false)),
  HIDDEN_KEY_DIFFERS(
      "a key that the API doesn't show counts as another",
      Mutations.facts(Mutations::hiddenDiffers, false)),
  NO_SWEEP(
      "nothing is read by itself",
      new Seams() {
        @Override
        public boolean sweeps() {
          return false;
        }
      }),
  WALL_CLOCK_COUNTS(
      "pauses and dues go by a clock that is set",
      new Seams() {
        @Override
        public SteadyClock clock(SteadyClock real) {
          return SteadyClock.of(real.wall());
        }
      }),
  BUDGET_PLUS_ONE(
      "one call a second more is sent than is allowed",
      new Seams() {
        @Override
        public int quota(int real) {
          return real + 1;
        }
      }),
  UNKNOWN_IS_DONE(
      "a write whose answer was lost is taken for done",
      new Seams() {
        @Override
        public Answer<?> answer(Call call, Answer<?> real) {
          return real instanceof Answer.Failed<?>(Failure.OutcomeUnknown _)
              ? new Answer.Ok<>(WriteAccepted.DONE, "?")
              : real;
        }
      }),
  UNKNOWN_IS_REFUSED(
      "a write whose answer was lost is taken for refused",
      new Seams() {
        @Override
        public Answer<?> answer(Call call, Answer<?> real) {
          return real instanceof Answer.Failed<?>(Failure.OutcomeUnknown unknown)
              ? new Answer.Failed<>(new Failure.Rejected(unknown.detail()))
              : real;
        }
      }),
  BEGIN_UNTOLD(
      "nobody is told that a write is being sent",
      new Seams() {
        @Override
        public void began(CallListener listener, Call call) {}
      }),
  PART_IS_ALL(
      "what a part of a large scope doesn't list is taken to be gone",
      new Seams() {
        @Override
        public Call answered(Call real) {
          return real.order() instanceof Order.Read read
              ? new Call(
                  real.id(),
                  real.account(),
                  new Order.Read(read.cloudAccount(), read.scope(), read.verifying()),
                  real.objects(),
                  real.lane(),
                  real.began())
              : real;
        }
      }),
  RELEASED_AT_ONCE(
      "a deleted object is let go with its record in place", Mutations.plans(Mutations::released)),
  UNKNOWN_IS_GUESSED(
      "a policy that isn't known is taken for the usual one (without unsupported)",
      Mutations.withoutRule("unsupported")),
  PAUSE_IGNORED("pausing is no reason to stop (without paused)", Mutations.withoutRule("paused")),
  NOTHING_YIELDED(
      "what an heir has isn't dropped (without handedOver)", Mutations.withoutRule("handedOver")),
  CONFLICT_IGNORED(
      "a record of another object is written (without conflict)",
      Mutations.withoutRule("conflict")),
  OBSERVERS_WRITE("who only observes writes (without observe)", Mutations.withoutRule("observe")),
  NOTHING_VERIFIED("no write is read back (without verify)", Mutations.withoutRule("verify")),
  IMPATIENT(
      "a fresh write that isn't seen yet is repeated at once (without unsettled)",
      Mutations.withoutRule("unsettled")),
  FOREIGN_REPLACED(
      "what was there before is replaced (without alreadyExists)",
      Mutations.withoutRule("alreadyExists")),
  DRIFT_OVERLOOKED(
      "what differs is in sync all the same (without drift)", Mutations.withoutRule("drift")),
  FOREIGN_REMOVED(
      "what was never ours is removed (without notOurs)", Mutations.withoutRule("notOurs")),
  ABSENT_IS_GONE(
      "what isn't seen is gone at once (without settling)", Mutations.withoutRule("settling")),
  NO_FRESH_LOOK(
      "an app-less delete goes by an old look (without lookFirst)",
      Mutations.withoutRule("lookFirst")),
  WILDCARD_IGNORED(
      "an app-less delete asks for no leave (without wildcard)", Mutations.withoutRule("wildcard")),
  OWNERS_UNASKED(
      "a confirmation at the deleted object is taken for one at those whose records go along",
      Mutations.facts(Mutations::withoutOwners, false)),
  SAME_RECORD_REMOVED(
      "what may be the same record by another account is removed (without sameRecord)",
      Mutations.withoutRule("sameRecord")),
  ACCESS_IGNORED(
      "an account that doesn't let an object in is used (without notAllowed)",
      Mutations.withoutRule("notAllowed")),
  SWEEPS_IGNORE_ACCESS(
      "scopes are read for objects that their accounts don't let in",
      new Seams() {
        @Override
        public AccountSettings settings(AccountSettings real) {
          return real.withAccess(Access.of(new AccountName("", ""), Allow.ALL.rules));
        }

        @Override
        public Facts facts(Facts real, boolean admitted) {
          return admitted ? real : Mutations.refused(real);
        }
      }),
  OLD_CREDENTIALS(
      "the first credentials go on being used",
      new Seams() {
        private final Map<Account, Permit> first = Collections.synchronizedMap(new WeakHashMap<>());

        @Override
        public Optional<Permit> permit(Account account, Optional<Permit> real) {
          return real.map(now -> first.computeIfAbsent(account, _ -> now));
        }
      }),
  SIGNED_WITH_WHAT_IS_THERE(
      "a call is signed with the keys that are there by then, verified or not",
      new Seams() {
        @Override
        public Optional<Permit> permit(Account account, Optional<Permit> real) {
          return account.credentials().map(keys -> Mutations.permit(account, keys));
        }
      }),
  ROTATED_UNASKED(
      "keys that replace verified ones are taken for verified",
      new Seams() {
        @Override
        public CredentialsLookup found(CredentialsLookup real) {
          return real instanceof CredentialsLookup.Available(Credentials keys, boolean _)
              ? new CredentialsLookup.Available(keys, true)
              : real;
        }
      }),
  ANSWER_FOR_OTHER_KEYS(
      "what STS says of keys counts for those that replaced them meanwhile",
      new Seams() {
        @Override
        public void told(Account account, Answer<CallerIdentity> answer, Instant now) {
          account.credentials().ifPresent(keys -> account.checked(keys, answer, now));
        }
      }),
  MISMATCH_IGNORED(
      "credentials of another cloud account are taken for those of the right one",
      new Seams() {
        @Override
        public Answer<CallerIdentity> identity(Account account, Answer<CallerIdentity> real) {
          return Mutations.identity(real, id -> account.accountId().orElse(id));
        }
      }),
  SILENCE_IS_CONSENT(
      "where STS doesn't say whose keys are, they are taken for the right ones",
      new Seams() {
        @Override
        public Answer<CallerIdentity> identity(Account account, Answer<CallerIdentity> real) {
          return Mutations.unlessItSays(real, account.accountId());
        }
      }),
  ANY_KEYS_WERE_VERIFIED(
      "whatever keys are found are taken for those that STS verified before",
      new Seams() {
        @Override
        public KeyMemory memory(KeyMemory real) {
          return Mutations.ofAnyKeys(real);
        }
      }),
  CLOUD_ACCOUNT_PER_ACCOUNT(
      "accounts of one cloud account don't share its quota and its claims",
      new Seams() {
        @Override
        public Answer<CallerIdentity> identity(Account account, Answer<CallerIdentity> real) {
          return Mutations.identity(real, id -> id + account.name());
        }
      }),
  OLD_ANSWERS_COUNT(
      "what was answered to former credentials counts for the present ones",
      new Seams() {
        @Override
        public void judged(Account account, Call call, Answer<?> answer, Instant now) {
          account.gate().answered(answer, now);
        }
      }),
  LIMIT_IGNORED(
      "the limit of deletes limits nothing",
      new Seams() {
        @Override
        public AccountSettings settings(AccountSettings real) {
          return real.withDeletesPerHour(DeletesPerHour.UNLIMITED);
        }
      }),
  TAKEOVER_WRITES_AT_ONCE(
      "who takes over writes before what the process before it sent has come to an end",
      new Seams() {
        @Override
        public Takeover takeover(Takeover real) {
          return new Takeover(real.afterAnother(), Duration.ZERO);
        }
      }),
  TAKEOVER_HAS_THE_BUDGET(
      "who takes over has the calls of the second before to spend again",
      new Seams() {
        @Override
        public Takeover takeover(Takeover real) {
          return new Takeover(false, real.writesWait());
        }
      }),
  STATUSES_BELIEVED(
      "statuses that others write are believed",
      new Seams() {
        @Override
        public boolean statusesProtected(boolean real) {
          return true;
        }
      }),
  NAMING_IS_EARNING(
      "whoever names a cloud account has earned a share of it",
      new Seams() {
        @Override
        public AccountSettings settings(AccountSettings real) {
          return real.withAccountId(real.accountId()).withTrusted(true);
        }
      }),
  DOUBT_IGNORED(
      "a record is removed that nothing proves to be its object's (without doubtful)",
      Mutations.withoutRule("doubtful")),
  NO_TURNS(
      "namespaces have no turns: what was ordered first goes first",
      Mutations.queues(Queues.withoutTurns())),
  STRICT_LANES(
      "the more urgent lane goes first, however long another waits",
      Mutations.queues(Queues.withStrictLanes())),
  NO_ROOM_FOR_OTHERS(
      "one namespace may have all the calls in flight",
      Mutations.queues(Queues.withoutRoomForOthers())),
  ONE_SCOPE_SHUTS_THE_GATE(
      "whatever scopes fail speak for all of the account",
      new Seams() {
        @Override
        public void judged(Account account, Call call, Answer<?> answer, Instant now) {
          if (answer instanceof Answer.Failed<?>) {
            account.gate().answered(call.order().scope(), answer, now, _ -> true);
          }
        }
      }),
  THROTTLED_SCOPE_HALVES_ALL(
      "a throttled scope halves everybody's calls",
      new Seams() {
        @Override
        public void ended(CallQueue queue, Call call, Instant now, Answer<?> answer) {
          if (answer instanceof Answer.Failed<?>(Failure.Throttled throttled)) {
            queue
                .budget(call.action())
                .throttled(call.began(), now, Optional.ofNullable(throttled.retryAfter()));
          }
        }
      }),
  ACCOUNT_GOES_AT_ONCE(
      "an account goes though objects have records through it",
      new Seams() {
        @Override
        public boolean goes(AccountUse use) {
          return true;
        }
      });

  final String sentence;

  @SuppressWarnings("ImmutableEnumChecker") // they hold nothing that changes
  final Seams seams;

  Bug(String sentence, Seams seams) {
    this.sentence = sentence;
    this.seams = seams;
  }

  @Override
  public String toString() {
    return sentence;
  }
}
