package dev.livecallback.account;

import static dev.livecallback.account.SomeAccount.is;
import static dev.livecallback.account.SomeAccount.keys;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** From the credentials that are found to whether an account can be used, and where it leads. */
class AccountTest {
  private static final AccountName NAME = new AccountName("live", "main");
  private static final String HERE = "2100000001";
  private static final String ELSEWHERE = "2100000002";
  private static final Failure.Detail DETAIL = new Failure.Detail("STS is down.", 503, null, null);
  private static final Answer<CallerIdentity> DOWN =
      new Answer.Failed<>(new Failure.Unavailable(DETAIL));
  private static final Answer<CallerIdentity> REJECTED =
      new Answer.Failed<>(
          new Failure.CredentialsRejected(
              new Failure.Detail("The key is unknown.", 401, null, null)));
  private static final Answer<CallerIdentity> NOT_PERMITTED =
      new Answer.Failed<>(new Failure.NotPermitted(DETAIL));
  private static final Failure ODD = new Failure.Rejected(DETAIL);
  private static final AccountProblem NO_SECRET =
      new AccountProblem(AccountReason.SECRET_NOT_FOUND, "Secret live/keys isn't there.");

  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private boolean trusted;
  private KeyMemory memory = KeyMemory.ofThisProcess();
  private AccountSettings settings = SomeAccount.settings(10, Duration.ofMinutes(10));

  private Account account(@Nullable String recorded) {
    return new Account(NAME, settings, recorded, memory, null, now, new Random(1));
  }

  private boolean find(Account account, String id) {
    return account.found(new CredentialsLookup.Available(keys(id), false), now);
  }

  private void check(Account account, String id, Answer<CallerIdentity> answer) {
    account.checked(keys(id), answer, now);
  }

  private Account open() {
    Account account = account(null);
    find(account, "old");
    check(account, "old", is(HERE));
    return account;
  }

  private static AccountReason reason(Account account) {
    return account.view().reason();
  }

  @Test
  void nothingIsDoneBeforeItIsKnownWhoseTheCredentialsAre() {
    Account account = account(null);
    find(account, "old");

    assertThat(account.maxInFlight()).isZero();
    assertThat(reason(account)).isEqualTo(AccountReason.CHECKING_CREDENTIALS);
    assertThat(account.toCheck(now)).contains(keys("old"));

    check(account, "old", is(HERE));

    assertThat(account.maxInFlight()).isPositive();
    assertThat(account.accountId()).contains(HERE);
    assertThat(account.view().ready()).isEqualTo("True");
    assertThat(account.toCheck(now)).isEmpty();
  }

  @Test
  void whereStsNeverAnsweredTheLiveApiTells() {
    Account account = account(null);
    find(account, "old");
    check(account, "old", DOWN);

    assertThat(account.maxInFlight()).as("one call, to see").isEqualTo(1);
    assertThat(account.view().ready()).isEqualTo("Unknown");
    assertThat(account.view().message()).as("why STS didn't").endsWith(": STS is down.");
    assertThat(account.accountId()).isEmpty();

    account.gate().answered(new Answer.Ok<>("anything", "r"), now);

    assertThat(account.view().ready()).isEqualTo("True");
  }

  @Test
  void stsIsAskedAgainLaterWhereItCouldNotTell() {
    Account account = account(null);
    find(account, "old");
    check(account, "old", DOWN);

    assertThat(account.toCheck(now.plusSeconds(59))).isEmpty();
    assertThat(account.toCheck(now.plusSeconds(60))).contains(keys("old"));
  }

  @Test
  void newCredentialsWaitForStsWhereItUsuallyAnswers() {
    Account account = open();
    find(account, "new");
    check(account, "new", DOWN);

    assertThat(account.maxInFlight()).isZero();
    assertThat(account.view().message()).contains("STS is down.");
    assertThat(account.toCheck(now.plusSeconds(5))).contains(keys("new"));

    check(account, "new", is(HERE));

    assertThat(account.maxInFlight()).isPositive();
  }

  @Test
  void rejectedCredentialsShutTheGateUntilThereAreOthers() {
    Account account = open();
    find(account, "wrong");
    check(account, "wrong", REJECTED);

    assertThat(reason(account)).isEqualTo(AccountReason.CREDENTIALS_REJECTED);
    assertThat(account.closed(true)).isPresent();
    assertThat(account.permit()).as("a call that is under way isn't signed with them").isEmpty();

    find(account, "right");
    check(account, "right", is(HERE));

    assertThat(account.closed(false)).isEmpty();
    assertThat(account.maxInFlight()).as("the first call shows").isEqualTo(1);
  }

  @Test
  void whatIsSaidOfReplacedCredentialsCountsForNothing() {
    Account account = open();
    int before = account.epoch();
    find(account, "new");
    check(account, "old", REJECTED);

    assertThat(account.gate().shut()).isEmpty();
    assertThat(account.toCheck(now)).contains(keys("new"));
    assertThat(account.epoch()).isGreaterThan(before);
    assertThat(account.credentials()).contains(keys("new"));
  }

  @Test
  void theSameCredentialsFoundAgainChangeNothing() {
    Account account = open();
    int before = account.epoch();

    assertThat(find(account, "old")).isFalse();
    assertThat(account.epoch()).isEqualTo(before);
  }

  @Test
  void aRolesRenewedCredentialsNeedNoSecondLook() {
    Account account = open();
    account.found(new CredentialsLookup.Available(keys("renewed"), true), now);

    assertThat(account.toCheck(now)).isEmpty();
    assertThat(account.maxInFlight()).isPositive();
    assertThat(account.credentials()).contains(keys("renewed"));
  }

  @Test
  void theLastGoodCredentialsCleanUpOnceTheirSecretIsGone() {
    Account account = open();
    assertThat(account.found(new CredentialsLookup.Missing(NO_SECRET), now)).isTrue();

    assertThat(account.closed(false).orElseThrow().message()).contains("Secret live/keys");
    assertThat(account.closed(true)).isEmpty();
    assertThat(account.maxInFlight()).isPositive();
    assertThat(reason(account)).isEqualTo(AccountReason.SECRET_NOT_FOUND);
    assertThat(account.found(new CredentialsLookup.Missing(NO_SECRET), now))
        .as("it is known")
        .isFalse();

    assertThat(find(account, "old")).as("it is back").isTrue();
    assertThat(account.closed(false)).isEmpty();
  }

  @Test
  void whatPassesByItselfIsToldApartFromWhatTakesAPerson() {
    Account account = open();

    account.found(
        new CredentialsLookup.Missing(new AccountProblem(AccountReason.API_UNAVAILABLE, "Down.")),
        now);
    assertThat(account.closed(false).orElseThrow().apiUnavailable()).isTrue();

    account.found(
        new CredentialsLookup.Missing(new AccountProblem(AccountReason.WEB_IDENTITY_FAILED, "No.")),
        now);
    assertThat(account.closed(false).orElseThrow().apiUnavailable()).isFalse();
  }

  @Test
  void credentialsThatWereNeverThereCleanUpNothing() {
    Account account = account(HERE);
    account.found(new CredentialsLookup.Missing(NO_SECRET), now);

    assertThat(account.closed(true)).isPresent();
    assertThat(account.maxInFlight()).isZero();
  }

  @Test
  void credentialsOfAnotherCloudAccountAreUsedForNothing() {
    Account account = open();
    String place = account.cloudAccount();
    find(account, "foreign");
    check(account, "foreign", is(ELSEWHERE));

    assertThat(reason(account)).isEqualTo(AccountReason.ACCOUNT_MISMATCH);
    assertThat(account.maxInFlight()).isZero();
    assertThat(account.closed(true)).as("not even to clean up").isPresent();
    assertThat(account.accountId()).contains(HERE);
    assertThat(account.cloudAccount()).isEqualTo(place);
    assertThat(account.view().message())
        .contains(HERE, ELSEWHERE)
        .endsWith(
            "kubectl -n live annotate liveaccount main --overwrite --field-manager=livecallback"
                + " livecallback.dev/confirm-account="
                + ELSEWHERE);
  }

  @Test
  void theyAreKnownForeignAfterARestartToo() {
    Account account = account(HERE);
    find(account, "foreign");
    check(account, "foreign", is(ELSEWHERE));

    assertThat(reason(account)).isEqualTo(AccountReason.ACCOUNT_MISMATCH);
  }

  @Test
  void aPersonMaySayThatTheOtherCloudAccountIsMeant() {
    Account account = open();
    String before = account.cloudAccount();
    find(account, "foreign");
    check(account, "foreign", is(ELSEWHERE));
    account.update(
        settings.withAnnotations(AccountAnnotations.NONE.withConfirmAccount(ELSEWHERE)), now);

    assertThat(account.maxInFlight()).isPositive();
    assertThat(account.accountId()).contains(ELSEWHERE);
    assertThat(account.cloudAccount()).isNotEqualTo(before);
  }

  @Test
  void noAnnotationTalksOverTheIdInTheSpec() {
    settings = pinned(HERE);
    Account account = account(null);
    find(account, "foreign");
    check(account, "foreign", is(ELSEWHERE));
    account.update(
        settings.withAnnotations(AccountAnnotations.NONE.withConfirmAccount(ELSEWHERE)), now);

    assertThat(reason(account)).isEqualTo(AccountReason.ACCOUNT_MISMATCH);
    assertThat(account.view().message()).doesNotContain("annotate");
  }

  @Test
  void theRightCredentialsEndAMismatch() {
    Account account = open();
    find(account, "foreign");
    check(account, "foreign", is(ELSEWHERE));
    find(account, "old");
    check(account, "old", is(HERE));

    assertThat(account.view().ready()).isEqualTo("True");
  }

  @Test
  void accountsOfOneCloudAccountShareItsPlaceAndOthersDoNot() {
    Account here = SomeAccount.open(new AccountName("live", "one"));
    Account too = SomeAccount.open(new AccountName("live", "two"));
    Account unknown = account(null);

    assertThat(here.cloudAccount()).isEqualTo(too.cloudAccount());
    assertThat(unknown.cloudAccount()).isNotEqualTo(here.cloudAccount()).contains("live/main");
  }

  @Test
  void aRequestToReconcileCountsOnceForEachValue() {
    Account account = open();
    now = now.plusSeconds(10);
    account.update(
        settings.withAnnotations(AccountAnnotations.NONE.withReconcileRequestedAt("a")), now);
    Instant first = account.requestedAt();
    now = now.plusSeconds(10);
    account.update(
        settings.withAnnotations(
            AccountAnnotations.NONE.withPaused(true).withReconcileRequestedAt("a")),
        now);

    assertThat(first).isEqualTo(now.minusSeconds(10));
    assertThat(account.requestedAt()).isEqualTo(first);
  }

  @Test
  void aRequestThatWasAnsweredBeforeARestartIsNotRepeated() {
    settings = settings.withAnnotations(AccountAnnotations.NONE.withReconcileRequestedAt("a"));

    assertThat(new Account(NAME, settings, null, memory, "a", now, new Random(1)).requestedAt())
        .isEqualTo(Instant.MIN);
    assertThat(new Account(NAME, settings, null, memory, "old", now, new Random(1)).requestedAt())
        .isEqualTo(now);
  }

  @Test
  void anotherEndpointStartsAfresh() {
    Account account = open();
    String before = account.cloudAccount();
    account.update(elsewhere(), now);

    assertThat(account.toCheck(now)).contains(keys("old"));
    assertThat(account.maxInFlight()).isZero();
    assertThat(account.cloudAccount()).isNotEqualTo(before);
  }

  @Test
  void aProblemOfItsTermsLetsNoCallThroughAndAsksStsNothing() {
    settings = withProblem(new AccountProblem(AccountReason.ENDPOINT_NOT_ALLOWED, "Not there."));
    Account account = account(null);
    find(account, "old");

    assertThat(account.toCheck(now)).isEmpty();
    assertThat(account.closed(true).orElseThrow().message()).contains("Not there.");
    assertThat(account.maxInFlight()).isZero();
  }

  @Test
  void anIdThatOnlyTheSpecNamesGivesNoPartInThatCloudAccount() {
    settings = pinned(HERE);
    Account bogus = account(null);
    find(bogus, "bogus");
    check(bogus, "bogus", REJECTED);

    assertThat(bogus.accountId()).isEmpty();
    assertThat(bogus.cloudAccount()).isEqualTo(bogus.placeWithoutId());

    find(bogus, "real");
    check(bogus, "real", is(HERE));

    assertThat(bogus.accountId()).contains(HERE);
    assertThat(bogus.cloudAccount())
        .isEqualTo(SomeAccount.open(new AccountName("live", "other")).cloudAccount());
  }

  @Test
  void theOperatorsOwnNamespaceIsBelieved() {
    trusted = true;
    settings = pinned(HERE);
    Account account = account(null);
    find(account, "old");
    check(account, "old", DOWN);

    assertThat(account.accountId()).contains(HERE);
  }

  @Test
  void whatAnswersWithAWebPageIsAWrongEndpoint() {
    Account account = open();
    account.gate().answered(new Answer.Failed<>(new Failure.WrongEndpoint(DETAIL)), now);

    assertThat(reason(account)).isEqualTo(AccountReason.WRONG_ENDPOINT);
  }

  private AccountSettings pinned(String id) {
    return settings.withAccountId(id).withTrusted(trusted);
  }

  private AccountSettings withProblem(AccountProblem problem) {
    return settings.withProblem(problem);
  }

  private AccountSettings elsewhere() {
    return settings.withLiveEndpoint(URI.create("https://other.example.com"));
  }

  @Test
  void leaveToCallIsForWhatWasVerifiedAlone() {
    Account account = open();
    String cloudAccount = account.cloudAccount();
    assertThat(account.permit()).map(Permit::credentials).contains(keys("old"));
    assertThat(account.permit()).map(Permit::cloudAccount).contains(cloudAccount);

    find(account, "foreign");
    assertThat(account.permit()).as("nobody said whose they are").isEmpty();
    find(account, "old");
    assertThat(account.permit()).as("nor of these anew").isEmpty();
    check(account, "foreign", is(ELSEWHERE));
    assertThat(account.permit()).as("what was said is of others").isEmpty();
    check(account, "old", is(HERE));

    assertThat(account.permit()).map(Permit::credentials).contains(keys("old"));
  }

  /** Whatever changes in whatever order: what may be signed with was verified for the account. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void noLeaveIsGivenForKeysThatWereNotVerified(long seed) {
    Random random = new Random(seed);
    Account account = open();
    Map<String, String> owners = Map.of("old", HERE, "new", HERE, "foreign", ELSEWHERE);
    List<String> names = List.copyOf(owners.keySet());
    Set<String> verified = new HashSet<>(Set.of("old"));
    String current = "old";
    String last = "old";
    int given = 0;
    for (int step = 0; step < 2_000; step++) {
      now = now.plusSeconds(random.nextInt(10));
      switch (random.nextInt(5)) {
        case 0, 1 -> {
          String next = names.get(random.nextInt(names.size()));
          verified = next.equals(current) ? verified : new HashSet<>();
          current = next;
          find(account, current);
        }
        case 2, 3 -> {
          String asked = names.get(random.nextInt(names.size()));
          boolean answers = random.nextBoolean();
          check(account, asked, answers ? is(owners.getOrDefault(asked, HERE)) : DOWN);
          if (answers && asked.equals(current)) {
            verified.add(asked);
            last = HERE.equals(owners.get(asked)) ? asked : last;
          } else if (!answers && asked.equals(current) && asked.equals(last)) {
            // They were verified before, and STS can't be asked now.
            verified.add(asked);
          }
        }
        default -> {
          account.sourceChanged();
          verified = new HashSet<>();
          current = "";
        }
      }
      Optional<Permit> permit = account.permit();
      given += permit.isPresent() ? 1 : 0;
      if (permit.isPresent()) {
        assertThat(permit.get().credentials()).isEqualTo(keys(current));
        assertThat(verified).contains(current);
        assertThat(owners).containsEntry(current, HERE);
      }
    }
    assertThat(given).isGreaterThan(50);
  }

  @Test
  void credentialsFromElsewhereAreWaitedForAndVerified() {
    Account account = open();
    int before = account.epoch();
    account.sourceChanged();

    assertThat(account.permit()).isEmpty();
    assertThat(reason(account)).isEqualTo(AccountReason.CHECKING_CREDENTIALS);
    assertThat(account.closed(true)).as("what it had cleans up no more").isPresent();
    assertThat(account.epoch()).isGreaterThan(before);

    find(account, "new");
    check(account, "new", DOWN);
    assertThat(account.permit()).as("STS could say whose they are").isEmpty();
    check(account, "new", is(HERE));
    assertThat(account.permit()).isPresent();
  }

  @Test
  void keysThatMayNotAskStsWorkAgainAfterTheyWereRevoked() {
    Account account = account(null);
    find(account, "old");
    check(account, "old", NOT_PERMITTED);
    account.gate().answered(new Answer.Ok<>("anything", "r"), now);
    assertThat(account.view().ready()).isEqualTo("True");

    account.gate().answered(new Answer.Failed<>(new Failure.CredentialsRejected(DETAIL)), now);
    now = now.plusSeconds(2);
    check(account, "old", REJECTED);
    now = now.plusSeconds(70);
    check(account, "old", NOT_PERMITTED);
    account.gate().answered(new Answer.Ok<>("anything", "r"), now);
    account.askOnceMore();
    check(account, "old", NOT_PERMITTED);

    assertThat(account.view().ready()).isEqualTo("True");
    assertThat(account.permit()).isPresent();
  }

  /** Another region isn't another STS's word. */
  @Test
  void newCredentialsWaitForStsAfterAnEditOfTheEndpointToo() {
    Account account = open();
    find(account, "other");
    check(account, "other", DOWN);
    AccountSettings before = account.settings();
    account.update(before.withLiveEndpoint(URI.create("https://other.example.com")), now);
    check(account, "other", DOWN);

    assertThat(account.permit()).isEmpty();
  }

  static Stream<Arguments> answersThatNameNobody() {
    return Stream.of(
        arguments(REJECTED), arguments(NOT_PERMITTED), arguments(new Answer.Failed<>(ODD)));
  }

  @ParameterizedTest
  @MethodSource("answersThatNameNobody")
  void whatAStatusAloneSaysProvesNothingOnceStsHasAnswered(Answer<CallerIdentity> answer) {
    Account account = account(HERE);
    find(account, "bad");
    check(account, "bad", DOWN);
    assertThat(account.isUnvouched()).as("STS can't be asked yet").isFalse();

    check(account, "bad", answer);
    assertThat(account.isUnvouched()).isTrue();
    assertThat(account.hasEarnedShare()).isFalse();
  }

  @Test
  void norWhereStsIsNeverAskedNorByTheMarkOfAnotherCloudAccount() {
    settings =
        settings.withProblem(new AccountProblem(AccountReason.ENDPOINT_NOT_ALLOWED, "not allowed"));
    Account never = account(HERE);
    find(never, "bad");
    assertThat(never.isUnvouched()).isTrue();

    settings = settings.withProblem(null);
    Account elsewhere = account(null);
    find(elsewhere, "theirs");
    check(elsewhere, "theirs", is(ELSEWHERE));
    Account forged = account(HERE);
    find(forged, "theirs");
    check(forged, "theirs", is(ELSEWHERE));
    assertThat(forged.isUnvouched()).isTrue();
  }

  @ParameterizedTest
  @MethodSource("answersThatNameNobody")
  void aShareEndsWithTheKeysThatEarnedIt(Answer<CallerIdentity> answer) {
    Account account = open();
    find(account, "garbage");
    check(account, "garbage", DOWN);
    assertThat(account.hasEarnedShare()).as("STS can't be asked yet").isTrue();

    check(account, "garbage", answer);
    assertThat(account.hasEarnedShare()).isFalse();
    assertThat(account.isUnvouched()).as("what was written with the former keys stays").isFalse();
  }

  @Test
  void aProbeThatIsUnderWayEndsWithAPause() {
    Account account = open();
    KeyedCalls calls =
        new PermittedCalls(
            account,
            account.permit().orElseThrow(),
            _ -> {
              throw new AssertionError("nothing is to be read");
            },
            _ -> is(HERE));
    assertThat(calls.areCurrent()).isTrue();

    account.update(
        account.settings().withAnnotations(AccountAnnotations.NONE.withPaused(true)), now);

    assertThat(calls.areCurrent()).isFalse();
  }

  @Test
  void whatItSignsWithIsKnown() {
    Account account = open();
    String secret = keys("old").secretAccessKey().reveal();

    assertThat(account.signsWith(secret)).isTrue();
    assertThat(account.signsWith(secret + "x")).isFalse();
  }
}
