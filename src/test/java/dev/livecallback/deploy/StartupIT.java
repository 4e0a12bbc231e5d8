package dev.livecallback.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.testing.BareControlPlane;
import dev.livecallback.testing.NeedsControlPlane;
import dev.livecallback.testing.OperatorUnderTest;
import dev.livecallback.testing.TestCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Order(2) // it takes long: it begins early
@NeedsControlPlane
@DisplayName(
    "An operator that can't start says why and what to do in one sentence, and nothing else")
class StartupIT {
  /** Nobody listens there: calls that aren't to be made. */
  private static final URI NO_CLOUD = URI.create("http://127.0.0.1:9");

  private static final Duration SOON = Duration.ofMinutes(2);

  @TempDir private Path folder = Path.of("");

  static Stream<Arguments> wrongSettings() {
    return Stream.of(
        Arguments.of("no access key", "ACCESS_KEY_ID", "", "ACCESS_KEY_ID isn't set, but"),
        Arguments.of("no secret", "SECRET_ACCESS_KEY", " ", "_SECRET isn't set, but ACCESS_KEY_ID"),
        Arguments.of("no URL", "LIVE_ENDPOINT", "live", "it takes a URL of scheme and host"),
        Arguments.of("a URL with a path", "STS_ENDPOINT", "https://a/b", "it takes a URL"),
        Arguments.of("a region with a blank", "LIVE_REGION", "cn north", "it takes a region"),
        Arguments.of("no quota at all", "LIVE_QUOTA", "0", "a whole number from 1 to 1000"),
        Arguments.of("a period without a unit", "SYNC_PERIOD", "10", "a duration from 1s to 24h"),
        Arguments.of("a period of 25 h", "SYNC_PERIOD", "25h", "a duration from 1s to 24h"),
        Arguments.of("a namespace in capitals", "WATCH_NAMESPACES", "a,B", "names \"B\": a namesp"),
        Arguments.of("a port in words", "HTTP_PORT", "http", "a whole number from 0 to 65535"),
        Arguments.of("an address that isn't ours", "HTTP_BIND", "192.0.2.1", "HTTP_BIND to an add"),
        Arguments.of("an address that is none", "HTTP_BIND", "no.such.invalid", "HTTP_BIND to"),
        Arguments.of("no namespace of its own", "POD_NAMESPACE", "a_b", "a namespace's name has"),
        Arguments.of("a format of logs", "LOG_FORMAT", "xml", "it takes json or text"),
        Arguments.of("a level of logs", "LOG_LEVEL", "loud", "it takes error, warn"),
        Arguments.of("no such kubeconfig", "KUBECONFIG", "/no/such/file", "name a file that exis"));
  }

  /** By the name that the vendor's programs read, whichever was set. */
  private static String named(String variable) {
    return variable.replace("SECRET_ACCESS_KEY", "ACCESS_KEY_SECRET");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("wrongSettings")
  void wrongSetting(
      String setting, String variable, String value, String remedy, TestCluster cluster) {
    var builder = OperatorUnderTest.of(cluster.kubeconfig(), NO_CLOUD).with(variable, value);

    assertThat(refusal(builder)).contains(named(variable)).contains(remedy);
  }

  @Test
  void anOptionThatThereIsNot(TestCluster cluster) {
    var builder = OperatorUnderTest.of(cluster.kubeconfig(), NO_CLOUD);

    assertThat(refusal(builder, "--sync-perod=10m")).contains("'--sync-perod=10m'", "--help");
  }

  @Test
  void noNamespaceForTheLease(TestCluster cluster) {
    var builder =
        OperatorUnderTest.of(cluster.kubeconfig(), NO_CLOUD)
            .watching(cluster.namespace())
            .in("no-such-namespace")
            .amongOthers();

    assertThat(refusal(builder))
        .contains("There is no namespace no-such-namespace for the lease")
        .contains("set POD_NAMESPACE", "set LEADER_ELECTION to false");
  }

  @Test
  void noRightsOnTheLease(TestCluster cluster) {
    var builder =
        OperatorUnderTest.of(InstalledManifests.namespacedKubeconfig(cluster), NO_CLOUD)
            .watching(cluster.namespace())
            .amongOthers();

    assertThat(refusal(builder))
        .contains("may not create leases.coordination.k8s.io, get leases")
        .contains("deploy/manifests/leader-election.yaml", "LEADER_ELECTION to false");
  }

  @Test
  void aPortThatSomethingElseHas(TestCluster cluster) throws IOException {
    try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(other.getLocalPort());
      var builder = OperatorUnderTest.of(cluster.kubeconfig(), NO_CLOUD).with("HTTP_PORT", port);

      assertThat(refusal(builder)).contains("Port " + port).contains("set HTTP_PORT to a free one");
    }
  }

  @Test
  void aKubeconfigThatIsNotOne() throws IOException {
    Path kubeconfig = Files.writeString(folder.resolve("kubeconfig"), "- just\n- a list\n");

    assertThat(refusal(OperatorUnderTest.of(kubeconfig, NO_CLOUD)))
        .contains(kubeconfig.toString())
        .contains("works with kubectl");
  }

  @Test
  void aKubeconfigWithoutACluster() throws IOException {
    Path kubeconfig = Files.writeString(folder.resolve("kubeconfig"), "");

    assertThat(refusal(OperatorUnderTest.of(kubeconfig, NO_CLOUD)))
        .contains(kubeconfig.toString())
        .contains("works with kubectl");
  }

  @Test
  void noKubeconfigAndNoClusterAroundIt() {
    var builder =
        OperatorUnderTest.of(Path.of(""), NO_CLOUD)
            .with("KUBECONFIG", "")
            .with("HOME", folder.toString())
            .with("LIVECALLBACK_JAVA_OPTS", "-Duser.home=" + folder);

    assertThat(refusal(builder)).contains("can't be reached").contains("set KUBECONFIG");
  }

  @Test
  void anApiServerThatIsNotThere(TestCluster cluster) {
    Path kubeconfig = edited(cluster, "server: .*", "server: https://127.0.0.1:9");

    assertThat(refusal(OperatorUnderTest.of(kubeconfig, NO_CLOUD)))
        .contains("https://127.0.0.1:9")
        .contains("can't be reached")
        .contains("set KUBECONFIG");
  }

  @Test
  void anApiServerWhoseCertificateIsNotTrusted(TestCluster cluster) {
    Path kubeconfig = edited(cluster, "certificate-authority-data: .*", "");

    assertThat(refusal(OperatorUnderTest.of(kubeconfig, NO_CLOUD)))
        .contains("can't be reached")
        .contains("set KUBECONFIG");
  }

  @Test
  void aTokenThatIsNotGoodAnyMore(TestCluster cluster) {
    Path kubeconfig = edited(cluster, "token: .*", "token: an-old-one");

    assertThat(refusal(OperatorUnderTest.of(kubeconfig, NO_CLOUD)))
        .contains("doesn't accept the credentials")
        .contains("renew them");
  }

  @Test
  void aServiceAccountThatHasNoRole(TestCluster cluster) {
    cluster.createServiceAccount("nobody");
    Path kubeconfig = cluster.kubeconfigFor(cluster.namespace(), "nobody");

    assertThat(refusal(OperatorUnderTest.of(kubeconfig, NO_CLOUD)))
        .contains("may not get livecallbacks.livecallback.dev, list livecallbacks.livecallback.dev")
        .contains("list secrets")
        .contains("in all namespaces")
        .contains("bind the roles of deploy/manifests");
  }

  @Test
  void severalNamespacesOfWhichItHasRolesInNone(TestCluster cluster) {
    Path kubeconfig = InstalledManifests.namespacedKubeconfig(cluster);
    var builder =
        OperatorUnderTest.of(kubeconfig, NO_CLOUD)
            .watching("elsewhere", "yonder")
            .in(cluster.namespace());

    assertThat(refusal(builder)).contains("in namespace elsewhere").doesNotContain("test-");
  }

  @Test
  void aClusterThatTheCrdIsNotInstalledIn() {
    try (var bare = BareControlPlane.start()) {
      assertThat(refusal(OperatorUnderTest.of(bare.kubeconfig(), NO_CLOUD)))
          .contains("doesn't know the kind LiveCallback")
          .contains("kubectl apply -f deploy/crds");
    }
  }

  /** Starts it, and gives the only line that it may say. */
  private static String refusal(OperatorUnderTest.Builder builder, String... arguments) {
    try (var operator = builder.launch(arguments)) {
      int exitCode = operator.process().awaitExit(SOON);
      assertThat(operator.process().lines())
          .singleElement()
          .satisfies(line -> assertThat(line).startsWith("livecallback").endsWith("."));
      assertThat(exitCode).isBetween(1, 2);
      return operator.log().getFirst();
    }
  }

  /** The administrator's kubeconfig with something else in it. */
  private Path edited(TestCluster cluster, String pattern, String replacement) {
    try {
      String text = Files.readString(cluster.kubeconfig());
      String other = text.replaceFirst(pattern, replacement);
      assertThat(other).isNotEqualTo(text);
      return Files.writeString(folder.resolve("kubeconfig"), other);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
