package dev.livecallback.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@NeedsControlPlane
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayName("The control plane for tests")
class ControlPlaneIT {
  private String ofTheClass = "";
  private String ofTheTest = "";

  @BeforeAll
  void remembersTheNamespaceOfTheClass(@TestNamespace String namespace) {
    ofTheClass = namespace;
  }

  @BeforeEach
  void remembersTheNamespaceOfTheTest(@TestNamespace String namespace) {
    ofTheTest = namespace;
  }

  @Test
  void refusesAServiceAccountThatHasNoRoleAndLetsItInOnceItHasOne(TestCluster cluster) {
    cluster.createServiceAccount("reader");
    var reader = cluster.clientFor(cluster.namespace(), "reader");

    assertThatThrownBy(() -> reader.configMaps().list())
        .isInstanceOfSatisfying(
            KubernetesClientException.class, e -> assertThat(e.getCode()).isEqualTo(403));

    cluster.kubectl("create", "role", "read", "--verb=list", "--resource=configmaps").succeeded();
    cluster
        .kubectl(
            "create",
            "rolebinding",
            "read",
            "--role=read",
            "--serviceaccount=" + cluster.namespace() + ":reader")
        .succeeded();

    assertThat(reader.configMaps().list().getItems()).isEmpty();
  }

  @Test
  void runsAChildProcessAsAServiceAccount(TestCluster cluster) {
    cluster.createServiceAccount("someone");
    var kubeconfig = cluster.kubeconfigFor(cluster.namespace(), "someone");

    CommandResult answer =
        cluster.kubectl(
            "--kubeconfig", kubeconfig.toString(), "auth", "whoami", "-o=jsonpath={.status}");

    assertThat(answer.succeeded().stdout())
        .contains("system:serviceaccount:" + cluster.namespace() + ":someone");
  }

  @Test
  void appliesOnTheServersSideAndKnowsWhoManagesWhichField(TestCluster cluster) {
    ConfigMap wanted =
        new ConfigMapBuilder()
            .withNewMetadata()
            .withName("settings")
            .endMetadata()
            .addToData("colour", "blue")
            .build();
    var context =
        new PatchContext.Builder()
            .withPatchType(PatchType.SERVER_SIDE_APPLY)
            .withFieldManager("a-test")
            .build();

    ConfigMap applied = cluster.client().resource(wanted).patch(context);
    CommandResult conflict =
        cluster.kubectlWithInput(
            """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: settings}
            data: {colour: red}
            """,
            "apply",
            "--server-side",
            "-f",
            "-");

    assertThat(applied.getMetadata().getManagedFields())
        .extracting("manager")
        .containsExactly("a-test");
    assertThat(conflict.exitCode()).isEqualTo(1);
    assertThat(conflict.stderr()).contains("conflict with \"a-test\"");
  }

  @Test
  void givesKubectlTheTestsNamespace(TestCluster cluster) {
    cluster.kubectl("create", "configmap", "hello", "--from-literal=a=b").succeeded();

    assertThat(
            cluster.client().configMaps().inNamespace(cluster.namespace()).withName("hello").get())
        .isNotNull();
    assertThat(cluster.kubectl("get", "configmap", "hello", "-o=jsonpath={.data.a}").stdout())
        .isEqualTo("b");
    assertThat(cluster.kubectl("get", "configmap", "nothing").exitCode()).isEqualTo(1);
  }

  @Test
  void givesATestANamespaceBesideThatOfItsClass(
      TestCluster cluster, @TestNamespace String namespace) {
    assertThat(List.of(ofTheTest, cluster.client().getNamespace()))
        .containsOnly(namespace)
        .doesNotContain(ofTheClass);
    assertThat(cluster.client().namespaces().withName(ofTheClass).get()).isNotNull();
  }

  @Test
  void letsAChildProcessInByTheKubeconfig(TestCluster cluster) {
    var environment = Map.of("KUBECONFIG", cluster.kubeconfig().toString());
    String kubectl = cluster.kubectlProgram().toString();
    var command = List.of(kubectl, "get", "configmap", "--watch", "-o=name");
    try (var child = ChildProcess.start(command, environment)) {
      cluster.kubectl("create", "configmap", "seen", "--from-literal=a=b").succeeded();

      assertThat(child.awaitLine("configmap/seen")).isEqualTo("configmap/seen");
      assertThat(child.isAlive()).isTrue();
    }
  }

  @Test
  void removesATestsCustomObjectsAtItsEndWhateverTheirFinalizers(TestCluster cluster) {
    cluster
        .kubectlWithInput(
            """
            apiVersion: livecallback.dev/v1
            kind: LiveCallback
            metadata: {name: held, finalizers: [livecallback.dev/test]}
            spec:
              vhost: push.example.com
              messageType: push
              callbackDetailList: [{url: "https://hooks.example.com/a"}]
            """,
            "create",
            "-f",
            "-")
        .succeeded();

    cluster.removeCustomObjects();

    assertThat(cluster.kubectl("get", "livecallbacks", "-o", "name").succeeded().stdout())
        .isEmpty();
  }

  @Test
  void isStartedUsedAndEndedByTheCommandsOfItsPage(@TempDir Path folder) throws IOException {
    List<String> blocks =
        Pattern.compile("(?ms)^```sh\\n(.*?)^```$")
            .matcher(Files.readString(Path.of("tools/control-plane/README.md")))
            .results()
            .map(block -> block.group(1))
            .toList();
    assertThat(blocks).hasSize(1);
    String mine = folder.resolve("cp").toString();
    String down = "tools/control-plane/control-plane down --dir " + mine;

    Command.run(
            List.of(
                "sh",
                "-e",
                "-c",
                "trap '" + down + "' EXIT\n" + blocks.getFirst().replace("/tmp/cp", mine)),
            Map.of(),
            "")
        .succeeded();

    assertThat(folder.resolve("cp")).doesNotExist();
  }
}
