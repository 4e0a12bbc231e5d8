package dev.livecallback.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * A hundred worlds, each from a seed; {@link SimulationIT} runs thousands. {@code
 * -Dsimulation.seed=N} runs that one alone; {@code -Dsimulation.seeds=COUNT} runs as many, {@code
 * -Dsimulation.first=N} from that one on.
 */
class SimulationTest {
  /** Enough for each line of the engine to be gone through. */
  private static final long SEEDS = 100;

  @Test
  void everyWorldComesToRestAndNothingForbiddenHappensInIt() {
    run(SEEDS);
  }

  /** Runs so many worlds, if the system properties don't say otherwise. */
  static void run(long most) {
    run(most, UnaryOperator.identity());
  }

  /** The same with worlds that are changed before they begin. */
  static void run(long most, UnaryOperator<History> change) {
    Optional<Long> one = Optional.ofNullable(Long.getLong("simulation.seed"));
    long first = one.orElse(Long.getLong("simulation.first", 1));
    long seeds = one.isPresent() ? 1 : Long.getLong("simulation.seeds", most);

    // The first in number, so that one machine finds what another found.
    LongStream.range(first, first + seeds)
        .parallel()
        .filter(seed -> Failing.of(change.apply(Scripts.of(seed)), Seams.NONE).isPresent())
        .findFirst()
        .ifPresent(seed -> fail(told(change.apply(Scripts.of(seed)))));
  }

  @Test
  void aSeedGivesTheSameWorldEachTime() {
    for (long seed = 1; seed <= 5; seed++) {
      assertThat(traceOf(seed)).isEqualTo(traceOf(seed)).hasSizeGreaterThan(100);
    }
  }

  private static String told(History history) {
    Violation violation = Failing.of(history, Seams.NONE).orElseThrow();
    return Failing.shortened(history, violation, Seams.NONE).told(Seams.NONE);
  }

  private static List<String> traceOf(long seed) {
    SimulatedWorld world = new SimulatedWorld(Scripts.of(seed), Seams.NONE, true);
    world.run();
    return world.trace.lines();
  }
}
