package dev.livecallback.leader;

import java.util.function.Consumer;

/** This process as a candidate for the leadership: of several processes, only the leader acts. */
public interface Candidate extends AutoCloseable {

  /** A change of this process's leadership. */
  sealed interface LeadershipChange {
    /**
     * This process leads.
     *
     * @param afterAnother true if another process may have led a moment ago
     */
    record Leads(boolean afterAnother) implements LeadershipChange {}

    /** This process led, and may not act any more. */
    record Lost() implements LeadershipChange {}

    /**
     * This process must not act, though it may lead or have led: its view of the cluster is wrong.
     */
    record Blind() implements LeadershipChange {}
  }

  /** Returns the leadership, which says whether this process may act. */
  Leadership leadership();

  /** Returns in a few words, for people, whether this process leads, or which one does. */
  String role();

  /** Starts to take part in the election. */
  void start();

  /** Returns whether the election still runs in this process. */
  boolean alive();

  /**
   * Stops taking part. If this process leads, it gives the lease back, and a standby takes the
   * lease at once. Call this only when no call is under way any more.
   */
  void release();

  /** Stops taking part, without giving the lease back. */
  @Override
  void close();

  /** Returns a candidate that has no others beside it: it leads from its start on. */
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
