package dev.livecallback.simulation;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * All chance of one world, from one seed. Each source draws from a stream of its own, so that a
 * history that lacks one step goes on much as it did before.
 */
final class Chance {
  private final long seed;
  private final Map<String, RandomGenerator> streams = new HashMap<>();

  Chance(long seed) {
    this.seed = seed;
  }

  RandomGenerator stream(String name) {
    return streams.computeIfAbsent(
        name, it -> new SplittableRandom(seed * 0x9E3779B97F4A7C15L + it.hashCode()));
  }

  /** A whole number of that range, both ends included. */
  static long between(RandomGenerator random, long least, long most) {
    return least + random.nextLong(most - least + 1);
  }

  static <T> T of(RandomGenerator random, List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  /** Whether it happens, with this probability. A stream of never happening isn't drawn from. */
  static boolean happens(RandomGenerator random, double probability) {
    return probability > 0 && random.nextDouble() < probability;
  }
}
