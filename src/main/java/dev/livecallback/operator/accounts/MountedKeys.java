package dev.livecallback.operator.accounts;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The files of a folder that a Secret is mounted to, each an entry. The kubelet replaces all of
 * them at once: they are links into {@code ..data}, itself a link to the folder of one version,
 * which it turns to the next version before it removes the former. So what is read is of one
 * version, whatever happens meanwhile.
 *
 * @param folder where they are; it needn't be there
 * @param names of the files that are read; others may be there, whatever they hold
 */
record MountedKeys(Path folder, Set<String> names) {
  /** In bytes. */
  static final int LONGEST = 16 << 10;

  /** A version lasts for a minute and more: what is replaced more often is looked at later. */
  private static final int TRIES = 3;

  private static final String CURRENT = "..data";

  /**
   * What these files hold, by name, each without a line break at its end; none = there are no such
   * files.
   *
   * @throws IOException if one can't be read, is longer than 16 KiB, or all of them are being
   *     replaced
   */
  Map<String, String> read() throws IOException {
    Path current = folder.resolve(CURRENT);
    if (!Files.isSymbolicLink(current)) {
      return Files.isDirectory(folder) ? filesOf(folder) : Map.of();
    }
    IOException last = new IOException("its files are being replaced");
    for (int i = 0; i < TRIES; i++) {
      try {
        Path version = current.toRealPath();
        Map<String, String> files = filesOf(version);
        if (current.toRealPath().equals(version)) {
          return files;
        }
      } catch (IOException e) {
        // Its version may be gone by now.
        last = e;
      }
    }
    throw last;
  }

  private Map<String, String> filesOf(Path version) throws IOException {
    Map<String, String> files = new TreeMap<>();
    for (String name : names) {
      Path file = version.resolve(name);
      if (Files.isRegularFile(file)) {
        files.put(name, text(file));
      }
    }
    return files;
  }

  private static String text(Path file) throws IOException {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(LONGEST + 1);
    } catch (IOException e) {
      throw new IOException(
          "file %s can't be opened (%s)"
              .formatted(file.getFileName(), e.getClass().getSimpleName()),
          e);
    }
    if (bytes.length > LONGEST) {
      throw new IOException(
          "file %s is longer than 16 KiB, which no part of a key is".formatted(file.getFileName()));
    }
    return new String(bytes, StandardCharsets.UTF_8).replaceFirst("\\R\\z", "");
  }
}
