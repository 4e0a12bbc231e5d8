package dev.livecallback.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.account.Account;
import dev.livecallback.account.AccountAnnotations;
import dev.livecallback.account.CredentialsLookup;
import dev.livecallback.account.SomeAccount;
import dev.livecallback.api.AccountName;
import dev.livecallback.calls.Action;
import dev.livecallback.engine.accounts.CloudAccount;
import dev.livecallback.testing.FakeCluster;
import dev.livecallback.volcengine.Answer;
import dev.livecallback.volcengine.Failure;
import dev.livecallback.volcengine.Scope;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What the engine makes of news about an account; there are no objects. */
class EngineTest {
  private static final AccountName NAME = new AccountName("live", "default");
  private static final Instant T = Instant.parse("2026-01-01T00:00:00Z");
  private static final Scope VHOST = Scope.vhost("live.example.com");
  private static final Failure.Detail DETAIL = new Failure.Detail("No.", 403, null, null);

  private final Account account = SomeAccount.open(NAME);
  private final Engine engine =
      new Engine(NAME, new FakeCluster(), _ -> {}, () -> T, new Random(1), EngineOptions.USUAL);

  @Test
  void whatIsDeniedStaysSoWhenAnythingButTheCredentialsChanges() {
    engine.changed(account);
    deny();

    account.update(account.settings().withAnnotations(AccountAnnotations.NONE.withPaused(true)), T);
    engine.changed(account);
    assertThat(mayPut()).isFalse();

    account.found(new CredentialsLookup.Available(SomeAccount.keys("other"), true), T);
    engine.changed(account);
    assertThat(mayPut()).isTrue();
  }

  @Test
  void aPersonMayHaveItTriedAtOnce() {
    engine.changed(account);
    deny();

    account.update(
        account.settings().withAnnotations(AccountAnnotations.NONE.withReconcileRequestedAt("now")),
        T.plusSeconds(1));
    engine.changed(account);

    assertThat(mayPut()).isTrue();
  }

  @Test
  void nothingIsDeniedToAnAccountThatCameInPlaceOfAnother() {
    engine.changed(account);
    deny();

    engine.gone(NAME);
    engine.changed(SomeAccount.open(NAME));

    assertThat(mayPut()).isTrue();
  }

  private void deny() {
    there()
        .permissions()
        .answered(
            NAME,
            Action.UPDATE,
            VHOST,
            new Answer.Failed<>(new Failure.NotPermitted(DETAIL)),
            T,
            T);
    assertThat(mayPut()).isFalse();
  }

  private boolean mayPut() {
    return there().permissions().allows(NAME, Action.UPDATE, VHOST, T);
  }

  private CloudAccount there() {
    return engine.cloudAccount(NAME).orElseThrow();
  }
}
