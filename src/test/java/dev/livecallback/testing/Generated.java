package dev.livecallback.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The files of this repository that are generated: a test holds each to what it is made of. */
public final class Generated {
  private Generated() {}

  /**
   * Asserts that a file has exactly this text. With {@code -Dgenerate=true}, which {@code
   * tools/generate} sets, writes the file first. Only tests that are marked with {@link Generates}
   * may call it.
   */
  public static void check(Path file, String text) {
    if (Boolean.getBoolean("generate")) {
      write(file, text);
    }
    assertThat(file)
        .as("%s isn't up to date: run tools/generate, and read what git diff shows", file)
        .exists()
        .content()
        .isEqualTo(text);
  }

  private static void write(Path file, String text) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
