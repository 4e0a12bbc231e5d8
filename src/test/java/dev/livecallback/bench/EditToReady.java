package dev.livecallback.bench;

import dev.livecallback.testing.OperatorUnderTest;
import dev.livecallback.testing.SimulatorUnderTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** An edit with free budget: one at a time, each in a scope of its own. */
final class EditToReady implements Scenario {
  private static final int WARM = 20;
  private static final int EDITS = 80;

  @Override
  public String name() {
    return "edit";
  }

  @Override
  @SuppressWarnings("try")
  public void run(Stage stage) {
    List<Callback> callbacks = Callback.spread("edit", WARM + EDITS, WARM + EDITS);
    try (SimulatorUnderTest simulator = stage.simulator();
        Objects objects = new Objects(stage.client(), "edit")) {
      stage.settle(simulator, objects, callbacks);
      try (OperatorUnderTest operator =
          stage.operator(simulator, List.of(objects.namespace())).start()) {
        Stage.pause(Duration.ofSeconds(12)); // its first reads, ten a second
        List<Double> millis = new ArrayList<>();
        for (Callback callback : callbacks) {
          Objects.Edit edit = objects.edit(callback.name(), "https://hooks.example.com/edited");
          millis.add(objects.awaitReady(edit));
          Stage.pause(Duration.ofMillis(250));
        }
        stage
            .figures()
            .addSpread(
                name(),
                "an edit to Ready, budget free",
                "<= 60",
                Figures.NOTHING,
                millis.subList(WARM, millis.size()),
                "ms");
      }
    }
  }
}
