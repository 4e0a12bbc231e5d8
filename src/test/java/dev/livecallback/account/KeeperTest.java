package dev.livecallback.account;

import static dev.livecallback.account.SomeAccount.is;
import static dev.livecallback.account.SomeAccount.keys;
import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.api.AccountReason;
import dev.livecallback.volcengine.Answer;
import dev.livecallback.volcengine.CallbackContent;
import dev.livecallback.volcengine.CallbackKey;
import dev.livecallback.volcengine.CallbackRecord;
import dev.livecallback.volcengine.CallerIdentity;
import dev.livecallback.volcengine.Done;
import dev.livecallback.volcengine.Failure;
import dev.livecallback.volcengine.LiveApi;
import dev.livecallback.volcengine.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is done for an account by the clock. */
class KeeperTest implements LiveApi {
  private static final Failure.Detail DETAIL = new Failure.Detail("No.", 401, null, null);

  private final Account account =
      new Account(
          "live/main",
          SomeAccount.terms(10, Duration.ofMinutes(10)),
          null,
          null,
          Instant.EPOCH,
          new Random(1));
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private Answer<CallerIdentity> sts = is("2100000001");
  private int asked;
  private final Keeper keeper =
      new Keeper(
          account,
          this::ask,
          new Probe(
              account.gate(),
              this::ask,
              this,
              () -> {
                throw new AssertionError("there is no scope to read");
              },
              Optional::empty,
              () -> now),
          () -> now);

  private Answer<CallerIdentity> ask() {
    asked++;
    return sts;
  }

  @Test
  void asksOnceWhoseNewCredentialsAre() {
    assertThat(keeper.run().checked()).as("there are none yet").isFalse();
    account.found(new Found.Keys(keys("a"), false), now);

    assertThat(keeper.run().checked()).isTrue();
    assertThat(keeper.run().checked()).isFalse();
    assertThat(asked).isEqualTo(1);
    assertThat(account.accountId()).contains("2100000001");
  }

  @Test
  void probesAShutGateAndNothingThatIsWrongOtherwise() {
    account.found(new Found.Keys(keys("a"), false), now);
    sts = new Answer.Failed<>(new Failure.CredentialsRejected(DETAIL));
    assertThat(keeper.run().turn()).isEqualTo(Gate.Turn.SHUT);

    now = now.plusSeconds(2);
    sts = is("2100000001");
    assertThat(keeper.run().checked()).as("first it has to be known whose they are").isTrue();
    assertThat(account.maxInFlight()).isZero();
    assertThat(keeper.run().turn()).isEqualTo(Gate.Turn.OPENED);
    assertThat(account.maxInFlight()).isPositive();

    account.found(new Found.Keys(keys("b"), false), now);
    sts = is("2100000002");
    keeper.run();
    keeper.run();
    int before = asked;
    now = now.plusSeconds(600);
    account.gate().answered(new Answer.Failed<>(new Failure.CredentialsRejected(DETAIL)), now);
    now = now.plusSeconds(600);

    assertThat(keeper.run().turn()).as("nobody asks for a mismatch").isEqualTo(Gate.Turn.STAYED);
    assertThat(asked).isEqualTo(before);
  }

  @Test
  void probesNothingWithCredentialsThatTurnOutToBeOfAnotherCloudAccount() {
    account.found(new Found.Keys(keys("a"), false), now);
    keeper.run();
    account.found(new Found.Keys(keys("b"), false), now);
    sts = new Answer.Failed<>(new Failure.CredentialsRejected(DETAIL));
    keeper.run();

    now = now.plusSeconds(2);
    sts = is("2100000002");
    for (int i = 0; i < 3; i++) {
      assertThat(keeper.run().turn()).isEqualTo(Gate.Turn.STAYED);
    }

    assertThat(account.view().reason()).isEqualTo(AccountReason.ACCOUNT_MISMATCH);
    assertThat(account.maxInFlight()).isZero();
  }

  @Override
  public Answer<List<CallbackRecord>> describe(Scope scope) {
    throw new AssertionError("there is no scope to read");
  }

  @Override
  public Answer<Done> update(CallbackKey key, CallbackContent content) {
    throw new AssertionError("a probe writes nothing");
  }

  @Override
  public Answer<Done> delete(CallbackKey key) {
    throw new AssertionError("a probe deletes nothing");
  }
}
