package dev.livecallback.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import dev.livecallback.cli.FakeTime;
import dev.livecallback.testing.SimulatorUnderTest;
import dev.livecallback.volcengine.Answer;
import dev.livecallback.volcengine.CallbackRecord;
import dev.livecallback.volcengine.Listing;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("A write test that is killed, or meets trouble,")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WriteTestKilledTest {
  private static final String[] ARGUMENTS = {
    "--vhost", DoctorRun.VHOST, "--write-test", "-o", "json"
  };

  /** More than a run makes. */
  private static final int CALLS = 25;

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

  /** What a process does that ends without a word: nothing any more. */
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1;
  }

  /** Calls of a process that is killed. */
  private static final class Mortal extends ForwardingCloud {
    private final int at;
    private final boolean done;
    private int made;

    /**
     * @param at which call is the last
     * @param done whether that one is still done
     */
    Mortal(DoctorCloud calls, int at, boolean done) {
      super(calls);
      this.at = at;
      this.done = done;
    }

    @Override
    protected <T> Answer<T> next(Supplier<Answer<T>> call) {
      made++;
      if (made > at || (made == at && !done)) {
        throw new Killed();
      }
      Answer<T> answer = call.get();
      if (made == at) {
        throw new Killed();
      }
      return answer;
    }
  }

  /** Calls whose reads show for ever what the first one showed of the app. */
  private static final class Lagging extends ForwardingCloud {
    private @Nullable Answer<List<CallbackRecord>> first;

    Lagging(DoctorCloud calls) {
      super(calls);
    }

    @Override
    public Answer<List<CallbackRecord>> describe(Listing listing) {
      if (!TestRecord.APP.equals(listing.app())) {
        return super.describe(listing);
      }
      first = first == null ? super.describe(listing) : first;
      return first;
    }
  }

  static Stream<Arguments> deaths() {
    return IntStream.rangeClosed(1, CALLS)
        .boxed()
        .flatMap(at -> Stream.of(arguments(at, false), arguments(at, true)));
  }

  @ParameterizedTest(name = "at call {0}, done: {1}")
  @MethodSource("deaths")
  void leavesNothingThatTheNextRunDoesNotRemove(int at, boolean done) {
    List<JsonNode> before = simulator.records();
    FakeTime time = new FakeTime();
    DoctorRun.Result killed;
    try {
      killed =
          new DoctorRun(simulator)
              .clock(time)
              .through(calls -> new Mortal(calls, at, done))
              .run(ARGUMENTS);
    } catch (Killed _) {
      killed = null;
    }
    assertThat(killed == null || simulator.records().equals(before))
        .as("a run that wasn't killed left nothing")
        .isTrue();

    DoctorRun.Result tooEarly = new DoctorRun(simulator).clock(time).run(ARGUMENTS);
    if (!simulator.records().equals(before)) {
      assertThat(tooEarly.trouble()).containsExactly("write test: differs");
      assertThat(tooEarly.finding("write test").path("seen").asText()).contains("another run");
    }
    time.pass(Duration.ofMinutes(10));
    DoctorRun.Result next = new DoctorRun(simulator).clock(time).run(ARGUMENTS);

    assertThat(next.trouble()).as(next.out()).isEmpty();
    assertThat(simulator.records()).isEqualTo(before);
  }

  @Test
  void leavesItsRecordWhereItIsKilledBetweenTheFirstWriteAndTheLast() {
    List<JsonNode> before = simulator.records();
    long left =
        IntStream.rangeClosed(1, CALLS)
            .filter(
                at -> {
                  try {
                    new DoctorRun(simulator)
                        .through(calls -> new Mortal(calls, at, true))
                        .run(ARGUMENTS);
                  } catch (Killed _) {
                    // That is what is looked at.
                  }
                  boolean there = !simulator.records().equals(before);
                  if (there) {
                    simulator.deleteRecord(DoctorRun.VHOST, TestRecord.APP, "push");
                  }
                  return there;
                })
            .count();

    assertThat(left).isGreaterThan(3);
  }

  @Test
  void isNotTakenInByALagThatShowsWhatWasRemoved() {
    List<JsonNode> before = simulator.records();
    FakeTime time = new FakeTime();
    assertThatExceptionOfType(Killed.class)
        .isThrownBy(
            () ->
                new DoctorRun(simulator)
                    .clock(time)
                    .through(calls -> new Mortal(calls, CALLS / 2, true))
                    .run(ARGUMENTS));
    assertThat(simulator.records()).isNotEqualTo(before);
    time.pass(Duration.ofMinutes(11));

    DoctorRun.Result result =
        new DoctorRun(simulator).clock(time).through(Lagging::new).run(ARGUMENTS);

    assertThat(result.trouble())
        .as("with such reads the time is over before the end")
        .containsExactly("write test: differs", "5: differs");
    assertThat(simulator.records()).isEqualTo(before);
  }

  @Test
  void isKilledAtEachOfItsCalls() {
    simulator.forgetCalls();

    assertThat(new DoctorRun(simulator).run(ARGUMENTS).trouble()).isEmpty();

    assertThat(simulator.calls()).hasSizeLessThanOrEqualTo(CALLS);
  }

  static Stream<Arguments> troubles() {
    return Stream.of("UpdateCallback", "DeleteCallback")
        .flatMap(
            action ->
                Stream.of(
                        "\"dropConnection\"",
                        "\"truncated\"",
                        "\"commonErr\"",
                        "\"throttle\"",
                        "\"httpStatus\", \"status\": 502",
                        "\"appliedThenTimeout\", \"delayMillis\": 1",
                        "\"appliedLate\", \"delayMillis\": 1",
                        "\"error\", \"status\": 400, \"code\": \"InvalidParam\", \"message\": \"no\"")
                    .flatMap(
                        effect ->
                            IntStream.rangeClosed(1, 2)
                                .mapToObj(count -> arguments(action, effect, count))));
  }

  @ParameterizedTest(name = "{0} {1}, {2} times")
  @MethodSource("troubles")
  void leavesNothingInTrouble(String action, String effect, int count) {
    List<JsonNode> before = simulator.records();
    simulator.addFault(
        "{\"action\": \"%s\", \"count\": %d, \"effect\": %s}".formatted(action, count, effect));
    FakeTime time = new FakeTime();

    DoctorRun.Result result = new DoctorRun(simulator).clock(time).run(ARGUMENTS);
    simulator.removeFaults();

    assertThat(result.trouble())
        .as("only the call's own trouble, and what was left for it")
        // A read may well come before a write that takes effect late.
        .filteredOn(each -> !effect.contains("appliedLate") || !each.equals("5: differs"))
        .isSubsetOf(
            "answers: differs",
            "quota: differs",
            "write test: differs",
            "write test: broken",
            "7: differs");
    if (!simulator.records().equals(before)) {
      assertThat(result.err()).containsIgnoringCase("run this again in 10 minutes");
      time.pass(Duration.ofMinutes(11));
      assertThat(new DoctorRun(simulator).clock(time).run(ARGUMENTS).trouble()).isEmpty();
    }
    assertThat(simulator.records()).isEqualTo(before);
  }
}
