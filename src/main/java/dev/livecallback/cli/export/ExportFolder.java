package dev.livecallback.cli.export;

import dev.livecallback.cli.CommandFailedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/**
 * A folder of exported objects, one file each, with a kustomization. Keys are in a folder of their
 * own, which Git ignores, in files that only their owner may read.
 */
final class ExportFolder {
  /** The name of the folder for keys in the export's folder. */
  static final String SECRETS = "secrets";

  private static final FileAttribute<?> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  private static final FileAttribute<?> OWNER_ONLY_FOLDER =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private final Path folder;
  private final ObjectYaml yaml;

  ExportFolder(Path folder, ObjectYaml yaml) {
    this.folder = folder;
    this.yaml = yaml;
  }

  /**
   * Writes the objects, and with {@code withSecrets} the keys. Other files in the folder stay, but
   * aren't in the kustomization.
   */
  void write(List<ExportedObject> objects, boolean withSecrets) throws CommandFailedException {
    try {
      Files.createDirectories(folder);
      for (ExportedObject object : objects) {
        Files.writeString(folder.resolve(object.name() + ".yaml"), yaml.of(object));
      }
      Files.writeString(
          folder.resolve("kustomization.yaml"),
          ObjectYaml.kustomization(objects.stream().map(each -> each.name() + ".yaml").toList()));
      if (withSecrets) {
        writeSecrets(objects);
      }
    } catch (IOException e) {
      throw new CommandFailedException(
          "The objects can't be written to %s: name a folder in which you may write by --output-dir."
              .formatted(folder));
    }
  }

  private void writeSecrets(List<ExportedObject> objects) throws IOException {
    Path secrets = folder.resolve(SECRETS);
    try {
      Files.createDirectory(secrets, OWNER_ONLY_FOLDER);
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(secrets)) {
        throw e;
      }
    }
    // Before any key, so that a commit in between includes none.
    Files.writeString(secrets.resolve(".gitignore"), "*\n!.gitignore\n");
    for (ExportedObject object : objects) {
      if (object.authKey() != null) {
        String name = object.secret().orElseThrow();
        writePrivately(secrets.resolve(name + ".yaml"), yaml.secret(name, object.authKey()));
      }
    }
  }

  /** Writes or replaces a file so that others can never read it, not even for a moment. */
  private static void writePrivately(Path file, String text) throws IOException {
    Path unfinished =
        Files.createTempFile(file.toAbsolutePath().getParent(), ".unfinished-", "", OWNER_ONLY);
    try {
      Files.write(unfinished, text.getBytes(StandardCharsets.UTF_8));
      Files.move(
          unfinished, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }
}
