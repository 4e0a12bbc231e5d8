package dev.livecallback.simulation;

import dev.livecallback.shadow.Pauses;
import java.util.random.RandomGenerator;

/** The small pauses within a process and on its way to the API server, as chance has them. */
final class ProcessPauses implements Pauses {
  private final RandomGenerator rounds;
  private final RandomGenerator dispatch;
  private final RandomGenerator send;
  private final boolean slowToSend;

  /**
   * @param slowToSend whether a call's own thread takes a while to begin
   */
  ProcessPauses(Chance chance, boolean slowToSend) {
    this.rounds = chance.stream("rounds");
    this.dispatch = chance.stream("dispatch");
    this.send = chance.stream("send");
    this.slowToSend = slowToSend;
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
  public long beforeSend() {
    return slowToSend ? send.nextInt(send.nextInt(4) == 0 ? 200 : 3) : 0;
  }

  @Override
  public long beforeEnded() {
    return dispatch.nextInt(4) == 0 ? 2 : 0;
  }
}
