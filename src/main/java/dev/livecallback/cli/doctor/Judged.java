package dev.livecallback.cli.doctor;

import static dev.livecallback.cli.doctor.Finding.State.DIFFERS;
import static dev.livecallback.cli.doctor.Finding.State.OK;
import static dev.livecallback.cli.doctor.Finding.State.UNKNOWN;

/**
 * The judgement about an assumption.
 *
 * @param state the state
 * @param seen the observation, in fixed words and numbers
 */
record Judged(Finding.State state, String seen) {
  /** Returns the judgement about an assumption that can't be checked from here. */
  static Judged unknown(String why) {
    return new Judged(UNKNOWN, why);
  }

  /** Returns the judgement that an observation is as assumed, or differs. */
  static Judged of(boolean asAssumed, String seen) {
    return new Judged(asAssumed ? OK : DIFFERS, seen);
  }
}
