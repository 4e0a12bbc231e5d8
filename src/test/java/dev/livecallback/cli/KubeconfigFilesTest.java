package dev.livecallback.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.livecallback.volcengine.DirectHost;
import dev.livecallback.volcengine.Egress;
import dev.livecallback.volcengine.Egress.HttpProxy;
import io.fabric8.kubernetes.client.Config;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The kubeconfig")
class KubeconfigFilesTest {
  private static final Egress EGRESS =
      new Egress(
          new HttpProxy("proxy", 3128, null, null),
          List.of(DirectHost.parse("second.example.com").orElseThrow()),
          List.of());

  @TempDir private Path home;
  private Path one;
  private Path other;

  @BeforeEach
  void writesSome() throws IOException {
    one = file("one", "first", "first", "first-user", "");
    other = file("other", "second", "second", "second-user", "second");
  }

  private Path file(String name, String context, String cluster, String user, String current)
      throws IOException {
    return Files.writeString(
        home.resolve(name),
        """
        apiVersion: v1
        kind: Config
        current-context: "%s"
        clusters:
        - name: %s
          cluster: {server: "https://%s.example.com:6443"}
        - name: shared
          cluster: {server: "https://shared-of-%s.example.com:6443"}
        users:
        - name: %s
          user: {token: "token-of-%s"}
        contexts:
        - name: %s
          context: {cluster: %s, user: %s, namespace: ns-of-%s}
        - name: across
          context: {cluster: shared, user: second-user}
        """
            .formatted(
                current, cluster, cluster, name, user, user, context, cluster, user, context));
  }

  private KubeconfigFiles with(String... variable) {
    return new KubeconfigFiles(
        Map.of(
            "HOME",
            home.resolve("home").toString(),
            "KUBECONFIG",
            String.join(File.pathSeparator, variable)),
        EGRESS);
  }

  private static void isOf(Config config, String cluster, String user) {
    assertThat(config.getMasterUrl()).isEqualTo("https://" + cluster + ".example.com:6443/");
    assertThat(config.getAutoOAuthToken()).isEqualTo("token-of-" + user);
  }

  @Test
  void isMergedOutOfSeveralFilesOfWhichMissingOnesArePassedOver() throws Exception {
    Config config = with("/no/such", one.toString(), "", other.toString()).read(null, null);

    isOf(config, "second", "second-user");
    assertThat(config.getNamespace()).isEqualTo("ns-of-second");
  }

  @Test
  void hasTheContextThatIsAskedForWhicheverFileItIsIn() throws Exception {
    KubeconfigFiles both = with(one.toString(), other.toString());

    isOf(both.read(null, "first"), "first", "first-user");
    isOf(both.read(null, "across"), "shared-of-one", "second-user");
  }

  @Test
  void isTheOneThatIsNamedAloneWhateverTheVariableSays() throws Exception {
    isOf(with(other.toString()).read(one.toString(), "first"), "first", "first-user");
    assertThatThrownBy(() -> with(other.toString()).read(one.toString(), "second"))
        .isInstanceOf(CommandFailedException.class)
        .hasMessageContaining("no context \"second\"")
        .hasMessageContaining("kubectl config get-contexts");
  }

  @Test
  void isThatOfTheHomeFolderWhereNothingIsSaid() throws Exception {
    Path usual = home.resolve("home/.kube/config");
    Files.createDirectories(usual.getParent());
    Files.copy(other, usual);

    isOf(with("").read(null, null), "second", "second-user");
  }

  @Test
  void hasToBeThereAndToSayWhichContext() throws Exception {
    assertThatThrownBy(() -> with("").read(null, "any"))
        .hasMessage("There is no kubeconfig: name one by --kubeconfig or in KUBECONFIG.");
    assertThatThrownBy(() -> with("/no/such").read(null, null))
        .hasMessage("The kubeconfig /no/such isn't there: name others in KUBECONFIG.");
    assertThatThrownBy(() -> with("").read("/no/such", null))
        .hasMessage("The kubeconfig /no/such isn't there: name another by --kubeconfig.");
    assertThatThrownBy(() -> with("").read(one.toString(), null))
        .hasMessageContaining("no current context");
  }

  @Test
  void isNotTakenForAMissingOneWhereItMayNotBeRead() throws Exception {
    Path kube = Files.createDirectories(home.resolve("home/.kube"));
    Path secret = Files.copy(other, kube.resolve("config"));
    Files.setPosixFilePermissions(secret, Set.of());

    assertThatThrownBy(() -> with(one.toString(), kube.toString()).read(null, null))
        .hasMessage("The kubeconfig " + kube + " is a folder: name others in KUBECONFIG.");
    assumeFalse(Files.isReadable(secret), "root reads every file");
    for (KubeconfigFiles files : List.of(with(""), with(one.toString(), secret.toString()))) {
      assertThatThrownBy(() -> files.read(null, null))
          .hasMessageStartingWith(
              "The kubeconfig " + secret + " can't be read: have the right to it granted, or name");
    }
  }

  @Test
  void leadsThroughTheProxyOfTheVariablesUnlessTheServerIsCalledDirectly() throws Exception {
    KubeconfigFiles both = with(one.toString(), other.toString());

    assertThat(both.read(null, "first").getHttpsProxy()).isEqualTo("http://proxy:3128");
    assertThat(both.read(null, "second").getHttpsProxy()).isNull();
  }

  @Test
  void leadsThroughItsOwnProxyWhateverTheVariablesSay() throws Exception {
    Files.writeString(
        one, Files.readString(one).replace("6443\"", "6443\", proxy-url: \"http://own:1\""));

    assertThat(with(one.toString()).read(null, "first").getHttpsProxy()).isEqualTo("http://own:1");
  }

  @Test
  void isNotThatOfNobodyWhereItsOwnCommandFails() throws Exception {
    Files.writeString(
        one,
        Files.readString(one)
            .replaceFirst(
                "\\{token: .*}",
                "{exec: {apiVersion: v1, command: 'false', interactiveMode: Never}}"));

    assertThatThrownBy(() -> with(one.toString(), other.toString()).read(null, "first"))
        .isInstanceOf(CommandFailedException.class)
        .hasMessage(
            "The kubeconfig of KUBECONFIG has its credentials from the command \"false\", which gave"
                + " none: log in anew, or look what kubectl says with the same kubeconfig and"
                + " context.");
  }

  @Test
  void isNotQuotedWhereItCannotBeRead() throws IOException {
    Path broken = Files.writeString(home.resolve("broken"), "users: [{token: hunter2");

    assertThatThrownBy(() -> with("").read(broken.toString(), null))
        .isInstanceOf(CommandFailedException.class)
        .hasMessageContaining(broken.toString())
        .hasMessageNotContaining("hunter2");
  }
}
