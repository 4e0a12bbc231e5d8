package dev.livecallback.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A history that ends in a violation, and the shortest one found that ends in one of that kind.
 *
 * @param history as it was
 * @param shortest the shortest found
 * @param violation what it ends in
 */
record Failing(History history, History shortest, Violation violation) {
  private static final int MOST_RUNS = 300;
  private static final int LINES = 120;

  /** What is only waiting: from the second hour on. */
  private static final Pattern WAITING = Pattern.compile("^ *([4-9][0-9]{3}|[0-9]{5,})\\.");

  /** What is said in too many words. */
  private static final Pattern NOISE =
      Pattern.compile(
          "CallbackContent|CallbackDetail|CallbackRecord|callbackType=http, |url=https://"
              + "|\\.example\\.com|transcodeCallback=|authentication=|details=|callbacks of ");

  /** Runs a history; what it ends in, if that is a violation. */
  static Optional<Violation> of(History history, Seams seams) {
    try {
      new SimulatedWorld(history, seams, false).run();
      return Optional.empty();
    } catch (Violation violation) {
      return Optional.of(violation);
    }
  }

  /** Leaves out of it whatever can be left out. */
  static Failing shortened(History history, Violation violation, Seams seams) {
    Shortening shortening = new Shortening(history, violation, seams);
    shortening.run();
    return new Failing(history, shortening.best, shortening.violation);
  }

  private static final class Shortening {
    private final String kind;
    private final Seams seams;
    private History best;
    private Violation violation;
    private int runs;

    private Shortening(History history, Violation violation, Seams seams) {
      this.kind = violation.kind();
      this.seams = seams;
      this.best = history;
      this.violation = violation;
    }

    private void run() {
      int size = Math.max(1, best.steps().size() / 2);
      while (size >= 1 && runs < MOST_RUNS) {
        boolean shorter = false;
        for (int from = 0; from < best.steps().size() && runs < MOST_RUNS; ) {
          List<History.TimedAct> left = new ArrayList<>(best.steps());
          left.subList(from, Math.min(left.size(), from + size)).clear();
          if (tried(best.with(left))) {
            shorter = true;
          } else {
            from += size;
          }
        }
        size = shorter && size == 1 ? 1 : size / 2;
      }
      for (int trouble = 0; trouble < Quirks.KINDS; trouble++) {
        Quirks fewer = best.quirks().without(trouble);
        if (!fewer.equals(best.quirks())) {
          tried(best.with(fewer));
        }
      }
    }

    private boolean tried(History candidate) {
      runs++;
      Optional<Violation> found = of(candidate, seams).filter(it -> it.kind().equals(kind));
      found.ifPresent(
          it -> {
            best = candidate;
            violation = it;
          });
      return found.isPresent();
    }
  }

  /** The end of what happens in the shortest history. */
  private List<String> trace(Seams seams) {
    SimulatedWorld world = new SimulatedWorld(shortest, seams, true);
    try {
      world.run();
    } catch (Violation _) {
      // As expected; what counts is how it came to be.
    }
    List<String> lines =
        world.trace.lines().stream().filter(line -> !WAITING.matcher(line).find()).toList();
    return lines.subList(Math.max(0, lines.size() - LINES), lines.size()).stream()
        .map(line -> NOISE.matcher(line).replaceAll(""))
        .toList();
  }

  /** For people: what is wrong, the shortest history, how it goes, and how to see it again. */
  String told(Seams seams) {
    return String.join(
        "\n",
        "",
        "Seed " + history.seed() + ": " + violation.getMessage(),
        "",
        "The shortest history found, of " + history.steps().size() + " steps:",
        shortest.toString(),
        "",
        "How it ends:",
        String.join("\n", trace(seams)),
        "",
        violation.getMessage(),
        "To see it again: ./mvnw test -Dtest=SimulationTest -Djacoco.skip=true -Dsimulation.seed="
            + history.seed(),
        "");
  }
}
