package dev.livecallback.bench;

import dev.livecallback.simulation.Cost;
import java.util.Locale;
import java.util.Map;

/** What objects cost that will never be well, in a simulated world. */
final class Hopeless implements Scenario {

  private static final Map<String, String> KINDS =
      Map.of(
          "new", "rejected when new",
          "edited", "rejected after an edit",
          "contested", "changed back after every Put");

  @Override
  public String name() {
    return "hopeless";
  }

  @Override
  public void run(Stage stage) {
    String wanted = String.format(Locale.ROOT, "<= %.0f", Cost.DRIFTING_EVERY_SWEEP);
    Cost.measure(100)
        .forEach(
            (kind, calls) ->
                stage
                    .figures()
                    .add(
                        name(),
                        "calls per object and hour, in virtual time, 100 objects "
                            + KINDS.get(kind),
                        wanted,
                        calls,
                        "calls"));
  }
}
