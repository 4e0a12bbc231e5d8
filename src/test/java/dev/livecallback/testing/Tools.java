package dev.livecallback.testing;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Programs that a test needs and that the machine may not have. */
public final class Tools {
  /** Set to 1 where nothing may be missing: a test whose program isn't there fails then. */
  public static final String EVERYTHING = "EVERYTHING";

  private Tools() {}

  /**
   * A program of the machine, found on the PATH by one of its names, or at one of these absolute
   * paths; {@link #without} it the test ends.
   *
   * @param missing one sentence: what isn't there, and how to get it
   */
  public static Path need(String missing, String... names) {
    return Stream.of(names).flatMap(Tools::places).findFirst().orElseThrow(() -> without(missing));
  }

  /**
   * There is no such program: the test is skipped, with a line that says so; where {@link
   * #EVERYTHING} is 1, it fails.
   *
   * @param missing one sentence: what isn't there, and how to get it
   * @return to be thrown, where it fails
   */
  public static AssertionError without(String missing) {
    if ("1".equals(System.getenv(EVERYTHING))) {
      return new AssertionError(missing);
    }
    System.err.println("SKIPPED: " + missing);
    return Assumptions.abort(missing);
  }

  private static Stream<Path> places(String name) {
    Stream<Path> all =
        name.startsWith("/")
            ? Stream.of(Path.of(name))
            : Arrays.stream(
                    Optional.ofNullable(System.getenv("PATH"))
                        .orElse("")
                        .split(Pattern.quote(File.pathSeparator), -1))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, name));
    return all.filter(Files::isExecutable).filter(Files::isRegularFile);
  }
}
