package dev.livecallback.operator.accounts;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * The files of a folder that a Secret is mounted to, each an entry. The kubelet replaces all of
 * them at once: they are links into {@code ..data}, itself a link to the folder of one version,
 * which it turns to the next version before it removes the former. So what is read is of one
 * version, whatever happens meanwhile.
 *
 * @param folder where they are; it needn't be there
 */
record MountedKeys(Path folder) {
  /** In bytes. */
  static final int LONGEST = 16 << 10;

  /** A version lasts for a minute and more: what is replaced more often is looked at later. */
  private static final int TRIES = 3;

  private static final String CURRENT = "..data";

  /**
   * All of them, by name, each without a line break at its end; none = there is no such folder.
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

  private static Map<String, String> filesOf(Path version) throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(version, Files::isRegularFile)) {
      for (Path file : entries) {
        try (InputStream in = Files.newInputStream(file)) {
          byte[] bytes = in.readNBytes(LONGEST + 1);
          String name = file.getFileName().toString();
          if (bytes.length > LONGEST) {
            throw new IOException(name + " is longer than 16 KiB, which no part of a key is");
          }
          files.put(name, new String(bytes, StandardCharsets.UTF_8).replaceFirst("\\R\\z", ""));
        }
      }
    }
    return files;
  }
}
