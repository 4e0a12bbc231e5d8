package dev.livecallback.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.testing.CommandResult;
import dev.livecallback.testing.Generated;
import dev.livecallback.testing.Generates;
import dev.livecallback.testing.Helm;
import dev.livecallback.testing.Needs;
import dev.livecallback.testing.NeedsControlPlane;
import dev.livecallback.testing.Slow;
import dev.livecallback.testing.TestCluster;
import dev.livecallback.testing.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@Needs({Tool.HELM, Tool.GO})
@NeedsControlPlane
@DisplayName("The chart")
@Slow
class ChartRenderIT {
  static Stream<String> values() {
    return Chart.VALUES.stream();
  }

  @ParameterizedTest(name = "has nothing that lint finds, with the values {0}")
  @MethodSource("values")
  void lint(String values) {
    CommandResult linted =
        Helm.run("lint", "--strict", Chart.PATH, "--values=" + Chart.values(values));

    assertThat(linted.succeeded().stdout()).doesNotContain("WARNING");
  }

  @Generates
  @ParameterizedTest(name = "renders as before with the values {0}")
  @MethodSource("values")
  void golden(String values) {
    // CRDs and dashboard are compared as wholes below, and would fill each file.
    String rendered =
        Chart.template(
                "--values=" + Chart.values(values),
                "--set=crds.install=false",
                "--set=dashboard.enabled=false")
            .succeeded()
            .stdout();

    Generated.check(Chart.rendered(values), rendered);
  }

  @ParameterizedTest(name = "with the values {0} is the same objects as {1}")
  @CsvSource({
    "default, deploy/manifests",
    "monitoring, deploy/manifests deploy/monitoring",
    "namespaced, deploy/namespaced",
    "namespaced-get, deploy/namespaced-get"
  })
  void sameObjects(String values, String kustomizations, TestCluster cluster) {
    Map<String, String> ofChart =
        SameObjects.of(Chart.template("--values=" + Chart.values(values)).succeeded().stdout());
    Map<String, String> ofManifests = new TreeMap<>();
    for (String kustomization : kustomizations.split(" ", -1)) {
      ofManifests.putAll(
          SameObjects.of(cluster.kubectl("kustomize", kustomization).succeeded().stdout()));
    }
    // Helm's release is in a namespace, which is there before it.
    assertThat(ofManifests.remove("Namespace /" + InstalledManifests.NAMESPACE)).isNotNull();

    assertThat(ofChart.keySet()).isEqualTo(ofManifests.keySet());
    ofManifests.forEach(
        (object, content) -> assertThat(ofChart.get(object)).as(object).isEqualTo(content));
  }

  @Test
  void hasSomethingElseThanTheDefaultForEachValueInOneOfItsTests() throws IOException {
    StringBuilder tried = new StringBuilder();
    for (String values : Chart.VALUES) {
      tried.append(Files.readString(Chart.values(values)));
    }

    assertThat(ChartValues.all())
        .allMatch(
            value ->
                tried
                    .toString()
                    .contains(value.path().substring(value.path().lastIndexOf('.') + 1) + ":"));
  }

  @ParameterizedTest(name = "{0} is refused: {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "watchNamespace=x | additional properties 'watchNamespace' not allowed",
        "image.repositry=x | additional properties 'repositry' not allowed",
        "secretsMode=list | secretsMode",
        "syncPeriod=10min | syncPeriod",
        "liveQuota=0 | liveQuota",
        "watchNamespaces={Bad_Name} | watchNamespaces",
        "defaultAccount.spec.profil=Volcengine | additional properties 'profil' not allowed",
        "accounts[0].name=x | missing property 'spec'",
        "allowedEndpoints={live.example.com} | allowedEndpoints",
        "image.digest=latest | digest",
        "credentials.accessKeyId=x | are for credentials.create",
        "credentials.create=true | set credentials.accessKeyId",
        "proxy.https=https://proxy | proxy",
        "leaderElection.enabled=false | set replicas to 1",
        "serviceAccount.create=false | name the ServiceAccount in serviceAccount.name"
      })
  void refuses(String value, String because) {
    CommandResult rendered = Chart.template("--set=" + value);

    assertThat(rendered.exitCode()).isNotZero();
    assertThat(rendered.stderr()).contains(because);
  }

  @ParameterizedTest(name = "is taken by the API server with the values {0}, to the last field")
  @MethodSource("values")
  void strict(String values, TestCluster cluster) {
    MonitoringIT.installCrds(cluster);
    cluster.kubectl("create", "namespace", InstalledManifests.NAMESPACE);
    Stream.of("streaming", "news", "live", "sports")
        .forEach(namespace -> cluster.kubectl("create", "namespace", namespace));
    String rendered =
        Chart.template("--values=" + Chart.values(values), "--set=crds.install=false")
            .succeeded()
            .stdout();

    CommandResult applied =
        cluster.kubectlWithInput(
            rendered, "create", "--validate=strict", "--dry-run=server", "-f", "-");

    assertThat(applied.stderr().lines())
        .filteredOn(line -> !line.contains("already exists"))
        .isEmpty();
  }
}
