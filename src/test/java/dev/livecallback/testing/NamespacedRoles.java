package dev.livecallback.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The Roles of {@code deploy/namespaced}, for an operator that lives in a test's namespace and has
 * no others.
 *
 * @param home where it lives
 * @param getOnly whether of Secrets it may only get those that it knows of
 */
public record NamespacedRoles(TestCluster home, boolean getOnly) {
  private static final String ACCOUNT = "live-callback-operator";

  /** Makes its ServiceAccount, and returns a kubeconfig of that. It may do nothing yet. */
  public Path createServiceAccount() {
    home.createServiceAccount(ACCOUNT);
    return home.kubeconfigFor(home.namespace(), ACCOUNT);
  }

  /** Lets it do in its own namespace what it has to do there, if it doesn't watch that. */
  public void bindHome() {
    apply("own-namespace.yaml", ACCOUNT, home);
  }

  /** Lets it watch a namespace. */
  public void bind(TestCluster watched) {
    apply("watched-namespace.yaml", "streaming", watched);
  }

  private void apply(String file, String from, TestCluster to) {
    String yaml =
        read(Path.of("deploy/namespaced", file))
            .replace("namespace: " + from, "namespace: " + to.namespace())
            .replace("namespace: " + ACCOUNT, "namespace: " + home.namespace());
    to.kubectlWithInput(getOnly ? fewer(yaml) : yaml, "apply", "-f", "-").succeeded();
  }

  private static String fewer(String yaml) {
    return yaml.replaceFirst(
        "(resources: \\[secrets\\][^\\n]*\\n\\s*verbs: )\\[list, watch\\]", "$1[get]");
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
