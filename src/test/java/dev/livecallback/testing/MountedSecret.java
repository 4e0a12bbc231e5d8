package dev.livecallback.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A folder that a Secret is mounted to, whose files are replaced as the kubelet replaces them. */
public final class MountedSecret {
  private final Path folder;
  private int versions;
  private @Nullable Path current;
  private Set<String> names = Set.of();

  /**
   * No version is there yet.
   *
   * @param folder it needn't be there
   */
  public MountedSecret(Path folder) {
    this.folder = folder;
  }

  /** Where it is. */
  public Path folder() {
    return folder;
  }

  /** Its entries are these from now on. */
  public void become(Map<String, String> entries) {
    try {
      Path version = folder.resolve("..version-" + ++versions);
      Files.createDirectories(version);
      for (Map.Entry<String, String> entry : entries.entrySet()) {
        Files.writeString(version.resolve(entry.getKey()), entry.getValue());
      }
      Path link = folder.resolve("..data_tmp");
      Files.createSymbolicLink(link, version.getFileName());
      Files.move(link, folder.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
      Set<String> before = names;
      names = new TreeSet<>(entries.keySet());
      for (String name : names) {
        if (!before.contains(name)) {
          Files.createSymbolicLink(folder.resolve(name), Path.of("..data", name));
        }
      }
      for (String name : before) {
        if (!names.contains(name)) {
          Files.delete(folder.resolve(name));
        }
      }
      if (current != null) {
        delete(current);
      }
      current = version;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path version) throws IOException {
    try (Stream<Path> files = Files.walk(version)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
