package dev.livecallback.leader;

import java.util.function.Consumer;

/** This process among those of which one acts. */
public interface Candidate extends AutoCloseable {

  /** What becomes of it. */
  sealed interface LeadershipChange {
    /**
     * It leads.
     *
     * @param afterAnother whether another may have led a moment ago
     */
    record Leads(boolean afterAnother) implements LeadershipChange {}

    /** It led, and may act no more. */
    record Lost() implements LeadershipChange {}

    /** It may act, or might have, and shouldn't: what it sees isn't what is there. */
    record Blind() implements LeadershipChange {}
  }

  /** Whether it may act. */
  Leadership leadership();

  /** In a few words, for people: whether it leads, or who does. */
  String role();

  /** Takes part from now on. */
  void start();

  /** Whether whatever lets it take part still works. */
  boolean alive();

  /**
   * Takes part no more. If it leads, the lease is given back, and a standby takes it at once:
   * nothing may be under way any more.
   */
  void release();

  /** Takes part no more, without giving anything back. */
  @Override
  void close();

  /** One that has no others beside it. */
  static Candidate alone(Consumer<LeadershipChange> turns) {
    Leadership leadership = Leadership.alone();
    return new Candidate() {
      @Override
      public Leadership leadership() {
        return leadership;
      }

      @Override
      public String role() {
        return "leading";
      }

      @Override
      public void start() {
        turns.accept(new LeadershipChange.Leads(false));
      }

      @Override
      public boolean alive() {
        return true;
      }

      @Override
      public void release() {
        leadership.end();
      }

      @Override
      public void close() {}
    };
  }
}
