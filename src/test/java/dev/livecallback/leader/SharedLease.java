package dev.livecallback.leader;

import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A lease as the API server has it: a write of what isn't the latest version is refused. */
final class SharedLease {
  LeaseStore.@Nullable LeaseState said;
  private int version;

  /** Somebody writes it without asking: a person. */
  void set(LeaseStore.@Nullable LeaseState now) {
    said = now;
    version++;
  }

  /** One process's way to it. */
  Way way() {
    return new Way();
  }

  /** What may go wrong on it is set by the test. */
  final class Way implements LeaseStore {
    BooleanSupplier cut = () -> false;
    BooleanSupplier answerLost = () -> false;
    Runnable beforeAnswer = () -> {};
    int reads;
    int writes;
    private int known = -1;
    private boolean knownAbsent;

    @Override
    public LeaseRead read() {
      reads++;
      if (cut.getAsBoolean()) {
        return new LeaseRead.Failed("cut");
      }
      known = version;
      knownAbsent = said == null;
      LeaseRead look = said == null ? new LeaseRead.Absent() : new LeaseRead.Held(said);
      beforeAnswer.run();
      return look;
    }

    @Override
    public LeaseWrite write(LeaseState wanted, boolean taken) {
      writes++;
      if (cut.getAsBoolean()) {
        return new LeaseWrite.Unknown("cut");
      }
      if (known != version || knownAbsent != (said == null)) {
        beforeAnswer.run();
        return new LeaseWrite.Outdated();
      }
      LeaseState before = said;
      said =
          wanted.renewed() == null && before != null
              ? new LeaseState(wanted.holder(), wanted.duration(), before.renewed())
              : wanted;
      int written = ++version;
      beforeAnswer.run();
      if (answerLost.getAsBoolean()) {
        return new LeaseWrite.Unknown("lost");
      }
      known = written;
      knownAbsent = false;
      return new LeaseWrite.Done();
    }
  }
}
