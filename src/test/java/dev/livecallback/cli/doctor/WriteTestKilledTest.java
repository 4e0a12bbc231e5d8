package dev.livecallback.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import dev.livecallback.cli.FakeTime;
import dev.livecallback.testing.SimulatorUnderTest;
import dev.livecallback.volcengine.Answer;
import dev.livecallback.volcengine.CallbackContent;
import dev.livecallback.volcengine.CallbackKey;
import dev.livecallback.volcengine.CallbackRecord;
import dev.livecallback.volcengine.CallerIdentity;
import dev.livecallback.volcengine.DomainPage;
import dev.livecallback.volcengine.Listing;
import dev.livecallback.volcengine.WriteAccepted;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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
  private static final class Mortal implements DoctorCloud {
    private final DoctorCloud calls;
    private final int at;
    private final boolean done;
    private int made;

    /**
     * @param at which call is the last
     * @param done whether that one is still done
     */
    Mortal(DoctorCloud calls, int at, boolean done) {
      this.calls = calls;
      this.at = at;
      this.done = done;
    }

    private <T> Answer<T> next(Supplier<Answer<T>> call) {
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

    @Override
    public Answer<CallerIdentity> identity() {
      return next(calls::identity);
    }

    @Override
    public Answer<DomainPage> domains() {
      return next(calls::domains);
    }

    @Override
    public Answer<List<CallbackRecord>> describe(Listing listing) {
      return next(() -> calls.describe(listing));
    }

    @Override
    public Answer<List<CallbackRecord>> describeUnsigned(Listing listing) {
      return next(() -> calls.describeUnsigned(listing));
    }

    @Override
    public Answer<List<CallbackRecord>> describeLongAgo(Listing listing) {
      return next(() -> calls.describeLongAgo(listing));
    }

    @Override
    public Answer<WriteAccepted> update(CallbackKey key, CallbackContent content) {
      return next(() -> calls.update(key, content));
    }

    @Override
    public Answer<WriteAccepted> delete(CallbackKey key) {
      return next(() -> calls.delete(key));
    }

    @Override
    public void close() {
      calls.close();
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

    assertThat(result.findings())
        .noneMatch(
            each ->
                each.path("part").asText().equals("assumptions")
                    && each.path("state").asText().equals("broken"));
    if (!simulator.records().equals(before)) {
      assertThat(result.err()).containsIgnoringCase("run this again in 10 minutes");
      time.pass(Duration.ofMinutes(11));
      assertThat(new DoctorRun(simulator).clock(time).run(ARGUMENTS).trouble()).isEmpty();
    }
    assertThat(simulator.records()).isEqualTo(before);
  }
}
