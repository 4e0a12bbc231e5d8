package dev.livecallback.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.livecallback.cli.ApiServerStub;
import dev.livecallback.cli.CommandClock;
import dev.livecallback.cli.FakeTime;
import dev.livecallback.cli.SystemCommandClock;
import dev.livecallback.testing.SimulatorUnderTest;
import dev.livecallback.volcengine.Answer;
import dev.livecallback.volcengine.CallbackContent;
import dev.livecallback.volcengine.CallbackDetail;
import dev.livecallback.volcengine.CallbackKey;
import dev.livecallback.volcengine.CallbackRecord;
import dev.livecallback.volcengine.Failure;
import dev.livecallback.volcengine.Listing;
import dev.livecallback.volcengine.WriteAccepted;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("livecallback doctor")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DoctorCommandTest {
  private static final String[] WRITES_THROUGH_AN_ACCOUNT = {
    "--account", "live/main", "--vhost", DoctorRun.VHOST, "--write-test", "-o", "json"
  };

  private static final List<String> NAMES =
      List.of(
          DoctorRun.VHOST,
          DoctorRun.DOMAIN,
          "hooks.example.com",
          SimulatorUnderTest.ACCOUNT,
          SimulatorUnderTest.ACCESS_KEY_ID,
          SimulatorUnderTest.SECRET_ACCESS_KEY,
          "plantedcallbackkey1",
          "127.0.0.1");

  @TempDir private Path folder;
  private SimulatorUnderTest simulator;

  @BeforeAll
  void starts() {
    simulator = SimulatorUnderTest.start("--quota=100000");
  }

  @AfterAll
  void ends() {
    simulator.close();
  }

  @BeforeEach
  void fills() {
    simulator.reset();
    DoctorRun.fill(simulator);
  }

  private DoctorRun doctor() {
    return new DoctorRun(simulator);
  }

  private DoctorRun.Result testWrites() {
    return doctor().run("--vhost", DoctorRun.VHOST, "--write-test", "-o", "json");
  }

  @Test
  void findsNothingWhereAllIsAsAssumed() {
    DoctorRun.Result result = testWrites();

    assertThat(result.trouble()).isEmpty();
    assertThat(result.exit()).isZero();
    Set<String> told =
        result
            .findings()
            .filter(each -> each.path("state").asText().equals("ok"))
            .map(each -> each.path("name").asText())
            .collect(Collectors.toSet());
    assertThat(told)
        .contains(
            "endpoint",
            "credentials",
            "clock",
            "identity",
            "permission DescribeCallback",
            "permission ListDomainDetail",
            "permission UpdateCallback",
            "permission DeleteCallback",
            "write test",
            "vhost")
        .contains("1", "2", "3", "4", "5", "7", "8", "9", "16", "18", "20", "26", "27");
  }

  static Stream<Arguments> knobs() {
    return Stream.of(
        arguments("{\"maskKey\": true}", "2"),
        arguments("{\"omitKey\": true}", "2"),
        arguments("{\"vhostListsDomainRecords\": true}", "3"),
        arguments("{\"includeDomainField\": true}", "4"),
        arguments("{\"absentDelete\": \"RequestForbidden\"}", "7"),
        arguments("{\"absentDelete\": \"CommonErr\"}", "7"),
        arguments("{\"missingAuth\": \"InvalidCredential\"}", "8"),
        arguments("{\"timestampStatus\": 403}", "9"),
        arguments("{\"textFlags\": true}", "27"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("knobs")
  void namesTheOneThingThatIsOtherwise(String knob, String number) {
    simulator.turn(knob);

    DoctorRun.Result result = testWrites();

    assertThat(result.trouble()).containsExactly(number + ": differs");
    assertThat(result.exit()).isZero();
    assertThat(result.finding(number).path("help").asText())
        .contains(
            Stream.of(Assumption.values())
                .filter(each -> number.equals(String.valueOf(each.number())))
                .findFirst()
                .orElseThrow()
                .otherwise()
                .replace("nothing is needed", "Nothing has to be done"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("emptyShapes")
  void tellsTheShapesOfNothingApart(String knob, String seen) {
    simulator.turn("{\"emptyResult\": \"%s\"}".formatted(knob));

    DoctorRun.Result result = testWrites();

    assertThat(result.trouble()).isEmpty();
    assertThat(result.finding("1").path("seen").asText()).isEqualTo(seen);
  }

  static Stream<Arguments> emptyShapes() {
    return Stream.of(
        arguments("missing", "Result is left out"),
        arguments("null", "Result is null"),
        arguments("{}", "Result is empty"),
        arguments("[]", "Result has an empty list"));
  }

  @Test
  void seesThatReadsAreOlderThanWrites() {
    simulator.turn("{\"staleReadMillis\": 1200}");

    DoctorRun.Result result =
        doctor()
            .clock(new SystemCommandClock())
            .run(
                "--vhost",
                DoctorRun.VHOST,
                "--write-test",
                "-o",
                "json",
                "--calls-per-second",
                "10");

    assertThat(result.trouble()).containsExactly("5: differs");
    assertThat(result.finding("5").path("seen").asText()).contains("only after");
    assertThat(simulator.records(DoctorRun.VHOST)).hasSize(1);
  }

  @Test
  void seesThatNoReadShowsAWriteInTime() {
    simulator.turn("{\"staleReadMillis\": 300000}");

    DoctorRun.Result result = testWrites();

    assertThat(result.trouble()).containsExactly("5: differs");
    assertThat(result.finding("5").path("seen").asText()).contains("no read showed");
    assertThat(simulator.records(DoctorRun.VHOST)).hasSize(1);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("throttled")
  void looksAtACallThatOthersMadeOneTooMany(String knob, List<String> trouble) {
    simulator.turn(knob);
    simulator.addFault(
        "{\"action\": \"DescribeCallback\", \"count\": 1, \"effect\": \"throttle\"}");

    assertThat(testWrites().trouble()).containsExactlyElementsOf(trouble);
  }

  static Stream<Arguments> throttled() {
    return Stream.of(
        arguments("{}", List.of("quota: differs")),
        arguments(
            "{\"flowLimit\": \"AccountFlowLimitExceeded\"}",
            List.of("quota: differs", "12: differs")),
        arguments("{\"retryAfterSeconds\": 3}", List.of("quota: differs", "13: differs")));
  }

  static Stream<Arguments> faults() {
    return Stream.of(
        arguments(
            "error",
            "\"code\": \"InvalidAccessKey\", \"status\": 401",
            List.of("credentials: broken")),
        arguments(
            "error",
            "\"code\": \"SignatureDoesNotMatch\", \"status\": 401",
            List.of("credentials: broken")),
        arguments(
            "error",
            "\"code\": \"InvalidTimestamp\", \"status\": 400",
            List.of("credentials: broken")),
        arguments(
            "error", "\"code\": \"ServiceNotFound\", \"status\": 404", List.of("endpoint: broken")),
        arguments("httpStatus", "\"status\": 502", List.of("answers: broken")),
        arguments("commonErr", "", List.of("answers: broken")),
        arguments("truncated", "", List.of("answers: broken")));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("faults")
  void namesTheOneFaultOfTheLiveApi(String effect, String more, List<String> trouble) {
    for (String action : List.of("DescribeCallback", "ListDomainDetail")) {
      simulator.addFault(
          "{\"action\": \"%s\", \"effect\": \"%s\"%s}"
              .formatted(action, effect, more.isEmpty() ? "" : ", " + more));
    }

    DoctorRun.Result result = testWrites();

    assertThat(result.trouble()).containsExactlyElementsOf(trouble);
    assertThat(result.exit()).isEqualTo(1);
    String name = trouble.getFirst().substring(0, trouble.getFirst().indexOf(':'));
    assertThat(result.finding(name).path("help").asText()).isNotEmpty();
    assertThat(simulator.calls("UpdateCallback")).isEmpty();
  }

  static Stream<Arguments> denials() {
    return Stream.of(
        arguments("DescribeCallback", "permission DescribeCallback: broken"),
        arguments("UpdateCallback", "permission UpdateCallback: broken"),
        arguments("DeleteCallback", "permission DeleteCallback: broken"),
        arguments("ListDomainDetail", "permission ListDomainDetail: differs"),
        arguments("GetCallerIdentity", "identity: differs"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("denials")
  void namesTheOnePermissionThatIsMissing(String action, String trouble) {
    simulator.deny(
        "{\"account\": \"%s\", \"action\": \"%s\"}".formatted(SimulatorUnderTest.ACCOUNT, action));

    DoctorRun.Result result = testWrites();

    assertThat(result.trouble()).containsExactly(trouble);
    assertThat(result.exit()).isEqualTo(trouble.endsWith("broken") ? 1 : 0);
  }

  @Test
  void goesOnWhereOneCallFails() {
    simulator.addFault(
        "{\"action\": \"DescribeCallback\", \"count\": 1, \"effect\": \"httpStatus\", \"status\": 503}");

    assertThat(testWrites().trouble()).containsExactly("answers: differs");
  }

  @Test
  void saysWhereNobodyListens() {
    DoctorRun.Result result =
        doctor()
            .with("LIVE_ENDPOINT", "http://127.0.0.1:1")
            .with("STS_ENDPOINT", "http://127.0.0.1:1")
            .run("--vhost", DoctorRun.VHOST, "-o", "json");

    assertThat(result.exit()).isEqualTo(1);
    assertThat(result.trouble()).containsExactly("endpoint: broken", "identity: differs");
    assertThat(result.finding("endpoint").path("seen").asText())
        .isEqualTo("it can't be reached: it refused the connection");
  }

  @Test
  void saysThatTheVhostIsNotThere() {
    DoctorRun.Result result =
        doctor().run("--vhost", "elsewhere.example.com", "--write-test", "-o", "json");

    assertThat(result.trouble()).containsExactly("vhost: broken");
    assertThat(simulator.calls("UpdateCallback")).isEmpty();
  }

  @Test
  void saysByHowMuchTheClockIsWrong() {
    DoctorRun.Result ahead =
        doctor()
            .signing(() -> Instant.now().plus(Duration.ofMinutes(5)))
            .run("--vhost", DoctorRun.VHOST, "-o", "json");
    DoctorRun.Result far =
        doctor()
            .signing(() -> Instant.now().minus(Duration.ofMinutes(40)))
            .run("--vhost", DoctorRun.VHOST, "-o", "json");

    assertThat(ahead.trouble()).containsExactly("clock: differs");
    assertThat(ahead.finding("clock").path("seen").asText()).contains("ahead of");
    assertThat(far.trouble()).containsExactly("credentials: broken", "clock: broken");
    assertThat(far.finding("clock").path("seen").asText()).contains("behind");
  }

  @Test
  void tellsAPersonWhoWaitsHowFarItIs() {
    DoctorRun.Result result = doctor().run("--vhost", DoctorRun.VHOST, "--write-test");

    assertThat(result.err())
        .containsPattern("reading, [0-9]+ calls made, about [0-9]+s left")
        .containsPattern("write test, [0-9]+ calls made, about [0-9]+s left");
    assertThat(result.out()).doesNotContain("calls made, about");
  }

  @Test
  void makesNoMoreCallsThanItMay() {
    String vhosts =
        Stream.iterate(0, i -> i < 100, i -> i + 1)
            .map(i -> "\"v" + i + ".example.com\"")
            .collect(Collectors.joining(","));
    simulator.reset();
    simulator.addAccount(
        "{\"account\":\"%s\",\"accessKeyId\":\"%s\",\"secretAccessKey\":\"%s\",\"vhosts\":[%s],\"domains\":{%s}}"
            .formatted(
                SimulatorUnderTest.ACCOUNT,
                SimulatorUnderTest.ACCESS_KEY_ID,
                SimulatorUnderTest.SECRET_ACCESS_KEY,
                vhosts,
                Stream.iterate(0, i -> i < 100, i -> i + 1)
                    .map(i -> "\"d%d.example.com\":\"v%d.example.com\"".formatted(i, i))
                    .collect(Collectors.joining(","))));
    simulator.forgetCalls();

    DoctorRun.Result result = doctor().run("-o", "json", "--calls-per-second", "10");

    assertThat(result.exit()).isZero();
    assertThat(simulator.calls()).hasSizeLessThanOrEqualTo(60).hasSizeGreaterThan(50);
  }

  @Test
  void changesNothingUnlessAsked() {
    List<JsonNode> before = simulator.records();
    simulator.forgetCalls();

    assertThat(doctor().run("--vhost", DoctorRun.VHOST).exit()).isZero();

    assertThat(simulator.records()).isEqualTo(before);
    assertThat(simulator.calls("UpdateCallback")).isEmpty();
    assertThat(simulator.calls("DeleteCallback")).isEmpty();
    assertThat(doctor().run("--write-test").err()).contains("--write-test needs --vhost");
  }

  @Test
  void printsWhatItsSchemaSays() throws IOException {
    simulator.turn("{\"maskKey\": true}");
    Schema schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
            .getSchema(Files.readString(Path.of("deploy/schemas/doctor_v1.json")));

    for (String more : List.of("--write-test", "--share")) {
      DoctorRun.Result result = doctor().run("--vhost", DoctorRun.VHOST, "-o", "json", more);

      assertThat(schema.validate(result.out(), InputFormat.JSON)).isEmpty();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("outputs")
  void sharesNoName(String output) {
    simulator.deny(
        "{\"account\": \"%s\", \"action\": \"UpdateCallback\"}"
            .formatted(SimulatorUnderTest.ACCOUNT));
    simulator.addFault(
        "{\"action\": \"GetCallerIdentity\", \"effect\": \"error\", \"code\": \"Invalid%s\", \"status\": 400, \"message\": \"%s\"}"
            .formatted(SimulatorUnderTest.ACCOUNT, DoctorRun.VHOST));
    String[] arguments = {"--vhost", DoctorRun.VHOST, "--write-test", "-o", output};

    DoctorRun.Result plain = doctor().run(arguments);
    DoctorRun.Result shared =
        doctor()
            .run(Stream.concat(Stream.of(arguments), Stream.of("--share")).toArray(String[]::new));

    assertThat(plain.out()).contains(DoctorRun.VHOST, "127.0.0.1");
    assertThat(shared.out()).doesNotContain(NAMES).contains("UpdateCallback");
    assertThat(plain.out())
        .doesNotContain(
            SimulatorUnderTest.ACCESS_KEY_ID,
            SimulatorUnderTest.SECRET_ACCESS_KEY,
            "plantedcallbackkey1");
  }

  static Stream<String> outputs() {
    return Stream.of("text", "json");
  }

  @Test
  void leavesAWriteTestOfSomebodyElseAlone() {
    simulator.putRecord(
        "{\"Account\":\"%s\",\"Vhost\":\"%s\",\"App\":\"livecallback-doctor\",\"MessageType\":\"record\",\"CallbackDetailList\":[{\"CallbackType\":\"http\",\"URL\":\"https://hooks.example.com/\"}]}"
            .formatted(SimulatorUnderTest.ACCOUNT, DoctorRun.VHOST));
    List<JsonNode> before = simulator.records();
    simulator.forgetCalls();

    DoctorRun.Result result = testWrites();

    assertThat(result.trouble()).containsExactly("write test: differs");
    assertThat(simulator.records()).isEqualTo(before);
    assertThat(simulator.calls("UpdateCallback")).isEmpty();
    assertThat(simulator.calls("DeleteCallback")).isEmpty();
  }

  @Test
  void makesNothingThatItMayNotRemove() {
    simulator.deny(
        "{\"account\": \"%s\", \"action\": \"DeleteCallback\"}"
            .formatted(SimulatorUnderTest.ACCOUNT));
    simulator.forgetCalls();

    assertThat(testWrites().trouble()).containsExactly("permission DeleteCallback: broken");

    assertThat(simulator.calls("UpdateCallback")).isEmpty();
  }

  @Test
  void makesNothingWhereNoDeleteIsAnswered() {
    simulator.addFault(
        "{\"action\": \"DeleteCallback\", \"effect\": \"httpStatus\", \"status\": 503}");
    simulator.forgetCalls();

    assertThat(testWrites().trouble()).containsExactly("write test: differs");

    assertThat(simulator.calls("UpdateCallback")).isEmpty();
  }

  @Test
  void saysThatItsRecordIsStillThere() {
    // The first delete, of nothing, goes through.
    simulator.addFault(
        "{\"action\": \"DeleteCallback\", \"count\": 1, \"effect\": \"slow\", \"delayMillis\": 1}");
    simulator.addFault(
        "{\"action\": \"DeleteCallback\", \"effect\": \"httpStatus\", \"status\": 503}");

    DoctorRun.Result result = testWrites();

    assertThat(result.trouble()).containsExactly("answers: differs", "write test: broken");
    assertThat(result.exit()).isEqualTo(1);
    assertThat(result.err()).contains("may still be there");
    assertThat(simulator.records(DoctorRun.VHOST)).hasSize(2);
  }

  @Test
  void waitsForNoReadOfAWriteThatWasNotAnswered() {
    simulator.addFault("{\"action\": \"UpdateCallback\", \"count\": 1, \"effect\": \"commonErr\"}");

    // Such an answer leaves open whether the write takes effect yet.
    assertThat(testWrites().trouble()).containsExactly("answers: differs", "write test: differs");
  }

  @Test
  void isNotPutOffByOneVhostThatTheKeyMayNotRead() {
    simulator.addAccount(
        "{\"account\":\"%s\",\"vhosts\":[\"a.example.com\",\"%s\"],\"domains\":{\"in.a.example.com\":\"a.example.com\",\"%s\":\"%s\"}}"
            .formatted(
                SimulatorUnderTest.ACCOUNT, DoctorRun.VHOST, DoctorRun.DOMAIN, DoctorRun.VHOST));
    simulator.deny(
        "{\"account\": \"%s\", \"action\": \"DescribeCallback\", \"scope\": \"vhost/a.example.com\"}"
            .formatted(SimulatorUnderTest.ACCOUNT));

    assertThat(doctor().run("-o", "json").trouble()).isEmpty();
    assertThat(doctor().run("--vhost", "a.example.com", "-o", "json").trouble())
        .containsExactly("vhost: differs");
  }

  @Test
  void believesTheReadWhereADeleteIsRefusedThatWasDone() {
    simulator.turn("{\"absentDelete\": \"RequestForbidden\"}");
    simulator.addFault(
        "{\"action\": \"DeleteCallback\", \"count\": 1, \"effect\": \"slow\", \"delayMillis\": 1}");
    simulator.addFault("{\"action\": \"DeleteCallback\", \"count\": 1, \"effect\": \"truncated\"}");

    assertThat(testWrites().trouble()).containsExactly("answers: differs", "7: differs");
  }

  @Test
  void looksAtOneWhereTheOtherCannotBeLookedAt() throws IOException {
    Path kubeconfig =
        Files.writeString(
            folder.resolve("kubeconfig"),
            """
            apiVersion: v1
            kind: Config
            clusters: [{name: gone, cluster: {server: 'http://127.0.0.1:1'}}]
            contexts: [{name: gone, context: {cluster: gone, user: nobody}}]
            users: [{name: nobody, user: {}}]
            current-context: gone
            """);
    DoctorRun withoutKey =
        doctor()
            .with("KUBECONFIG", kubeconfig.toString())
            .with("ACCESS_KEY_ID", "")
            .with("ACCESS_KEY_SECRET", "");

    DoctorRun.Result neither = withoutKey.run("-o", "json");
    DoctorRun.Result account =
        doctor().with("KUBECONFIG", kubeconfig.toString()).run("--vhost", DoctorRun.VHOST);

    assertThat(neither.exit()).isEqualTo(3);
    assertThat(neither.finding("credentials").path("detail").asText()).contains("ACCESS_KEY_ID");
    assertThat(neither.finding("API server").path("state").asText()).isEqualTo("unknown");
    assertThat(account.exit()).isEqualTo(3);
    assertThat(account.out().replaceAll("\\s+", " "))
        .contains("credentials: the key and its signature", "look whether kubectl");
  }

  @Test
  void writesNothingIntoACloudAccountThatTheOwnerDidNotName() throws IOException {
    try (ApiServerStub server = ApiServerStub.start()) {
      server.account(
          "{\"profile\": \"Volcengine\", \"accountId\": \"2100000009\", \"credentials\": {\"environment\": {}}}");
      simulator.forgetCalls();

      DoctorRun.Result result =
          doctor()
              .with("KUBECONFIG", server.kubeconfig(folder).toString())
              .run(WRITES_THROUGH_AN_ACCOUNT);

      assertThat(result.trouble()).contains("identity: broken");
      assertThat(simulator.calls("UpdateCallback")).isEmpty();
      assertThat(simulator.calls("DeleteCallback")).isEmpty();
    }
  }

  @Test
  void findsNothingWhereAllIsAsAssumedOfBytePlus() throws IOException {
    try (SimulatorUnderTest other = SimulatorUnderTest.start("--profile=byteplus");
        ApiServerStub server = ApiServerStub.start()) {
      DoctorRun.fill(other);
      // The quota is by a clock that doesn't wait for the command's.
      other.turn("{\"quota\": 1000}");
      server.account(
          "{\"profile\": \"BytePlus\", \"endpoint\": \"%s\", \"credentials\": {\"environment\": {}}}"
              .formatted(other.endpoint()));

      DoctorRun.Result result =
          new DoctorRun(other)
              .with("KUBECONFIG", server.kubeconfig(folder).toString())
              .with("ALLOWED_ENDPOINTS", other.endpoint().toString())
              .run(WRITES_THROUGH_AN_ACCOUNT);

      assertThat(ofTheAccount(result)).isEmpty();
      assertThat(result.finding("4").path("state").asText()).isEqualTo("ok");
      assertThat(result.finding("write test").path("state").asText()).isEqualTo("ok");
    }
  }

  private static List<String> ofTheAccount(DoctorRun.Result result) {
    return result
        .findings()
        .filter(each -> !each.path("part").asText().equals("cluster"))
        .filter(each -> List.of("differs", "broken").contains(each.path("state").asText()))
        .map(JsonNode::toString)
        .toList();
  }

  @Test
  void believesNoReadThatMayBeOlderThanTheRecord() {
    List<JsonNode> before = simulator.records();
    simulator.turn("{\"staleReadMillis\": 300000}");

    DoctorRun.Result result =
        doctor()
            .through(SecondDeleteUnclear::new)
            .run("--vhost", DoctorRun.VHOST, "--write-test", "-o", "json");

    assertThat(simulator.records()).isEqualTo(before);
    assertThat(result.trouble()).containsExactly("answers: differs", "5: differs");
  }

  @Test
  void isBrokenWhereItCannotRemoveWhatAnEarlierRunLeft() {
    Instant old = new FakeTime().now().minus(Duration.ofHours(1));
    TestRecord left = TestRecord.of(DoctorRun.VHOST, old, new Random(1));
    simulator.putRecord(
        "{\"Account\":\"%s\",\"Vhost\":\"%s\",\"App\":\"%s\",\"MessageType\":\"push\",\"CallbackDetailList\":[{\"CallbackType\":\"http\",\"URL\":\"%s\"}]}"
            .formatted(
                SimulatorUnderTest.ACCOUNT,
                DoctorRun.VHOST,
                TestRecord.APP,
                left.first().details().getFirst().url()));
    simulator.addFault(
        "{\"action\": \"DeleteCallback\", \"effect\": \"httpStatus\", \"status\": 503}");

    DoctorRun.Result result = testWrites();

    assertThat(result.trouble()).contains("write test: broken");
    assertThat(result.exit()).isEqualTo(1);
  }

  @Test
  void seesThatAUrlIsStoredOtherwise() {
    DoctorRun.Result result =
        doctor().through(Upper::new).run("--vhost", DoctorRun.VHOST, "--write-test", "-o", "json");

    assertThat(result.finding("write test").path("seen").asText())
        .isEqualTo("a read shows the record otherwise than it was written");
  }

  /** Calls whose second delete has an answer that says nothing, and does nothing. */
  private static final class SecondDeleteUnclear extends ForwardingCloud {
    private int deletes;

    SecondDeleteUnclear(DoctorCloud calls) {
      super(calls);
    }

    @Override
    public Answer<WriteAccepted> delete(CallbackKey key) {
      deletes++;
      return deletes == 2
          ? new Answer.Failed<>(
              new Failure.OutcomeUnknown(new Failure.Detail("HTTP 502", 502, null, null)))
          : super.delete(key);
    }
  }

  /** Calls of a cloud that keeps URLs in capitals. */
  private static final class Upper extends ForwardingCloud {
    Upper(DoctorCloud calls) {
      super(calls);
    }

    @Override
    public Answer<List<CallbackRecord>> describe(Listing listing) {
      Answer<List<CallbackRecord>> answer = super.describe(listing);
      return answer instanceof Answer.Ok<List<CallbackRecord>>(var all, String id)
          ? new Answer.Ok<>(all.stream().map(Upper::upper).toList(), id)
          : answer;
    }

    private static CallbackRecord upper(CallbackRecord record) {
      return new CallbackRecord(
          record.vhost(),
          record.domain(),
          record.app(),
          record.messageType(),
          new CallbackContent(
              record.content().details().stream()
                  .map(
                      each ->
                          new CallbackDetail(
                              each.callbackType(), each.url().toUpperCase(Locale.ROOT)))
                  .toList(),
              record.content().transcodeCallback(),
              record.content().authentication()));
    }
  }

  @Test
  void saysNoNameOnStandardErrorEither() {
    DoctorRun.Result shared = doctor().run("--vhost", DoctorRun.VHOST, "--write-test", "--share");

    assertThat(shared.err()).contains("livecallback-doctor").doesNotContain(NAMES);
  }

  @Test
  void namesVhostAppAndTypeInEachDelete() {
    simulator.forgetCalls();

    assertThat(testWrites().exit()).isZero();

    assertThat(simulator.calls("DeleteCallback"))
        .isNotEmpty()
        .allSatisfy(
            call -> {
              assertThat(call.path("scope").asText()).isEqualTo("vhost/" + DoctorRun.VHOST);
              assertThat(call.path("app").asText()).isEqualTo("livecallback-doctor");
              assertThat(call.path("messageType").asText()).isEqualTo("push");
            });
  }

  @Test
  void asksForAKeyWhereThereIsNoClusterEither() {
    CommandClock clock = new SystemCommandClock();

    DoctorRun.Result result =
        doctor().clock(clock).with("ACCESS_KEY_ID", "").with("ACCESS_KEY_SECRET", "").run();

    assertThat(result.exit()).isEqualTo(1);
    assertThat(result.err()).contains("There is no access key");
  }
}
