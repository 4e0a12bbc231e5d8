package dev.livecallback.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Thousands of worlds, each from a seed. */
class SimulationTest {

  @Test
  void everyWorldComesToRestAndNothingForbiddenHappensInIt() {
    long seeds = Long.getLong("simulation.seeds", 200);
    java.util.Map<String, java.util.List<Long>> kinds = new java.util.TreeMap<>();
    long t = System.nanoTime();
    LongStream.rangeClosed(1, seeds)
        .forEach(
            seed -> {
              try {
                new World(Scripts.of(seed), Seams.NONE, false).run();
              } catch (Violation v) {
                kinds.computeIfAbsent(v.kind(), _ -> new java.util.ArrayList<>()).add(seed);
              }
            });
    System.out.println((System.nanoTime() - t) / 1e6 / seeds + " ms per seed");
    kinds.forEach(
        (k, v) ->
            System.out.println(v.size() + " " + k + " " + v.subList(0, Math.min(8, v.size()))));
    Long one = Long.getLong("simulation.seed");
    if (one != null) {
      World w = new World(Scripts.of(one), Seams.NONE, true);
      try {
        w.run();
      } catch (Violation v) {
        w.trace.lines().forEach(System.out::println);
        System.out.println(v.getMessage());
        for (Throwable s : v.getSuppressed()) s.printStackTrace(System.out);
      }
    }
    assertThat(kinds).isEmpty();
  }
}
