package dev.livecallback.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.testing.ChildProcess;
import dev.livecallback.testing.Slow;
import dev.livecallback.testing.TestCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@Flow
@DisplayName("docs/policies.md")
@Slow
class PoliciesPageIT {
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```sh\\n(.*?)^```$");

  @Test
  void hasCommandsThatWorkOneAfterAnotherAndLeaveTheRecordAtTheEnd(Scene scene) throws IOException {
    List<String> blocks =
        BLOCK
            .matcher(Files.readString(Path.of("docs/policies.md")))
            .results()
            .map(block -> block.group(1))
            .toList();
    assertThat(blocks).hasSizeGreaterThan(10);

    for (String block : blocks) {
      run(scene.cluster(), block);
    }

    assertThat(scene.callbacks().all()).isEmpty();
    assertThat(scene.records("vhost/push.example.com")).hasSize(1);
    assertThat(scene.puts("vhost/push.example.com")).isEqualTo(1);
  }

  private static void run(TestCluster cluster, String block) {
    String path = cluster.kubectlProgram().getParent() + ":" + System.getenv("PATH");
    Map<String, String> environment =
        Map.of("PATH", path, "KUBECONFIG", cluster.kubeconfig().toString());
    try (ChildProcess shell = ChildProcess.start(List.of("sh", "-e", "-c", block), environment)) {
      int exit = shell.awaitExit(Duration.ofMinutes(2));
      assertThat(exit).as("%s%n%s", block, String.join("\n", shell.lines())).isZero();
    }
  }
}
