package dev.livecallback.engine.accounts;

import static dev.livecallback.calls.SendGuard.Decision.DROP;
import static dev.livecallback.calls.SendGuard.Decision.HOLD;
import static dev.livecallback.calls.SendGuard.Decision.SEND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.account.Account;
import dev.livecallback.account.AccountProblem;
import dev.livecallback.account.CredentialsLookup;
import dev.livecallback.account.SomeAccount;
import dev.livecallback.api.AccountName;
import dev.livecallback.api.AccountReason;
import dev.livecallback.api.ObjectId;
import dev.livecallback.calls.Order;
import dev.livecallback.calls.SendGuard;
import dev.livecallback.claim.ClaimIndex;
import dev.livecallback.claim.Claimant;
import dev.livecallback.remote.BackoffPolicy;
import dev.livecallback.remote.RemoteState;
import dev.livecallback.testing.FakeCluster;
import dev.livecallback.volcengine.Answer;
import dev.livecallback.volcengine.Authentication;
import dev.livecallback.volcengine.CallbackContent;
import dev.livecallback.volcengine.CallbackDetail;
import dev.livecallback.volcengine.CallbackKey;
import dev.livecallback.volcengine.CallbackRecord;
import dev.livecallback.volcengine.Failure;
import dev.livecallback.volcengine.Listing;
import dev.livecallback.volcengine.MessageType;
import dev.livecallback.volcengine.Scope;
import dev.livecallback.volcengine.WriteAccepted;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The last look before a call. */
class OrderGuardTest {
  private static final AccountName ACCOUNT = new AccountName("live", "default");
  private static final String CLOUD = "2100000001";
  private static final Instant T = Instant.parse("2026-03-01T12:00:00Z");
  private static final ObjectId ME = new ObjectId("team", "mine", "uid-1");
  private static final ObjectId OTHER = new ObjectId("team", "theirs", "uid-2");
  private static final Scope VHOST = Scope.vhost("live.example.com");
  private static final CallbackKey SPORTS = key("sports");
  private static final CallbackKey NEWS = key("news");
  private static final CallbackKey ALL = key(null);
  private static final CallbackContent CONTENT =
      new CallbackContent(
          List.of(CallbackDetail.http("https://a.example.com")), false, new Authentication.Off());

  private final CloudAccountState state =
      CloudAccountState.empty(CLOUD, new BackoffPolicy(Duration.ofMinutes(10), new Random(1)));
  private final RemoteState remote = state.remote();
  private final ClaimIndex claims = state.claims();
  private final Account account = SomeAccount.open(ACCOUNT);
  private Instant now = T;
  private final FakeCluster cluster = new FakeCluster();
  private final EngineContext context =
      EngineContext.empty(ACCOUNT, cluster, () -> now, new Random(1));
  private final OrderGuard guard = new OrderGuard(context, state);

  OrderGuardTest() {
    context.accounts().put(account);
  }

  private static CallbackKey key(@Nullable String app) {
    return new CallbackKey(CLOUD, VHOST, app, MessageType.PUSH);
  }

  private void is(
      ObjectId object, Claimant.Stance state, @Nullable CallbackKey wants, CallbackKey... holds) {
    claims.note(new Claimant(object, T, wants, Set.of(holds), state));
  }

  private void going(CallbackKey... holds) {
    is(ME, Claimant.Stance.GOING, null, holds);
  }

  private void read(@Nullable String... apps) {
    List<CallbackRecord> records = new ArrayList<>();
    for (String app : apps) {
      records.add(new CallbackRecord(null, null, app, "push", CONTENT));
    }
    remote.readEnded(Listing.of(VHOST), now, now, new Answer.Ok<>(records, "request-1"));
  }

  private SendGuard.Decision judge(Order order) {
    return guard.judge(ME, ACCOUNT, order, remote.revision());
  }

  @Test
  void aPutGoesIfItsObjectOwnsTheRecord() {
    is(ME, Claimant.Stance.WRITING, SPORTS, SPORTS);

    assertThat(judge(new Order.Put(SPORTS, CONTENT))).isEqualTo(SEND);
    assertThat(cluster.woken()).isEmpty();
  }

  @Test
  void itIsDroppedIfAnotherDoes() {
    is(OTHER, Claimant.Stance.WRITING, SPORTS, SPORTS);
    is(ME, Claimant.Stance.WRITING, SPORTS);

    assertThat(judge(new Order.Put(SPORTS, CONTENT))).isEqualTo(DROP);
  }

  @Test
  void orNobody() {
    assertThat(judge(new Order.Put(SPORTS, CONTENT))).isEqualTo(DROP);
  }

  @Test
  void itIsDroppedIfItWasPlannedBeforeTheLastAnswerAboutTheRecord() {
    is(ME, Claimant.Stance.WRITING, SPORTS, SPORTS);
    read("sports");
    long planned = remote.revision();
    remote.writeBegan(SPORTS, CONTENT, now);

    assertThat(guard.judge(ME, ACCOUNT, new Order.Put(SPORTS, CONTENT), planned)).isEqualTo(DROP);
    assertThat(guard.judge(ME, ACCOUNT, new Order.Remove(SPORTS), planned)).isEqualTo(DROP);
    assertThat(guard.judge(ME, ACCOUNT, new Order.Put(SPORTS, CONTENT), remote.revision()))
        .isEqualTo(SEND);
  }

  @Test
  void anAnswerAboutAnotherRecordIsNoMatter() {
    is(ME, Claimant.Stance.WRITING, SPORTS, SPORTS);
    read("sports", "news");
    assertThat(remote.observation(NEWS).somethingThere()).isTrue();
    long planned = remote.revision();
    remote.writeBegan(NEWS, CONTENT, now);

    assertThat(guard.judge(ME, ACCOUNT, new Order.Put(SPORTS, CONTENT), planned)).isEqualTo(SEND);
  }

  @Test
  void aRemoveWithAppNeedsNoFreshLook() {
    going(SPORTS);
    read("sports", "news");
    now = T.plusSeconds(600);

    assertThat(judge(new Order.Remove(SPORTS))).isEqualTo(SEND);
  }

  @Test
  void aRemoveIsDroppedIfSomebodyWantsTheRecord() {
    going(SPORTS);
    is(OTHER, Claimant.Stance.WRITING, SPORTS);

    assertThat(judge(new Order.Remove(SPORTS))).isEqualTo(DROP);
  }

  @Test
  void anAppLessRemoveGoesIfNothingElseIsThere() {
    going(ALL);
    read((String) null);
    now = T.plusSeconds(9);

    assertThat(judge(new Order.Remove(ALL))).isEqualTo(SEND);
  }

  @Test
  void itIsPlannedAgainTenSecondsAfterTheLastLook() {
    going(ALL);
    read((String) null);
    now = T.plusSeconds(10);

    assertThat(judge(new Order.Remove(ALL))).isEqualTo(DROP);
    assertThat(cluster.woken()).containsExactly(ME);
  }

  @Test
  void andIfNobodyLooked() {
    going(ALL);

    assertThat(judge(new Order.Remove(ALL))).isEqualTo(DROP);
    assertThat(cluster.woken()).containsExactly(ME);
  }

  @Test
  void itIsPlannedAgainIfARecordIsThereThatNobodyWouldPutBack() {
    going(ALL);
    read(null, "sports");

    assertThat(judge(new Order.Remove(ALL))).isEqualTo(DROP);
    assertThat(cluster.woken()).containsExactly(ME);
  }

  @Test
  void whatMayGoAlongIsNoHindrance() {
    going(ALL);
    read(null, "sports", "news");

    assertThat(judge(new Order.Remove(ALL, Set.of(SPORTS, NEWS)))).isEqualTo(SEND);
    assertThat(judge(new Order.Remove(ALL, Set.of(SPORTS)))).isEqualTo(DROP);
  }

  @Test
  void norIsWhatIsPutBackOrGoesToo() {
    going(ALL);
    is(OTHER, Claimant.Stance.RESTORING, SPORTS, SPORTS);
    is(new ObjectId("team", "third", "uid-3"), Claimant.Stance.GOING, null, NEWS);
    read(null, "sports", "news");

    assertThat(judge(new Order.Remove(ALL))).isEqualTo(SEND);
  }

  @Test
  void whatIsPutBackForAnotherNamespaceIsUnlessItMayGoAlong() {
    going(ALL);
    is(new ObjectId("visitors", "third", "uid-3"), Claimant.Stance.RESTORING, SPORTS, SPORTS);
    read(null, "sports");

    assertThat(judge(new Order.Remove(ALL))).isEqualTo(DROP);
    assertThat(cluster.woken()).containsExactly(ME);
    assertThat(judge(new Order.Remove(ALL, Set.of(SPORTS)))).isEqualTo(SEND);
  }

  @Test
  void soIsWhatWasPutForItSinceTheLook() {
    going(ALL);
    is(new ObjectId("visitors", "third", "uid-3"), Claimant.Stance.WRITING, SPORTS, SPORTS);
    read((String) null);
    remote.writeBegan(SPORTS, CONTENT, now.plusMillis(10));
    assertThat(judge(new Order.Remove(ALL))).as("while it is put").isEqualTo(DROP);
    remote.writeEnded(
        SPORTS, CONTENT, now.plusMillis(20), new Answer.Ok<>(WriteAccepted.DONE, "request-2"));

    assertThat(judge(new Order.Remove(ALL))).isEqualTo(DROP);
    assertThat(judge(new Order.Remove(ALL, Set.of(SPORTS)))).isEqualTo(SEND);
  }

  @Test
  void butWhatIsBeingWrittenIs() {
    going(ALL);
    is(OTHER, Claimant.Stance.WRITING, SPORTS, SPORTS);
    read(null, "sports");

    assertThat(judge(new Order.Remove(ALL))).isEqualTo(DROP);
  }

  @Test
  void aReadAlwaysGoes() {
    assertThat(judge(new Order.Read(CLOUD, VHOST, true))).isEqualTo(SEND);
  }

  @Test
  void aReadIsPlannedAgainIfTheScopeWasReadMeanwhile() {
    long before = remote.revision();
    read("sports");

    assertThat(guard.judge(ME, ACCOUNT, new Order.Read(CLOUD, VHOST, false), before))
        .isEqualTo(SendGuard.Decision.DROP);
    assertThat(cluster.woken()).containsExactly(ME);
    assertThat(guard.judge(ME, ACCOUNT, new Order.Read(CLOUD, VHOST, false), remote.revision()))
        .isEqualTo(SendGuard.Decision.SEND);
  }

  @Test
  void oneThatVerifiesAWriteGoesAllTheSame() {
    long before = remote.revision();
    read("sports");

    assertThat(guard.judge(ME, ACCOUNT, new Order.Read(CLOUD, VHOST, true), before))
        .isEqualTo(SendGuard.Decision.SEND);
  }

  @Test
  void aSweepGoesIfSomebodyUsesTheScope() {
    ObjectId sweep = Sweeper.id(Listing.of(VHOST), "team");
    Order read = new Order.Read(CLOUD, VHOST, false);
    assertThat(guard.judge(sweep, ACCOUNT, read, 0)).isEqualTo(DROP);

    is(ME, Claimant.Stance.PAUSED, SPORTS, SPORTS);
    assertThat(guard.judge(sweep, ACCOUNT, read, 0)).as("a paused one doesn't").isEqualTo(DROP);

    is(OTHER, Claimant.Stance.OBSERVING, NEWS);
    assertThat(guard.judge(sweep, ACCOUNT, read, 0)).isEqualTo(SEND);
  }

  @Test
  void aSweepWaitsWhileTheLastCredentialsServeToRemoveRecordsAlone() {
    is(OTHER, Claimant.Stance.OBSERVING, NEWS);
    account.found(
        new CredentialsLookup.Missing(
            new AccountProblem(AccountReason.SECRET_NOT_FOUND, "It is gone.")),
        now);
    Order read = new Order.Read(CLOUD, VHOST, false);

    assertThat(guard.judge(Sweeper.id(Listing.of(VHOST), "team"), ACCOUNT, read, 0))
        .isEqualTo(HOLD);
    assertThat(guard.judge(ME, ACCOUNT, read, Long.MAX_VALUE)).isEqualTo(SEND);
  }

  @Test
  void theGateSaysHowManyMayBeInFlight() {
    assertThat(guard.maxInFlight(ACCOUNT)).isEqualTo(account.gate().maxInFlight()).isPositive();

    Failure failure = new Failure.CredentialsRejected(new Failure.Detail("No.", 403, null, null));
    account.gate().answered(new Answer.Failed<>(failure), now);

    assertThat(guard.maxInFlight(ACCOUNT)).isEqualTo(account.gate().maxInFlight()).isZero();
  }
}
