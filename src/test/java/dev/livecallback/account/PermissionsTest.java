package dev.livecallback.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.api.AccountName;
import dev.livecallback.calls.Action;
import dev.livecallback.remote.BackoffPolicy;
import dev.livecallback.remote.Pause;
import dev.livecallback.volcengine.Answer;
import dev.livecallback.volcengine.Failure;
import dev.livecallback.volcengine.Scope;
import dev.livecallback.volcengine.WriteAccepted;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What an account may not do, and who finds out when it may again. */
class PermissionsTest {
  private static final Failure.Detail DETAIL = new Failure.Detail("No.", 403, null, null);
  private static final Answer<WriteAccepted> NOT_PERMITTED =
      new Answer.Failed<>(new Failure.NotPermitted(DETAIL));
  private static final Answer<WriteAccepted> DONE = new Answer.Ok<>(WriteAccepted.DONE, "r");
  private static final AccountName A = new AccountName("live", "a");
  private static final AccountName B = new AccountName("live", "b");
  private static final Scope HERE = Scope.vhost("here.example.com");
  private static final Scope THERE = Scope.vhost("there.example.com");

  private final Permissions permissions =
      new Permissions(new BackoffPolicy(Duration.ofMinutes(10), new Random(1)));
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");

  private boolean answered(Answer<WriteAccepted> answer) {
    return answered(answer, now);
  }

  private boolean answered(Answer<WriteAccepted> answer, Instant began) {
    return permissions.answered(A, Action.UPDATE, HERE, answer, began, now);
  }

  private boolean allows(AccountName account, Action action, Scope scope) {
    return permissions.allows(account, action, scope, now);
  }

  @Test
  void aDenialHoldsForThatActionOfThatAccountOnThatScope() {
    assertThat(answered(NOT_PERMITTED)).as("that is news").isTrue();

    assertThat(allows(A, Action.UPDATE, HERE)).isFalse();
    assertThat(allows(A, Action.DESCRIBE, HERE)).isTrue();
    assertThat(allows(A, Action.UPDATE, THERE)).isTrue();
    assertThat(allows(B, Action.UPDATE, HERE)).isTrue();
  }

  @Test
  void afterEachPauseOneCallIsTheProbeAndTheOthersWaitForItsAnswer() {
    answered(NOT_PERMITTED);
    now = permissions.denial(A, Action.UPDATE, HERE).orElseThrow().until();
    assertThat(allows(A, Action.UPDATE, HERE)).isTrue();

    permissions.began(A, Action.UPDATE, HERE, now);
    assertThat(allows(A, Action.UPDATE, HERE)).isFalse();

    assertThat(answered(NOT_PERMITTED)).as("no news").isFalse();
    assertThat(permissions.denial(A, Action.UPDATE, HERE).orElseThrow().inARow()).isEqualTo(2);
  }

  @Test
  void denialsOfCallsThatWereInFlightTogetherAreOneStep() {
    Instant began = now;
    now = now.plusSeconds(1);
    answered(NOT_PERMITTED, began);
    Pause first = permissions.denial(A, Action.UPDATE, HERE).orElseThrow();

    now = now.plusSeconds(1);
    assertThat(answered(NOT_PERMITTED, began)).as("no news").isFalse();

    assertThat(permissions.denial(A, Action.UPDATE, HERE)).contains(first);
  }

  @Test
  void whateverTheApiJudgedShowsThatItIsPermittedAgain() {
    answered(NOT_PERMITTED);
    assertThat(answered(new Answer.Failed<>(new Failure.Unavailable(DETAIL))))
        .as("that says nothing")
        .isFalse();
    assertThat(permissions.denial(A, Action.UPDATE, HERE)).isPresent();

    assertThat(answered(DONE)).isTrue();
    assertThat(permissions.denial(A, Action.UPDATE, HERE)).isEmpty();
    assertThat(answered(DONE)).as("no news").isFalse();
  }

  @Test
  void newCredentialsStartWithoutDenials() {
    answered(NOT_PERMITTED);
    permissions.forget(A);

    assertThat(allows(A, Action.UPDATE, HERE)).isTrue();
  }

  @Test
  void denialsOfEverNewScopesAreNotRememberedForEver() {
    for (int i = 0; i < 20_000; i++) {
      Scope scope = Scope.vhost("v" + i + ".example.com");
      permissions.answered(A, Action.UPDATE, scope, NOT_PERMITTED, now, now);
      assertThat(allows(A, Action.UPDATE, scope)).isFalse();
      now = now.plusSeconds(1);
    }

    assertThat(permissions.size()).isLessThan(2_000);
  }
}
