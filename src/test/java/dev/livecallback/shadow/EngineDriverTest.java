package dev.livecallback.shadow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.account.SomeAccount;
import dev.livecallback.api.AccountName;
import dev.livecallback.api.Condition;
import dev.livecallback.api.ConditionType;
import dev.livecallback.api.LiveCallback;
import dev.livecallback.api.LiveCallbackSpec;
import dev.livecallback.api.SecretKeyRef;
import dev.livecallback.api.SteadyClock;
import dev.livecallback.api.WellKnown;
import dev.livecallback.engine.Engine;
import dev.livecallback.engine.EngineOptions;
import dev.livecallback.engine.accounts.CloudAccount;
import dev.livecallback.engine.objects.Cluster;
import dev.livecallback.shadow.CloudBehaviour.DomainListing;
import dev.livecallback.testing.SampleObjects;
import dev.livecallback.volcengine.Answer;
import dev.livecallback.volcengine.Authentication;
import dev.livecallback.volcengine.CallbackContent;
import dev.livecallback.volcengine.CallbackDetail;
import dev.livecallback.volcengine.CallbackKey;
import dev.livecallback.volcengine.SecretText;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The real engine comes to rest against the shadow alone, where nothing goes wrong. */
class EngineDriverTest implements DriverPlugs {
  private static final AccountName ACCOUNT = new AccountName("live", "default");
  private static final long HALF_AN_HOUR = 1_800_000;

  private final VirtualTime time =
      new VirtualTime(Instant.parse("2026-03-01T12:00:00Z"), 1_000_000);
  private final ShadowApiServer server = new ShadowApiServer(time);
  private final WatchCache cache = new WatchCache(server, time, Pauses.NONE);
  private final ShadowCloud cloud =
      new ShadowCloud(new CloudBehaviour(false, true, false, DomainListing.NOT, Map.of()));
  private final EngineDriver driver = new EngineDriver(time, server, cache, Pauses.NONE, this);
  private int calls;
  private Duration wallAhead = Duration.ZERO;

  @Override
  public Engine engine(Cluster cluster, Consumer<CloudAccount> opened) {
    return new Engine(
        ACCOUNT,
        cluster,
        opened,
        SteadyClock.of(time, () -> time.instant().plus(wallAhead)),
        new Random(1),
        EngineOptions.USUAL);
  }

  @Override
  public CloudWire wire(CloudAccount there) {
    return (call, answered) -> {
      calls++;
      Answer<?> answer = cloud.answer(call.order());
      time.in(10, () -> answered.accept(answer));
    };
  }

  @BeforeEach
  void begins() {
    server.create("team", "was-there", spec("old", "https://a.example.com", null));
    cache.start();
    driver.engine().changed(SomeAccount.open(ACCOUNT));
    driver.start();
    rest();
  }

  @Test
  void anObjectThatWasThereAndOneThatComesAreWritten() {
    server.create("another-team", "is-new", spec("new", "https://b.example.com", null));
    rest();

    assertThat(urls()).containsExactlyInAnyOrder("https://a.example.com", "https://b.example.com");
    assertThat(server.objects()).containsOnlyKeys("team/was-there", "another-team/is-new");
    assertThat(server.objects().values()).allMatch(EngineDriverTest::isReady);
  }

  @Test
  void anEditIsPutAndADeletedObjectGoesWithItsRecord() {
    server.edit("team/was-there", spec("old", "https://b.example.com", null));
    rest();
    assertThat(urls()).containsExactly("https://b.example.com");

    server.delete("team/was-there");
    rest();
    assertThat(urls()).isEmpty();
    assertThat(server.objects()).isEmpty();
  }

  @Test
  void aSecretIsWaitedForAndItsKeyPut() {
    server.edit("team/was-there", spec("old", "https://a.example.com", "keys"));
    rest();
    assertThat(authentication()).isEqualTo(new Authentication.Off());

    server.setSecret("another-team", "keys", "not this");
    server.setSecret("team", "keys", "k1");
    rest();
    assertThat(authentication()).isEqualTo(new Authentication.On(new SecretText("k1")));
  }

  @Test
  void whatSomebodyElseChangesIsPutBackByTheNextSweep() {
    changeOutside();
    rest();

    assertThat(urls()).containsExactly("https://a.example.com");
  }

  @Test
  void whatIsAllowedForDaysIsPutBackSoonAfterTheWallClockIsSetPastItsEnd() {
    allowDriftFor(Duration.ofDays(3));
    changeOutside();
    rest();
    assertThat(urls()).containsExactly("https://foreign.example.com");

    wallAhead = Duration.ofDays(4);
    twoMinutes();
    assertThat(urls()).containsExactly("https://a.example.com");
  }

  @Test
  void whatIsTooFarAheadWhileTheClockIsBehindIsFollowedOnceItIsPutRight() {
    wallAhead = Duration.ofHours(-8);
    allowDriftFor(Duration.ofDays(7).minusHours(1));
    changeOutside();
    rest();
    assertThat(urls()).containsExactly("https://foreign.example.com");

    wallAhead = Duration.ofDays(8);
    twoMinutes();
    assertThat(urls()).containsExactly("https://a.example.com");
  }

  private void allowDriftFor(Duration duration) {
    server.annotate(
        "team/was-there", WellKnown.ALLOW_DRIFT_UNTIL, time.instant().plus(duration).toString());
  }

  private void changeOutside() {
    CallbackKey key = cloud.records().keySet().iterator().next();
    cloud.put(
        key,
        new CallbackContent(
            List.of(CallbackDetail.http("https://foreign.example.com")),
            false,
            new Authentication.Off()));
  }

  @Test
  void anObjectIsLeftAloneWhileItIsPaused() {
    server.annotate("team/was-there", WellKnown.PAUSED, "true");
    server.edit("team/was-there", spec("old", "https://b.example.com", null));
    rest();
    assertThat(urls()).containsExactly("https://a.example.com");

    server.annotate("team/was-there", WellKnown.PAUSED, null);
    rest();
    assertThat(urls()).containsExactly("https://b.example.com");
  }

  @Test
  void afterARestoreTheStatusIsWrittenAgain() {
    server.loseStatus("team/was-there");
    rest();

    assertThat(server.objects().values()).allMatch(EngineDriverTest::isReady);
  }

  @Test
  void nothingIsSentOnceItIsStopped() {
    int before = calls;
    driver.stop();
    server.edit("team/was-there", spec("old", "https://b.example.com", null));
    rest();

    assertThat(calls).isEqualTo(before).isPositive();
  }

  @Test
  void anAccountThatGoesHasNothingSentAnyMore() {
    driver.engine().gone(ACCOUNT);
    rest();
    int before = calls;
    rest();

    assertThat(calls).isEqualTo(before);
  }

  private void twoMinutes() {
    time.runUntil(time.elapsed() + 120_000);
  }

  private void rest() {
    time.runUntil(time.elapsed() + HALF_AN_HOUR);
  }

  private List<String> urls() {
    return cloud.records().values().stream()
        .flatMap(content -> content.details().stream())
        .map(CallbackDetail::url)
        .toList();
  }

  private Authentication authentication() {
    return cloud.records().values().iterator().next().authentication();
  }

  private static boolean isReady(LiveCallback object) {
    return object
        .statusOrEmpty()
        .condition(ConditionType.READY)
        .filter(Condition::holds)
        .isPresent();
  }

  private static LiveCallbackSpec spec(String app, String url, @Nullable String secret) {
    return SampleObjects.spec("live.example.com", app, url)
        .withAuthEnable(secret == null ? null : true)
        .withAuthKeyPrimarySecretRef(secret == null ? null : new SecretKeyRef(secret, "key"));
  }
}
