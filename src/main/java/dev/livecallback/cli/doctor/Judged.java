package dev.livecallback.cli.doctor;

import static dev.livecallback.cli.doctor.Finding.State.DIFFERS;
import static dev.livecallback.cli.doctor.Finding.State.OK;
import static dev.livecallback.cli.doctor.Finding.State.UNKNOWN;

/**
 * What is so, or otherwise.
 *
 * @param state how it is
 * @param seen in fixed words and numbers
 */
record Judged(Finding.State state, String seen) {
  /** Nobody can tell from here. */
  static Judged unknown(String why) {
    return new Judged(UNKNOWN, why);
  }

  /** As assumed, or otherwise. */
  static Judged of(boolean asAssumed, String seen) {
    return new Judged(asAssumed ? OK : DIFFERS, seen);
  }
}
