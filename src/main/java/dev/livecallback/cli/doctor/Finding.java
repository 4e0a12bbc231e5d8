package dev.livecallback.cli.doctor;

import dev.livecallback.cli.PlainText;
import java.util.Locale;

/**
 * The result of one check.
 *
 * @param part the part of the table
 * @param name the subject of the check, in the fixed words of this program: {@code clock}, or the
 *     number of an assumption
 * @param state the state of the subject
 * @param seen the observation, or the reason why there is none. It has only fixed words of this
 *     program and numbers, so that strangers may see it
 * @param detail more of the observation, with names, ids and foreign texts, for the user alone; ""
 *     = nothing more
 * @param help the consequence for the user and the remedy, in fixed words; "" = nothing is to be
 *     done
 */
record Finding(Part part, String name, State state, String seen, String detail, String help) {

  /** Escapes what would move a terminal's cursor in {@code detail}. */
  Finding {
    detail = PlainText.visible(detail);
  }

  /** A part of the table. */
  enum Part {
    ACCOUNT("The account"),
    ASSUMPTIONS("The assumptions (docs/contract.md, section 8)"),
    CLUSTER("The cluster");

    private final String title;

    Part(String title) {
      this.title = title;
    }

    /** Returns the word for this part in JSON. */
    String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the heading of this part. */
    String title() {
      return title;
    }
  }

  /** The state of the subject of a check. */
  enum State {
    /** The subject is as the operator assumes. */
    OK("ok"),
    /** The subject differs, and the operator works. */
    DIFFERS("differs"),
    /** The operator can't work with the subject as it is. */
    BROKEN("broken"),
    /** The subject can't be checked from here. */
    UNKNOWN("can't tell");

    private final String word;

    State(String word) {
      this.word = word;
    }

    /** Returns the word for this state in the table. */
    String word() {
      return word;
    }

    /** Returns the word for this state in JSON. */
    String wordInJson() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Returns the finding about a subject that is as it should be. */
  static Finding ok(Part part, String name, String seen, String detail) {
    return new Finding(part, name, State.OK, seen, detail, "");
  }

  /** Returns the finding about a subject that can't be checked from here. */
  static Finding unknown(Part part, String name, String why) {
    return new Finding(part, name, State.UNKNOWN, why, "", "");
  }
}
