package dev.livecallback.operator.process;

import dev.livecallback.operator.config.StartupException;
import io.fabric8.kubernetes.client.Config;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;

/** How the API server is reached. */
final class Kubeconfig {
  private Kubeconfig() {}

  /**
   * Reads it.
   *
   * @param path of a kubeconfig; "" = in a Pod that of its ServiceAccount, else the user's own
   * @throws StartupException if it can't be read
   */
  static Config read(String path) throws StartupException {
    if (path.isEmpty()) {
      return readBy("The kubeconfig in ~/.kube", () -> Config.autoConfigure(null));
    }
    Path file = Path.of(path);
    if (!Files.isReadable(file)) {
      throw new StartupException(
          "KUBECONFIG names " + path + ", which can't be read: name a file that exists.");
    }
    return readBy("KUBECONFIG, " + path + ",", () -> Config.fromKubeconfig(file.toFile()));
  }

  /** The client throws whatever comes of what the file holds. */
  private static Config readBy(String name, Supplier<Config> reader) throws StartupException {
    try {
      return reader.get();
    } catch (RuntimeException e) {
      throw new StartupException(
          name + " isn't a kubeconfig that can be used: name one that works with kubectl.");
    }
  }
}
