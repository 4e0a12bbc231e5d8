package dev.livecallback.operator.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.account.Account;
import dev.livecallback.account.AccountAnnotations;
import dev.livecallback.account.AccountProblem;
import dev.livecallback.account.AccountSettings;
import dev.livecallback.account.CredentialsLookup;
import dev.livecallback.account.KeyMemory;
import dev.livecallback.account.SomeAccount;
import dev.livecallback.api.AccountName;
import dev.livecallback.api.AccountReason;
import dev.livecallback.api.Condition;
import dev.livecallback.api.ConditionType;
import dev.livecallback.api.DeleteLimitSpec;
import dev.livecallback.api.LiveAccount;
import dev.livecallback.api.LiveAccountSpec;
import dev.livecallback.api.LiveAccountStatus;
import dev.livecallback.engine.accounts.AccountUse;
import dev.livecallback.plan.Notice;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What the status of an account says. */
class AccountStatusesTest {
  private static final AccountUse NOBODY = new AccountUse(0, 0, 0, List.of(), 0, null);
  private static final Instant T = Instant.parse("2026-03-01T12:00:00Z");

  private final AccountSettings settings = SomeAccount.settings(10, Duration.ofMinutes(10));
  private final Account account =
      SomeAccount.open(new AccountName("live", "main"), settings, "2100000001", new Random(1));
  private final LiveAccount object =
      Serialization.unmarshal(
          """
          metadata: {namespace: live, name: main, generation: 3}
          spec: {profile: Volcengine, credentials: {environment: {}}}
          """,
          LiveAccount.class);

  private LiveAccountStatus status(AccountUse use, boolean answered) {
    return AccountStatuses.compose(object, account, use, answered, T);
  }

  private static Condition condition(LiveAccountStatus status, ConditionType type) {
    return status.condition(type).orElseThrow();
  }

  @Test
  void anOpenAccountIsReadyAndSaysWhatItIsUsedFor() {
    LiveAccountStatus status = status(new AccountUse(7, 2, 6, List.of("a/b"), 0, null), false);

    assertThat(status.observedGeneration()).isEqualTo(3);
    assertThat(status.accountId()).isEqualTo("2100000001");
    assertThat(status.objects()).isEqualTo(7);
    assertThat(status.scopes()).isEqualTo(2);
    assertThat(status.conditions()).hasSize(1);
    Condition ready = condition(status, ConditionType.READY);
    assertThat(ready.holds()).isTrue();
    assertThat(ready.reason()).isEqualTo("CredentialsValid");
  }

  @Test
  void whatDoesNotChangeKeepsItsTime() {
    object.setStatus(status(NOBODY, false));

    assertThat(AccountStatuses.compose(object, account, NOBODY, false, T.plusSeconds(60)))
        .isEqualTo(object.getStatus());
  }

  @Test
  void anAccountIsStalledWhileOnlyAPersonCanGoOn() {
    assertThat(status(NOBODY, false).condition(ConditionType.STALLED)).isEmpty();

    account.found(missing(AccountReason.INVALID_CREDENTIALS), T);
    LiveAccountStatus status = status(NOBODY, false);

    assertThat(condition(status, ConditionType.READY).holds()).isFalse();
    Condition stalled = condition(status, ConditionType.STALLED);
    assertThat(stalled.holds()).isTrue();
    assertThat(stalled.reason()).isEqualTo("InvalidCredentials");
    assertThat(stalled.message()).isEqualTo("What happened.");
    assertThat(LiveAccountReconciler.turned(LiveAccountStatus.EMPTY, status))
        .extracting(Notice::reason)
        .containsExactly("InvalidCredentials");

    account.found(missing(AccountReason.API_UNAVAILABLE), T);
    assertThat(status(NOBODY, false).condition(ConditionType.STALLED)).isEmpty();
  }

  @Test
  void aSecretThatIsGoneStallsAnAccountOnlyIfItIsKnownToHaveWorked() {
    Account fresh =
        new Account(
            new AccountName("live", "fresh"),
            settings,
            null,
            KeyMemory.ofThisProcess(),
            null,
            Instant.EPOCH,
            new Random(1));

    assertThat(withoutSecret(account)).isPresent();
    assertThat(withoutSecret(fresh)).isEmpty();

    object.setSpec(
        Serialization.unmarshal(
            """
            profile: Volcengine
            credentials: {environment: {}}
            accountId: "2100000001"
            """,
            LiveAccountSpec.class));
    assertThat(withoutSecret(account)).isEmpty();
  }

  @Test
  void anAccountThatNeverWorkedIsStalledOnceAnObjectHasWaitedTenMinutesForItsSecret() {
    Account fresh =
        new Account(
            new AccountName("live", "main"),
            settings,
            null,
            KeyMemory.ofThisProcess(),
            null,
            Instant.EPOCH,
            new Random(1));
    fresh.found(missing(AccountReason.SECRET_NOT_FOUND), T);
    Instant end = T.plus(Duration.ofMinutes(10));
    object.setStatus(AccountStatuses.compose(object, fresh, NOBODY, false, T));

    assertThat(stalledAt(end, fresh, NOBODY)).as("nobody waits").isFalse();
    assertThat(stalledAt(end.minusSeconds(1), fresh, waitingSince(T))).isFalse();
    assertThat(stalledAt(end, fresh, waitingSince(T))).isTrue();
    assertThat(stalledAt(end, fresh, waitingSince(T.minusSeconds(3600))))
        .as("it was well while the object waited for something else")
        .isTrue();
    assertThat(stalledAt(end, fresh, waitingSince(T.plusSeconds(1)))).isFalse();
  }

  @Test
  void onlyASecretIsAwaitedSo() {
    object.setStatus(status(NOBODY, false));
    account.found(missing(AccountReason.CHECKING_CREDENTIALS), T);
    Instant later = T.plus(Duration.ofHours(1));

    assertThat(stalledAt(later, account, waitingSince(T))).isFalse();
  }

  private boolean stalledAt(Instant now, Account whose, AccountUse use) {
    return AccountStatuses.compose(object, whose, use, false, now)
        .condition(ConditionType.STALLED)
        .isPresent();
  }

  private static AccountUse waitingSince(Instant since) {
    return new AccountUse(1, 1, 0, List.of(), 0, since);
  }

  private Optional<Condition> withoutSecret(Account whose) {
    whose.found(missing(AccountReason.SECRET_NOT_FOUND), T);
    return AccountStatuses.compose(object, whose, NOBODY, false, T)
        .condition(ConditionType.STALLED);
  }

  private static CredentialsLookup missing(AccountReason reason) {
    return new CredentialsLookup.Missing(new AccountProblem(reason, "What happened."));
  }

  @Test
  void heldDeletionsAreCountedWithTheCommandThatReleasesThem() {
    object.setSpec(limited());
    Condition held =
        condition(
            status(new AccountUse(7, 2, 6, List.of("a/b"), 5, null), false),
            ConditionType.DELETE_LIMIT_REACHED);

    assertThat(held.holds()).isTrue();
    assertThat(held.message())
        .contains("5 deletions wait for the limit of 20 an hour for each namespace, and 30 in all.")
        .contains(
            "kubectl -n live annotate liveaccount main --overwrite --field-manager=livecallback")
        .contains("livecallback.dev/release-deletes-until=");
  }

  private LiveAccountSpec limited() {
    return object.getSpec().withDeleteLimit(new DeleteLimitSpec(20, 30));
  }

  @Test
  void anAccountThatIsToGoNamesThreeOfThoseThatKeepIt() {
    account.update(deleting(), T);
    Condition ready =
        condition(
            status(new AccountUse(9, 2, 4, List.of("a/1", "a/2", "a/3"), 0, null), false),
            ConditionType.READY);

    assertThat(ready.holds()).isFalse();
    assertThat(ready.reason()).isEqualTo(AccountReason.DELETING.word());
    assertThat(ready.message()).contains("4 objects still have", "a/1, a/2, a/3, …");
    assertThat(condition(status(one(), false), ConditionType.READY).message())
        .contains("1 object still has")
        .doesNotContain("…");
  }

  private static AccountUse one() {
    return new AccountUse(9, 2, 1, List.of("a/1"), 0, null);
  }

  private AccountSettings deleting() {
    return settings.withDeleting(true);
  }

  @Test
  void aPausedAccountSaysHowItGoesOn() {
    account.update(settings.withAnnotations(AccountAnnotations.NONE.withPaused(true)), T);
    Condition ready = condition(status(NOBODY, false), ConditionType.READY);

    assertThat(ready.reason()).isEqualTo("Paused");
    assertThat(ready.holds()).as("its credentials are good all the same").isTrue();
    assertThat(ready.message())
        .endsWith(
            "kubectl -n live annotate liveaccount main --field-manager=livecallback livecallback.dev/paused-");
  }

  @Test
  void aRequestIsEchoedOnceItIsAnswered() {
    account.update(
        settings.withAnnotations(AccountAnnotations.NONE.withReconcileRequestedAt("now")), T);

    assertThat(status(NOBODY, false).lastHandledReconcileAt()).isNull();
    assertThat(status(NOBODY, true).lastHandledReconcileAt()).isEqualTo("now");
  }
}
