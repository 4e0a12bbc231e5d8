package dev.livecallback.simulation;

import dev.livecallback.shadow.Pauses;
import java.util.random.RandomGenerator;

/** The small pauses within a process and on its way to the API server, as chance has them. */
final class ProcessPauses implements Pauses {
  private final RandomGenerator rounds;
  private final RandomGenerator dispatch;

  ProcessPauses(Chance chance) {
    this.rounds = chance.stream("rounds");
    this.dispatch = chance.stream("dispatch");
  }

  @Override
  public long beforeTurn() {
    return Chance.between(rounds, 0, 8);
  }

  @Override
  public long ofFinalizer() {
    return Chance.between(rounds, 2, 20);
  }

  @Override
  public long beforeDispatch() {
    return dispatch.nextInt(3);
  }

  @Override
  public long beforeEnded() {
    return dispatch.nextInt(4) == 0 ? 2 : 0;
  }
}
