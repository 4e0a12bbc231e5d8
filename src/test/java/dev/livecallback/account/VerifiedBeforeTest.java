package dev.livecallback.account;

import static dev.livecallback.account.SomeAccount.is;
import static dev.livecallback.account.SomeAccount.keys;
import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.api.AccountName;
import dev.livecallback.api.AccountReason;
import dev.livecallback.volcengine.Answer;
import dev.livecallback.volcengine.CallerIdentity;
import dev.livecallback.volcengine.Failure;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What STS verified is remembered over a restart, and for whoever takes over. */
class VerifiedBeforeTest {
  private static final String HERE = "2100000001";
  private static final String ELSEWHERE = "2100000002";
  private static final Failure.Detail DETAIL = new Failure.Detail("STS is down.", 503, null, null);
  private static final Answer<CallerIdentity> DOWN =
      new Answer.Failed<>(new Failure.Unavailable(DETAIL));
  private static final Answer<CallerIdentity> NOT_PERMITTED =
      new Answer.Failed<>(new Failure.NotPermitted(DETAIL));

  private final KeyMemory memory = KeyMemory.ofThisProcess();
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private AccountSettings settings = SomeAccount.settings(10, Duration.ofMinutes(10));
  private Account account = started(null);

  /** The next process: of the last one there are the account's status and the memory. */
  private Account started(@Nullable String recorded) {
    return new Account(
        new AccountName("live", "main"), settings, recorded, memory, null, now, new Random(1));
  }

  private void restart() {
    account = started(account.accountId().orElse(null));
  }

  private void find(String id) {
    account.found(new CredentialsLookup.Available(keys(id), false), now);
  }

  private void check(Answer<CallerIdentity> answer) {
    account.checked(account.credentials().orElseThrow(), answer, now);
  }

  private void named(String id, String cloudAccount) {
    find(id);
    check(is(cloudAccount));
  }

  @Test
  void unchangedKeysGoOnInAnOutageOfSts() {
    named("old", HERE);
    restart();
    find("old");
    assertThat(account.permit()).as("STS is asked first").isEmpty();
    check(DOWN);

    assertThat(account.permit()).map(Permit::credentials).contains(keys("old"));
    assertThat(account.toCheck(now.plusSeconds(60))).as("it is asked again").isPresent();
  }

  @Test
  void changedKeysWait() {
    named("old", HERE);
    restart();
    find("new");
    check(DOWN);

    assertThat(account.permit()).isEmpty();
    assertThat(account.view().reason()).isEqualTo(AccountReason.CHECKING_CREDENTIALS);
    assertThat(account.view().message()).contains("STS is down.");
    check(is(ELSEWHERE));
    assertThat(account.view().reason()).isEqualTo(AccountReason.ACCOUNT_MISMATCH);
  }

  @Test
  void thoseThatAnotherProcessVerifiedLastCount() {
    named("old", HERE);
    named("new", HERE);
    restart();
    find("old");
    check(DOWN);

    assertThat(account.permit()).as("they were replaced").isEmpty();
    find("new");
    check(DOWN);
    assertThat(account.permit()).isPresent();
  }

  /** As after an upgrade from a version that remembered nothing, or where nothing can be kept. */
  @Test
  void keysThatNothingIsKnownOfWaitWhereTheOwnerIsKnown() {
    account = started(HERE);
    find("old");
    check(DOWN);

    assertThat(account.permit()).isEmpty();
    check(is(HERE));
    assertThat(account.permit()).isPresent();
  }

  @Test
  void keysThatAreBackGoOnWithoutARestartToo() {
    named("old", HERE);
    find("foreign");
    check(DOWN);
    assertThat(account.permit()).isEmpty();
    find("old");
    assertThat(account.permit()).as("STS is asked first").isEmpty();
    check(DOWN);

    assertThat(account.permit()).map(Permit::credentials).contains(keys("old"));
  }

  @Test
  void keysOfAnotherCloudAccountAreNotRemembered() {
    named("old", HERE);
    named("foreign", ELSEWHERE);
    restart();
    find("foreign");
    check(DOWN);

    assertThat(account.permit()).isEmpty();
  }

  @Test
  void keysThatAPersonConfirmedAreRememberedForThatCloudAccount() {
    named("old", HERE);
    named("foreign", ELSEWHERE);
    settings = settings.withAnnotations(AccountAnnotations.NONE.withConfirmAccount(ELSEWHERE));
    account.update(settings, now);
    restart();
    find("foreign");
    check(DOWN);

    assertThat(account.permit()).isPresent();
    assertThat(account.accountId()).contains(ELSEWHERE);
  }

  @Test
  void anIdThatWasAddedToTheSpecMeanwhileHasToBeTheirs() {
    named("old", HERE);
    settings = settings.withAccountId(ELSEWHERE).withTrusted(true);
    restart();
    find("old");
    check(DOWN);

    assertThat(account.permit()).isEmpty();
  }

  @Test
  void whatAnotherStsSaidDoesNotCount() {
    named("old", HERE);
    settings = at(URI.create("https://other.example.com"));
    restart();
    find("old");
    check(DOWN);

    assertThat(account.permit()).isEmpty();
  }

  private AccountSettings at(URI sts) {
    return settings.withStsEndpoint(sts);
  }

  /** The operator's own accounts are recorded by their owner's word, which isn't that of STS. */
  @Test
  void keysThatMayNotAskStsWorkAfterARestartAndARotation() {
    settings = settings.withAccountId(HERE).withTrusted(true);
    restart();
    find("old");
    check(NOT_PERMITTED);
    assertThat(account.permit()).isPresent();

    restart();
    find("old");
    check(NOT_PERMITTED);
    assertThat(account.permit()).isPresent();

    find("new");
    check(NOT_PERMITTED);
    assertThat(account.permit()).isPresent();
  }

  /** Restarts, rotations, foreign keys and outages in any order. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void onlyWhatStsVerifiedIsUsedAndThatGoesOn(long seed) {
    Random random = new Random(seed);
    Map<String, String> owners = Map.of("old", HERE, "new", HERE, "foreign", ELSEWHERE);
    List<String> names = List.copyOf(owners.keySet());
    named("old", HERE);
    String last = "old";
    String current = "old";
    Set<String> goneOn = new HashSet<>();
    for (int step = 0; step < 2_000; step++) {
      now = now.plusSeconds(random.nextInt(10));
      switch (random.nextInt(4)) {
        case 0 -> {
          restart();
          find(current);
        }
        case 1 -> {
          current = names.get(random.nextInt(names.size()));
          find(current);
        }
        case 2 -> check(DOWN);
        default -> {
          check(is(owners.getOrDefault(current, "")));
          last = HERE.equals(owners.get(current)) ? current : last;
        }
      }
      Optional<Permit> permit = account.permit();
      if (permit.isPresent()) {
        assertThat(permit.get().credentials()).isEqualTo(keys(current)).isEqualTo(keys(last));
      }
      if (current.equals(last)) {
        check(DOWN);
        assertThat(account.permit()).as("unchanged keys in an outage").isPresent();
        goneOn.add(current);
      }
    }
    assertThat(goneOn).containsExactlyInAnyOrder("old", "new");
  }
}
