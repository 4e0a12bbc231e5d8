package dev.livecallback.simulation;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/** Runs worlds until it is stopped, or until one of them isn't as it should be. */
final class Soak {
  private static final long BATCH = 1_000;

  private Soak() {}

  /**
   * Runs.
   *
   * @param arguments the first seed; absent = one that nobody has tried
   */
  public static void main(String[] arguments) {
    long first =
        arguments.length > 0
            ? Long.parseLong(arguments[0])
            : TimeUnit.MILLISECONDS.toSeconds(System.currentTimeMillis()) * BATCH;
    long began = System.nanoTime();
    for (long done = 0; ; done += BATCH) {
      Optional<Long> failing =
          LongStream.range(first + done, first + done + BATCH)
              .parallel()
              .filter(seed -> Failing.of(Scripts.of(seed), Seams.NONE).isPresent())
              .boxed()
              .findFirst();
      if (failing.isPresent()) {
        System.out.println(told(failing.get()));
        System.exit(1);
      }
      System.out.printf(
          "%d seeds from %d on, %d s%n",
          done + BATCH, first, TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began));
    }
  }

  private static String told(long seed) {
    History history = Scripts.of(seed);
    return Failing.of(history, Seams.NONE)
        .map(violation -> Failing.shortened(history, violation, Seams.NONE).told(Seams.NONE))
        .orElse("Seed " + seed + " fails only now and then: the simulation isn't deterministic.");
  }
}
