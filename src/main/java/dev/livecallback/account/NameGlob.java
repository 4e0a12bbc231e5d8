package dev.livecallback.account;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A pattern of names that consist of labels with dots between them. {@code *} stands for one or
 * more characters of one label. Names are compared without regard to case.
 *
 * @param labels the pattern's labels, from left to right
 */
record NameGlob(List<Glob> labels) {

  static NameGlob of(String pattern) {
    return new NameGlob(labels(pattern).stream().map(Glob::some).toList());
  }

  /** Returns whether the pattern matches the whole name. */
  boolean matches(String name) {
    List<String> theirs = labels(name);
    if (theirs.size() != labels.size()) {
      return false;
    }
    for (int i = 0; i < theirs.size(); i++) {
      if (!labels.get(i).matches(theirs.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static List<String> labels(String name) {
    return Arrays.asList(name.toLowerCase(Locale.ROOT).split("\\.", -1));
  }
}
