package dev.livecallback.cli.doctor;

import dev.livecallback.cli.PlainText;
import java.util.Locale;

/**
 * What was found of one thing that was looked at.
 *
 * @param part which part of the table it stands in
 * @param name what was looked at, in the fixed words of this program: {@code clock}, or the number
 *     of an assumption
 * @param state how it is
 * @param seen what was seen, or why nothing could be: in the fixed words of this program and
 *     numbers, so that it may be shown to strangers
 * @param detail more of what was seen, with names, ids and the words of others, for the user alone;
 *     "" = nothing more
 * @param help what follows for the user and what to do, in fixed words; "" = nothing is to be done
 */
record Finding(Part part, String name, State state, String seen, String detail, String help) {

  /** Others' words move no terminal's cursor. */
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

    /** In JSON. */
    String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Its heading. */
    String title() {
      return title;
    }
  }

  /** How it is. */
  enum State {
    /** As the operator assumes. */
    OK("ok"),
    /** Otherwise, and the operator works. */
    DIFFERS("differs"),
    /** The operator can't work so. */
    BROKEN("broken"),
    /** It can't be seen from here. */
    UNKNOWN("can't tell");

    private final String word;

    State(String word) {
      this.word = word;
    }

    /** In the table. */
    String word() {
      return word;
    }

    /** In JSON. */
    String wordInJson() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** As it should be. */
  static Finding ok(Part part, String name, String seen, String detail) {
    return new Finding(part, name, State.OK, seen, detail, "");
  }

  /** Nobody can tell from here. */
  static Finding unknown(Part part, String name, String why) {
    return new Finding(part, name, State.UNKNOWN, why, "", "");
  }
}
