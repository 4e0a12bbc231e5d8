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
 * The files of a folder to which a Secret is mounted; each is an entry. The kubelet replaces all
 * files at once: they are links into {@code ..data}, which is itself a link to the folder of one
 * version. It points this link to the next version before it removes the former one. So the files
 * that are read are always of one version.
 *
 * @param folder the folder; it needn't exist
 * @param names the names of the files that are read; other files are ignored
 */
record MountedKeys(Path folder, Set<String> names) {
  /** The longest file, in bytes. */
  static final int LONGEST = 16 << 10;

  /**
   * The number of attempts to read. A version lasts for a minute or longer. If the files are
   * replaced more often, they are read at a later look.
   */
  private static final int TRIES = 3;

  private static final String CURRENT = "..data";

  /**
   * Reads the content of the files by name, each without a line break at its end; empty = there are
   * no such files.
   *
   * @throws IOException if a file can't be read or is longer than 16 KiB, or if the files keep
   *     being replaced
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
        // The version that was being read may be gone by now.
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
