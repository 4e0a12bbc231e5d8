package dev.livecallback.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.account.Account;
import dev.livecallback.account.SomeAccount;
import dev.livecallback.api.AccountName;
import dev.livecallback.api.AccountRef;
import dev.livecallback.api.LedgerEntry;
import dev.livecallback.api.LiveCallback;
import dev.livecallback.engine.accounts.AccountUse;
import dev.livecallback.testing.FakeCluster;
import dev.livecallback.testing.SampleObjects;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Anybody may create thousands of accounts: those that no object uses cost the objects nothing. */
class IdleAccountsTest {
  private static final int MANY = 200;
  private static final Instant T = Instant.parse("2026-03-01T12:00:00Z");

  private final FakeCluster cluster = new FakeCluster();
  private final Engine engine =
      new Engine(named("used"), cluster, _ -> {}, () -> T, new Random(1), EngineOptions.USUAL);

  private static AccountName named(String name) {
    return new AccountName("live", name);
  }

  private static Account account(String name) {
    return SomeAccount.unchecked(named(name));
  }

  private LiveCallback object(int i, String account) {
    LiveCallback object =
        SampleObjects.object(metadata -> metadata.withName("o" + i).withUid("u" + i));
    object.setSpec(
        object
            .getSpec()
            .withVhost("v" + i + ".example.com")
            .withAccountRef(new AccountRef(account, "live")));
    cluster.add(object);
    engine.delivered(object);
    return object;
  }

  @Test
  void noObjectIsLookedAtWhenOneOfThemChangesOrIsAskedForItsUse() {
    IntStream.range(0, 20).forEach(i -> object(i, "used"));
    engine.changed(account("used"));
    cluster.acceptWrites();

    for (int i = 0; i < MANY; i++) {
      Account idle = account("idle-" + i);
      // An object may have named it before it was there.
      engine.changed(idle);
      int walks = cluster.walks();
      engine.changed(idle);
      assertThat(engine.use(idle.name())).isEqualTo(AccountUse.NONE);
      assertThat(cluster.walks()).isEqualTo(walks);
    }
    int walks = cluster.walks();
    engine.reconcile(object(20, "used"));

    assertThat(cluster.walks()).isEqualTo(walks);
    assertThat(engine.cloudAccounts()).hasSize(MANY + 1);
  }

  @Test
  void itsFirstObjectIsPlannedAndCounted() {
    engine.changed(account("used"));
    engine.changed(account("idle"));
    cluster.acceptWrites();
    LiveCallback first = object(0, "idle");
    engine.reconcile(first);

    assertThat(engine.use(named("idle")).objects()).isEqualTo(1);
    assertThat(engine.cloudAccount(named("idle")).orElseThrow().claims().knows(first.id()))
        .isTrue();
    assertThat(engine.cloudAccount(named("used")).orElseThrow().claims().knows(first.id()))
        .isFalse();
  }

  @Test
  void whoHasRecordsThroughItIsFoundThoughItNamesAnother() {
    engine.changed(account("used"));
    engine.changed(account("left"));
    LiveCallback object = object(0, "used");
    object.setStatus(
        SampleObjects.status(1)
            .withRecords(
                List.of(LedgerEntry.of("live/left", "vhost/v0.example.com", "a", "push"))));
    engine.delivered(object);
    cluster.woken();

    assertThat(engine.use(named("left")).holders()).isEqualTo(1);
    engine.changed(account("left"));
    assertThat(cluster.woken()).contains(object.id());
  }
}
