package dev.livecallback.leader;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.livecallback.leader.Leadership.Tick;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * An election that takes the lease when it is free, renews it, and gives it back. Each call of
 * {@link #step} does one step, on the caller's thread. The age of another process's lease is
 * counted from when this process saw its renewal. The time that is written in the lease doesn't
 * count, because clocks of several machines differ.
 */
final class Election {
  private final String me;
  private final LeaseTerms terms;
  private final LeaseStore store;
  private final Leadership leadership;
  private final Listener listener;

  @GuardedBy("this")
  private Phase state = Phase.STANDBY;

  @GuardedBy("this")
  private LeaseStore.@Nullable LeaseState seen;

  @GuardedBy("this")
  private @Nullable Tick seenAt;

  @GuardedBy("this")
  private boolean inTrouble;

  private enum Phase {
    STANDBY,
    LEADING,
    OVER
  }

  /** The listener to an election. It is called on the thread of the step, which waits for it. */
  interface Listener {
    /** Reports that another process holds the lease. Called once for each holder. */
    void standsBy(String holder);

    /**
     * Reports that this process leads.
     *
     * @param afterAnother true if there was a lease before: another process may have acted a moment
     *     ago
     */
    void leads(boolean afterAnother);

    /** Reports that this process led, and doesn't any more. */
    void lost(String why);

    /** Reports that the lease can't be read or written. Called once until it can be again. */
    void troubled(String why);

    /** Reports that the lease can be read and written again. */
    void recovered();
  }

  /**
   * @param me the name of this process, which no other process ever had
   */
  Election(
      String me, LeaseTerms terms, LeaseStore store, Leadership leadership, Listener listener) {
    this.me = me;
    this.terms = terms;
    this.store = store;
    this.leadership = leadership;
    this.listener = listener;
  }

  /**
   * Does the step that is due.
   *
   * @return the time after which the next step is due at the latest
   */
  synchronized Duration step() {
    return switch (state) {
      case STANDBY -> standBy();
      case LEADING -> renew();
      case OVER -> terms.duration();
    };
  }

  /** Returns whether the election is over, so that further steps have no use. */
  synchronized boolean isOver() {
    return state == Phase.OVER;
  }

  synchronized boolean isLeading() {
    return state == Phase.LEADING;
  }

  /**
   * Ends the election. If this process leads, it may not act from now on, and gives the lease back.
   *
   * @return true if the lease was given back
   */
  synchronized boolean release() {
    boolean led = state == Phase.LEADING;
    state = Phase.OVER;
    leadership.end();
    if (!led) {
      return false;
    }
    LeaseStore.LeaseState nobody = new LeaseStore.LeaseState("", Duration.ofSeconds(1), null);
    if (store.write(nobody, false) instanceof LeaseStore.LeaseWrite.Done) {
      return true;
    }
    // A renewal whose answer was lost, or a person, may have changed the lease. If the lease is
    // still ours, write once more.
    return store.read() instanceof LeaseStore.LeaseRead.Held(LeaseStore.LeaseState said)
        && said.holder().equals(me)
        && store.write(nobody, false) instanceof LeaseStore.LeaseWrite.Done;
  }

  @GuardedBy("this")
  private Duration standBy() {
    LeaseStore.LeaseRead look = store.read();
    boolean free =
        switch (look) {
          case LeaseStore.LeaseRead.Failed(String why) -> {
            troubled(why);
            yield false;
          }
          case LeaseStore.LeaseRead.Absent _ -> {
            recovered();
            // If a person deleted the lease, it still belongs to its holder, who may not know this
            // yet.
            yield seen == null || leftOf(seen).isZero();
          }
          case LeaseStore.LeaseRead.Held(LeaseStore.LeaseState said) -> {
            recovered();
            see(said);
            yield said.holder().equals(me) || leftOf(said).isZero();
          }
        };
    if (free) {
      return take(look instanceof LeaseStore.LeaseRead.Held || seen != null);
    }
    Duration left = seen == null ? terms.retryPeriod() : leftOf(seen);
    return left.compareTo(terms.retryPeriod()) < 0 ? left : terms.retryPeriod();
  }

  @GuardedBy("this")
  private void see(LeaseStore.LeaseState said) {
    boolean another = seen == null || !seen.holder().equals(said.holder());
    if (!said.equals(seen)) {
      seen = said;
      seenAt = leadership.now();
    }
    if (another && !said.holder().isEmpty() && !said.holder().equals(me)) {
      listener.standsBy(said.holder());
    }
  }

  /** Returns how long the lease that was seen still holds. */
  @GuardedBy("this")
  private Duration leftOf(LeaseStore.LeaseState said) {
    if (said.holder().isEmpty() || seenAt == null) {
      return Duration.ZERO;
    }
    Duration holds = said.duration() == null ? terms.duration() : said.duration();
    // Only the monotonic clock counts: a clock that is set can't make a lease end early.
    Duration left = holds.minus(Duration.ofNanos(leadership.now().nanos() - seenAt.nanos()));
    return left.isNegative() ? Duration.ZERO : left;
  }

  @GuardedBy("this")
  private Duration take(boolean afterAnother) {
    Tick asked = leadership.now();
    switch (store.write(mine(asked), true)) {
      case LeaseStore.LeaseWrite.Done _ -> {
        state = Phase.LEADING;
        leadership.renewed(asked);
        recovered();
        listener.leads(afterAnother);
      }
      case LeaseStore.LeaseWrite.Outdated _ -> {
        // Another process was quicker; the next read tells which.
      }
      case LeaseStore.LeaseWrite.Unknown(String why) -> troubled(why);
    }
    return terms.retryPeriod();
  }

  private LeaseStore.LeaseState mine(Tick asked) {
    return new LeaseStore.LeaseState(me, terms.duration(), asked.instant());
  }

  @GuardedBy("this")
  private Duration renew() {
    if (!leadership.mayAct()) {
      return lose(
          "The lease couldn't be renewed for "
              + terms.renewDeadline().toSeconds()
              + " s: the API server can't be reached, or this process was stopped for so long");
    }
    Tick asked = leadership.now();
    return switch (store.write(mine(asked), false)) {
      case LeaseStore.LeaseWrite.Done _ -> {
        leadership.renewed(asked);
        recovered();
        yield terms.retryPeriod();
      }
      case LeaseStore.LeaseWrite.Outdated _ -> lookAgain();
      case LeaseStore.LeaseWrite.Unknown(String why) -> {
        troubled(why);
        yield soon();
      }
    };
  }

  /**
   * Reads the lease after it changed: by a write of ours whose answer was lost, by a person, or by
   * another process that took it.
   */
  @GuardedBy("this")
  private Duration lookAgain() {
    return switch (store.read()) {
      case LeaseStore.LeaseRead.Held(LeaseStore.LeaseState said) ->
          said.holder().equals(me)
              ? Duration.ZERO
              : lose(
                  said.holder().isEmpty()
                      ? "Somebody took the lease away"
                      : said.holder() + " has the lease");
      case LeaseStore.LeaseRead.Absent _ -> Duration.ZERO;
      case LeaseStore.LeaseRead.Failed(String why) -> {
        troubled(why);
        yield soon();
      }
    };
  }

  /**
   * Returns the pause before the next try. It is at most the time that is left to act, so that this
   * ends at the deadline and not at the next try.
   */
  private Duration soon() {
    Duration left = leadership.left();
    return left.compareTo(terms.retryPeriod()) < 0 ? left : terms.retryPeriod();
  }

  @GuardedBy("this")
  private Duration lose(String why) {
    state = Phase.OVER;
    leadership.end();
    listener.lost(why);
    return terms.duration();
  }

  @GuardedBy("this")
  private void troubled(String why) {
    if (!inTrouble) {
      inTrouble = true;
      listener.troubled(why);
    }
  }

  @GuardedBy("this")
  private void recovered() {
    if (inTrouble) {
      inTrouble = false;
      listener.recovered();
    }
  }
}
