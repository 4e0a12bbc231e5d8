package dev.livecallback.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** All that is given of one world: what it is like, and what is done in it when. */
record History(long seed, Quirks quirks, List<TimedAct> steps) {

  /**
   * One step.
   *
   * @param at milliseconds since the start
   */
  record TimedAct(long at, WorldAct act) {
    @Override
    public String toString() {
      return "%9.3f s  %s".formatted(at / 1000.0, act);
    }
  }

  History {
    steps = List.copyOf(steps);
  }

  History with(List<TimedAct> others) {
    return new History(seed, quirks, others);
  }

  History with(Quirks others) {
    return new History(seed, others, steps);
  }

  /** Whether anybody's keys are changed to another cloud account's and back. */
  boolean flipsKeys() {
    return steps.stream()
        .anyMatch(
            step ->
                step.act() instanceof WorldAct.OfAccount of && of.act() instanceof AccountAct.Flip);
  }

  /** When the last thing is done, in milliseconds. */
  long end() {
    return steps.isEmpty() ? 0 : steps.getLast().at();
  }

  @Override
  public String toString() {
    List<String> lines = new ArrayList<>();
    lines.add(quirks.toString());
    steps.forEach(step -> lines.add(step.toString()));
    return lines.stream().collect(Collectors.joining("\n"));
  }
}
