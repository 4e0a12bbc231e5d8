package dev.livecallback.leader;

import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A lease as the API server has it: a write of what isn't the latest version is refused. */
final class SharedLease {
  LeaseStore.@Nullable Said said;
  private int version;

  /** Somebody writes it without asking: a person. */
  void set(LeaseStore.@Nullable Said now) {
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
    public Look read() {
      reads++;
      if (cut.getAsBoolean()) {
        return new Look.Failed("cut");
      }
      known = version;
      knownAbsent = said == null;
      Look look = said == null ? new Look.Absent() : new Look.Found(said);
      beforeAnswer.run();
      return look;
    }

    @Override
    public Write write(Said wanted, boolean taken) {
      writes++;
      if (cut.getAsBoolean()) {
        return new Write.Unknown("cut");
      }
      if (known != version || knownAbsent != (said == null)) {
        beforeAnswer.run();
        return new Write.Outdated();
      }
      Said before = said;
      said =
          wanted.renewed() == null && before != null
              ? new Said(wanted.holder(), wanted.duration(), before.renewed())
              : wanted;
      int written = ++version;
      beforeAnswer.run();
      if (answerLost.getAsBoolean()) {
        return new Write.Unknown("lost");
      }
      known = written;
      knownAbsent = false;
      return new Write.Done();
    }
  }
}
