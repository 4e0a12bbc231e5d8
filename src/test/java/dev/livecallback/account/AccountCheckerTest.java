package dev.livecallback.account;

import static dev.livecallback.account.SomeAccount.is;
import static dev.livecallback.account.SomeAccount.keys;
import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.api.AccountName;
import dev.livecallback.api.AccountReason;
import dev.livecallback.volcengine.Answer;
import dev.livecallback.volcengine.CallbackRecord;
import dev.livecallback.volcengine.CallerIdentity;
import dev.livecallback.volcengine.Failure;
import dev.livecallback.volcengine.Listing;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is done for an account by the clock. */
class AccountCheckerTest implements KeyedCalls {
  private static final Failure.Detail DETAIL = new Failure.Detail("No.", 401, null, null);

  private final Account account = SomeAccount.unchecked(new AccountName("live", "main"));
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private Answer<CallerIdentity> sts = is("2100000001");
  private int asked;
  private Runnable meanwhile = () -> {};
  private final AccountChecker checker =
      new AccountChecker(
          account,
          _ -> ask(),
          new Probe(
              account.gate(),
              () -> account.permit().map(_ -> this),
              () -> {
                throw new AssertionError("there is no scope to read");
              },
              _ -> Optional.empty(),
              () -> now),
          () -> now);

  private Answer<CallerIdentity> ask() {
    asked++;
    meanwhile.run();
    return sts;
  }

  @Test
  void asksOnceWhoseNewCredentialsAre() {
    assertThat(checker.run().checked()).as("there are none yet").isFalse();
    account.found(new CredentialsLookup.Available(keys("a"), false), now);

    assertThat(checker.run().checked()).isTrue();
    assertThat(checker.run().checked()).isFalse();
    assertThat(asked).isEqualTo(1);
    assertThat(account.accountId()).contains("2100000001");
  }

  /** The same keys at another endpoint may be somebody else's. */
  @Test
  void whatAnotherEndpointSaidOfTheSameKeysCountsForNothing() {
    account.found(new CredentialsLookup.Available(keys("a"), false), now);
    AccountSettings elsewhere = at(URI.create("https://other.example.com"));
    meanwhile = () -> account.update(elsewhere, now);

    assertThat(checker.run().checked()).isFalse();
    assertThat(account.permit()).isEmpty();

    meanwhile = () -> {};
    assertThat(checker.run().checked()).isTrue();
    assertThat(account.permit()).map(Permit::settings).contains(elsewhere);
  }

  private AccountSettings at(URI endpoint) {
    AccountSettings before = account.settings();
    return before.withLiveEndpoint(endpoint).withStsEndpoint(endpoint);
  }

  @Test
  void probesAShutGateAndNothingThatIsWrongOtherwise() {
    account.found(new CredentialsLookup.Available(keys("a"), false), now);
    sts = new Answer.Failed<>(new Failure.CredentialsRejected(DETAIL));
    assertThat(checker.run().turn()).isEqualTo(Gate.GateChange.SHUT);

    now = now.plusSeconds(2);
    sts = is("2100000001");
    assertThat(checker.run().checked()).as("first it has to be known whose they are").isTrue();
    assertThat(account.maxInFlight()).isZero();
    assertThat(checker.run().turn()).isEqualTo(Gate.GateChange.OPENED);
    assertThat(account.maxInFlight()).isPositive();

    account.found(new CredentialsLookup.Available(keys("b"), false), now);
    sts = is("2100000002");
    checker.run();
    checker.run();
    int before = asked;
    now = now.plusSeconds(600);
    account.gate().answered(new Answer.Failed<>(new Failure.CredentialsRejected(DETAIL)), now);
    now = now.plusSeconds(600);

    assertThat(checker.run().turn())
        .as("nobody asks for a mismatch")
        .isEqualTo(Gate.GateChange.STAYED);
    assertThat(asked).isEqualTo(before);
  }

  @Test
  void nothingGoesThroughAPausedAccountWhoseverRecordItIsAbout() {
    account.found(new CredentialsLookup.Available(keys("a"), false), now);
    checker.run();
    account.gate().answered(new Answer.Failed<>(new Failure.CredentialsRejected(DETAIL)), now);
    account.update(
        account.settings().withAnnotations(AccountAnnotations.NONE.withPaused(true)), now);
    int before = asked;

    now = now.plusSeconds(600);
    assertThat(checker.run().turn()).isEqualTo(Gate.GateChange.STAYED);

    assertThat(asked).isEqualTo(before);
    assertThat(account.maxInFlight()).isZero();
    assertThat(account.closed(true).orElseThrow().message()).contains("paused-");

    account.update(account.settings().withAnnotations(AccountAnnotations.NONE), now);
    assertThat(checker.run().turn()).isEqualTo(Gate.GateChange.OPENED);
  }

  @Test
  void probesNothingWithCredentialsThatTurnOutToBeOfAnotherCloudAccount() {
    account.found(new CredentialsLookup.Available(keys("a"), false), now);
    checker.run();
    account.found(new CredentialsLookup.Available(keys("b"), false), now);
    sts = new Answer.Failed<>(new Failure.CredentialsRejected(DETAIL));
    checker.run();

    now = now.plusSeconds(2);
    sts = is("2100000002");
    for (int i = 0; i < 3; i++) {
      assertThat(checker.run().turn()).isEqualTo(Gate.GateChange.STAYED);
    }

    assertThat(account.view().reason()).isEqualTo(AccountReason.ACCOUNT_MISMATCH);
    assertThat(account.maxInFlight()).isZero();
  }

  @Override
  public Answer<CallerIdentity> callerIdentity() {
    return ask();
  }

  @Override
  public Answer<List<CallbackRecord>> describe(Listing listing) {
    throw new AssertionError("there is no scope to read");
  }

  @Override
  public boolean areCurrent() {
    return true;
  }
}
