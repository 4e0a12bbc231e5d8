package dev.livecallback.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Text for a screen of 100 columns. */
public final class PlainText {
  /** The longest line, in characters, unless one word is longer. */
  public static final int WIDTH = 100;

  private PlainText() {}

  /**
   * Escapes the characters of a text that would move a terminal's cursor or hide text, and turns
   * white space into blanks.
   */
  public static String visible(String text) {
    StringBuilder shown = new StringBuilder();
    text.codePoints()
        .forEach(
            each -> {
              int type = Character.getType(each);
              if (Character.isWhitespace(each)) {
                shown.append(' ');
              } else if (type == Character.CONTROL
                  || type == Character.FORMAT
                  || type == Character.SURROGATE
                  || type == Character.PRIVATE_USE) {
                shown.append(String.format(Locale.ROOT, "\\u%04x", each));
              } else {
                shown.appendCodePoint(each);
              }
            });
    return shown.toString().strip();
  }

  /**
   * Turns a paragraph of Markdown into plain text. A link becomes its text, and the page in
   * brackets.
   */
  public static String ofMarkdown(String text) {
    return text.replaceAll("\\[([^]]*\\.md)]\\(([^)]*)\\)", "docs/$2")
        .replaceAll("\\(\\[([^]]*)]\\(([^)]*)\\)\\)", "($1: docs/$2)")
        .replaceAll("\\[([^]]*)]\\(([^)]*)\\)", "$1 (docs/$2)")
        .replace("`", "");
  }

  /** Returns a text behind a label, in lines. Lines after the first are indented to the text. */
  public static String labelled(String label, String text) {
    String indent = " ".repeat(label.length());
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder(label);
    for (String word : visible(text).split(" +", -1)) {
      boolean empty = line.length() == indent.length();
      if (!empty && line.length() + 1 + word.length() > WIDTH) {
        lines.add(line.toString());
        line = new StringBuilder(indent);
        empty = true;
      }
      line.append(empty ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return String.join("\n", lines) + "\n";
  }
}
