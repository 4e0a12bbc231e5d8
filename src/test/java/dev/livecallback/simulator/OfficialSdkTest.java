package dev.livecallback.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.livecallback.simulator.ClientUnderTest.Auth;
import dev.livecallback.simulator.ClientUnderTest.Maker;
import dev.livecallback.simulator.ClientUnderTest.Result;
import dev.livecallback.simulator.ClientUnderTest.Seen;
import dev.livecallback.simulator.ClientUnderTest.Wanted;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The vendor's client and the operator's find the same things in the simulator: what the one is
 * told, the other is told too, and the simulator is no friendlier to ours.
 */
@ParameterizedClass(name = "{0}")
@MethodSource("clients")
class OfficialSdkTest {
  private static final String ACCOUNT = "2100000002";
  private static final String AK = "AKLTFAKEACCESSKEY0001";
  private static final String SK = "RkFLRVNFQ1JFVEtFWUZPUlRFU1RTMDAwMQ==";
  private static final String VHOST = "push.example.com";
  private static final Optional<String> APP = Optional.of("example_app");
  private static final String URL = "http://example.com/callback";
  private static final String OTHER_URL = "https://example.com/other";

  private final Maker maker;
  private final SimulatorServer simulator;
  private final ClientUnderTest client;

  OfficialSdkTest(String name, Maker maker) throws IOException {
    this.maker = maker;
    this.simulator =
        SimulatorServer.start(
            SimulatorConfig.local()
                .clock(InstantSource.fixed(Instant.now()))
                .key(ACCOUNT, AK, SK)
                .key("2100000003", "AKLTOTHER", "other")
                .vhost(ACCOUNT, VHOST)
                .vhost("2100000003", "theirs.example.com"));
    this.client = maker.make(simulator.endpoint(), AK, SK);
    assertThat(name).isNotBlank();
  }

  static Stream<Arguments> clients() {
    return Stream.of(
        arguments("the vendor's client", (Maker) OfficialSdkClient::new),
        arguments("the operator's client", (Maker) OwnClient::new));
  }

  @BeforeEach
  void nothingWasCalled() {
    assertThat(simulator.log().total()).isZero();
  }

  @AfterEach
  void stop() {
    simulator.close();
  }

  @Test
  void createsARecordThatReadsBackAsItWasWritten() {
    Wanted wanted =
        new Wanted(VHOST, APP, "push", List.of(URL, OTHER_URL), 1, new Auth(true, "fakekey0001"));
    assertGood(client.update(wanted));

    assertThat(good(client.describe(VHOST)))
        .containsExactly(
            new Seen(
                VHOST,
                "example_app",
                "push",
                List.of(URL, OTHER_URL),
                1,
                new Auth(true, "fakekey0001")));
    assertThat(simulator.log().count("UpdateCallback", "200")).isOne();
    assertThat(simulator.log().count("DescribeCallback", "200")).isOne();
  }

  @Test
  void replacesAllOfARecordByASecondUpdate() {
    assertGood(
        client.update(
            new Wanted(VHOST, APP, "push", List.of(URL), 1, new Auth(true, "fakekey0001"))));
    assertGood(client.update(plain(APP, "push", OTHER_URL)));

    assertThat(good(client.describe(VHOST)))
        .containsExactly(new Seen(VHOST, "example_app", "push", List.of(OTHER_URL), 0, Auth.OFF));
  }

  @Test
  void keepsRecordsOfOtherAppsAndTypesApart() {
    assertGood(client.update(plain(Optional.empty(), "push", URL)));
    assertGood(client.update(plain(APP, "push", OTHER_URL)));
    assertGood(client.update(plain(APP, "record", URL)));

    assertThat(good(client.describe(VHOST)))
        .extracting(seen -> seen.app() + "/" + seen.type())
        .containsExactlyInAnyOrder("/push", "example_app/push", "example_app/record");
  }

  @Test
  void deletesTheRecordThatIsNamed() {
    assertGood(client.update(plain(APP, "push", URL)));
    assertGood(client.update(plain(APP, "record", URL)));
    assertGood(client.delete(VHOST, APP, "push"));

    assertThat(good(client.describe(VHOST))).extracting(Seen::type).containsExactly("record");
  }

  @Test
  void deletesAppLevelRecordsAlongIfNoAppIsNamed() {
    assertGood(client.update(plain(Optional.empty(), "push", URL)));
    assertGood(client.update(plain(APP, "push", URL)));
    assertGood(client.delete(VHOST, Optional.empty(), "push"));

    assertThat(simulator.store().size()).isZero();
  }

  @Test
  void readsAnEmptyScopeInEveryShape() {
    for (Knobs.EmptyResult shape : Knobs.EmptyResult.values()) {
      simulator.knobs().emptyResult().set(shape);
      assertThat(good(client.describe(VHOST))).as(shape.word()).isEmpty();
    }
  }

  @Test
  void isRefusedWithAWrongSecret() {
    assertBad(
        maker.make(simulator.endpoint(), AK, "wrong").describe(VHOST), "SignatureDoesNotMatch");
    assertThat(simulator.log().count("DescribeCallback", "401 SignatureDoesNotMatch")).isOne();
  }

  @Test
  void isRefusedWithAnUnknownKey() {
    assertBad(
        maker.make(simulator.endpoint(), "AKLTNOBODY", SK).describe(VHOST), "InvalidAccessKey");
  }

  @Test
  void isRefusedForAVhostThatIsNotThere() {
    assertBad(client.describe("nowhere.example.com"), "RequestForbidden");
  }

  @Test
  void isRefusedForAVhostOfAnotherAccount() {
    assertBad(client.describe("theirs.example.com"), "RequestForbidden.AccountIDNotAllow");
  }

  @Test
  void isRefusedForAnInvalidParameter() {
    String tooLong = "http://example.com/" + "x".repeat(100);
    assertBad(client.update(plain(APP, "push", tooLong)), "InvalidParam");
    assertThat(simulator.store().size()).isZero();
  }

  @Test
  void seesCommonErrThoughItComesWithHttp200() {
    simulator
        .faults()
        .add(Fault.next(1, Fault.Match.action("UpdateCallback"), new Effect.CommonErr(false)));

    assertBad(client.update(plain(APP, "push", URL)), "CommonErr");
    assertGood(client.update(plain(APP, "push", URL)));
    assertThat(simulator.log().count("UpdateCallback", "200 CommonErr")).isOne();
  }

  @Test
  void isThrottledAboveTheQuota() {
    simulator.knobs().quota().set(1);
    assertGood(client.describe(VHOST));
    assertBad(client.describe(VHOST), "FlowLimitExceeded");
    assertGood(client.delete(VHOST, APP, "push"));
  }

  private static Wanted plain(Optional<String> app, String type, String url) {
    return new Wanted(VHOST, app, type, List.of(url), 0, Auth.OFF);
  }

  private static void assertGood(Result<?> result) {
    assertThat(result).isInstanceOf(Result.Good.class);
  }

  private static void assertBad(Result<?> result, String code) {
    assertThat(result).isInstanceOf(Result.Bad.class);
    assertThat(((Result.Bad<?>) result).words()).contains(code);
  }

  private static <T> T good(Result<T> result) {
    assertThat(result).isInstanceOf(Result.Good.class);
    return ((Result.Good<T>) result).value();
  }
}
