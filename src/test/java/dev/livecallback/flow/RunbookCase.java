package dev.livecallback.flow;

import java.util.List;

/**
 * What a runbook is for.
 *
 * @param arise makes it as the page says that it is
 * @param shown what one finds who looks as the page says
 * @param repair what is put right outside, before the page's own commands
 * @param over waits for what the page says of when it is over
 */
record RunbookCase(Runnable arise, List<String> shown, Runnable repair, Runnable over) {
  /** One that can't be brought about here: its commands are run where all is well. */
  static final RunbookCase NONE = new RunbookCase(() -> {}, List.of(), () -> {}, () -> {});

  /** One that the page's own commands put right. */
  static RunbookCase of(Runnable arise, List<String> shown, Runnable over) {
    return new RunbookCase(arise, shown, () -> {}, over);
  }

  /** The same where something is put right outside first. */
  RunbookCase repairedBy(Runnable outside) {
    return new RunbookCase(arise, shown, outside, over);
  }
}
