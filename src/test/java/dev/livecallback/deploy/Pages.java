package dev.livecallback.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The pages of this project, as a person reads them. */
public final class Pages {
  private Pages() {}

  /** All of one. */
  public static String text(String file) {
    try {
      return Files.readString(Path.of(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What stands in the code blocks of a language. */
  public static List<String> blocks(String file, String language) {
    return blocksIn(text(file), language);
  }

  /** The same, below one heading of the second level only. */
  public static List<String> blocks(String file, String heading, String language) {
    String section = text(file).split("(?m)^## " + Pattern.quote(heading) + "$", 2)[1];
    return blocksIn(section.split("(?m)^## ", 2)[0], language);
  }

  private static List<String> blocksIn(String text, String language) {
    return Pattern.compile("(?ms)^( *)```" + language + "\\n(.*?)^ *```$")
        .matcher(text)
        .results()
        .map(block -> block.group(2).replaceAll("(?m)^" + block.group(1), ""))
        .toList();
  }

  /** The cells of each row of each table. */
  static Stream<List<String>> rows(String file) {
    return text(file)
        .lines()
        .filter(line -> line.startsWith("| "))
        .map(line -> Stream.of(line.split("\\|", -1)).skip(1).map(String::strip).toList());
  }

  /** What stands in a cell as code. */
  static List<String> code(String cell) {
    return Pattern.compile("`([^`]+)`").matcher(cell).results().map(word -> word.group(1)).toList();
  }
}
