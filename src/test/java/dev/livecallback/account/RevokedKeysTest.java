package dev.livecallback.account;

import static dev.livecallback.account.SomeAccount.is;
import static dev.livecallback.account.SomeAccount.keys;
import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.api.AccountName;
import dev.livecallback.calls.Action;
import dev.livecallback.calls.CallBudget;
import dev.livecallback.calls.CallQueue;
import dev.livecallback.calls.SendGuard;
import dev.livecallback.volcengine.Answer;
import dev.livecallback.volcengine.CallbackRecord;
import dev.livecallback.volcengine.CallerIdentity;
import dev.livecallback.volcengine.Failure;
import dev.livecallback.volcengine.Listing;
import dev.livecallback.volcengine.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Keys that are revoked and good again at any moment: what STS and the Live API say of them, the
 * looks of {@link AccountChecker} and calls of objects meet in any order.
 */
class RevokedKeysTest implements KeyedCalls {
  private static final Failure.Detail DETAIL = new Failure.Detail("No.", 403, null, null);
  private static final Scope VHOST = Scope.vhost("live.example.com");
  private static final Duration TICK = Duration.ofMillis(250);

  /** A gate's longest step, STS's pause, and what chance adds. */
  private static final Duration SOON = Duration.ofMinutes(2).plusSeconds(10);

  enum StsSays {
    WHOSE_THEY_ARE,
    NOT_PERMITTED,
    NOTHING
  }

  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private StsSays sts = StsSays.WHOSE_THEY_ARE;
  private boolean good = true;
  private boolean inUse = true;
  private int asked;

  @ParameterizedTest(name = "STS says {0}, the owner is known: {1}")
  @CsvSource({
    "WHOSE_THEY_ARE, false",
    "WHOSE_THEY_ARE, true",
    "NOT_PERMITTED, false",
    "NOT_PERMITTED, true",
    "NOTHING, false",
    "NOTHING, true"
  })
  void workAgainSoonAfterTheyAreGoodAgain(StsSays says, boolean known) {
    for (long seed = 1; seed <= 40; seed++) {
      Random random = new Random(seed);
      good = true;
      inUse = true;
      sts = StsSays.WHOSE_THEY_ARE;
      Account account = account(random);
      AccountChecker checker = checker(account);
      account.found(new CredentialsLookup.Available(keys("a"), false), now);
      if (known) {
        checker.run();
      }
      sts = says;
      for (int change = 0; change < 12; change++) {
        good = random.nextInt(3) > 0;
        inUse = random.nextInt(4) > 0;
        pass(account, checker, Duration.ofSeconds(random.nextInt(200)), random);
      }
      good = true;
      inUse = true;
      pass(account, checker, SOON, random);

      assertThat(account.view().ready()).as("seed %s: %s", seed, account.view()).isEqualTo("True");
      assertThat(account.permit()).as("seed %s", seed).isPresent();
      assertThat(account.closed(false)).as("seed %s", seed).isEmpty();
    }
  }

  /** Time passes: the account is looked at, and an object's call is answered now and then. */
  private void pass(Account account, AccountChecker checker, Duration time, Random random) {
    for (Instant end = now.plus(time); now.isBefore(end); now = now.plus(TICK)) {
      if (random.nextInt(3) > 0) {
        checker.run();
      }
      if (inUse && random.nextInt(40) == 0 && account.maxInFlight() > 0) {
        account
            .gate()
            .answered(VHOST, describe(Listing.of(VHOST)), now, failing -> !failing.isEmpty());
      }
    }
  }

  /** As keys that were refused and can't be asked about, and as an account that is paused. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void stsIsAskedNowAndThenWhateverKeepsAProbeBack(boolean paused) {
    Account account = account(new Random(1));
    AccountChecker checker = checker(account);
    account.found(new CredentialsLookup.Available(keys("a"), false), now);
    checker.run();
    good = false;
    account.found(new CredentialsLookup.Available(keys("b"), false), now);
    checker.run();
    if (paused) {
      account.update(
          account.settings().withAnnotations(AccountAnnotations.NONE.withPaused(true)), now);
    }
    sts = StsSays.NOTHING;
    asked = 0;
    for (int tick = 0; tick < 240; tick++) {
      now = now.plusMillis(250);
      checker.run();
    }

    assertThat(asked).as("calls of STS in a minute").isBetween(paused ? 0 : 1, 13);
  }

  private Account account(Random random) {
    return new Account(
        new AccountName("live", "main"),
        SomeAccount.settings(10, Duration.ofMinutes(10)),
        null,
        KeyMemory.ofThisProcess(),
        null,
        now,
        random);
  }

  private AccountChecker checker(Account account) {
    Map<Action, CallBudget> budgets =
        Arrays.stream(Action.values())
            .collect(Collectors.toMap(Function.identity(), _ -> CallBudget.of(10)));
    CallQueue queue = CallQueue.of(budgets, (_, _, _, _) -> SendGuard.Decision.SEND);
    Probe probe =
        new Probe(
            account.gate(),
            () -> account.permit().map(_ -> this),
            () -> Optional.of(queue),
            _ -> inUse ? Optional.of(VHOST) : Optional.empty(),
            () -> now);
    return new AccountChecker(account, _ -> callerIdentity(), probe, () -> now);
  }

  @Override
  public Answer<CallerIdentity> callerIdentity() {
    asked++;
    if (sts == StsSays.NOTHING) {
      return new Answer.Failed<>(new Failure.Unavailable(DETAIL));
    }
    if (!good) {
      return new Answer.Failed<>(new Failure.CredentialsRejected(DETAIL));
    }
    return sts == StsSays.NOT_PERMITTED
        ? new Answer.Failed<>(new Failure.NotPermitted(DETAIL))
        : is("2100000001");
  }

  @Override
  public Answer<List<CallbackRecord>> describe(Listing listing) {
    return good
        ? new Answer.Ok<>(List.of(), "r")
        : new Answer.Failed<>(new Failure.CredentialsRejected(DETAIL));
  }

  @Override
  public boolean areCurrent() {
    return true;
  }
}
