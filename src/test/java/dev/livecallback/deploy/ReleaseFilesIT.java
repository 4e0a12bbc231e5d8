package dev.livecallback.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.testing.CommandResult;
import dev.livecallback.testing.NeedsControlPlane;
import dev.livecallback.testing.Slow;
import dev.livecallback.testing.TestCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import okio.ByteString;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code tools/release-files}, as the release runs it. */
@NeedsControlPlane(own = true)
@DisplayName("The files of a release")
@Slow
class ReleaseFilesIT {
  private static final String IMAGE = "registry.example.com/tools/live-callback-operator";
  private static final String DIGEST = "sha256:" + "0123456789abcdef".repeat(4);

  @Test
  void areTheSameEachTimeAndCanBeApplied(TestCluster cluster, @TempDir Path folder)
      throws IOException {
    Path once = folder.resolve("once");
    Path again = folder.resolve("again");
    release(cluster, DIGEST, once).succeeded();
    release(cluster, DIGEST, again).succeeded();

    Map<String, String> hashes = hashes(once);
    assertThat(hashes.keySet())
        .containsExactly(
            "SHA256SUMS",
            "crds.yaml",
            "install.yaml",
            "live-callback-operator-9.8.7.sbom.json",
            "live-callback-operator-9.8.7.tar.gz");
    assertThat(hashes(again)).isEqualTo(hashes);
    hashes.remove("SHA256SUMS");
    assertThat(Files.readAllLines(once.resolve("SHA256SUMS")))
        .containsExactlyElementsOf(
            hashes.entrySet().stream()
                .map(each -> each.getValue() + "  " + each.getKey())
                .toList());

    String install = Files.readString(once.resolve("install.yaml"));
    assertThat(install.lines().filter(line -> line.contains("image:")).map(String::strip))
        .containsExactly("image: " + IMAGE + ":9.8.7@" + DIGEST);
    for (String file : List.of("crds.yaml", "install.yaml")) {
      cluster
          .kubectl("apply", "--validate=strict", "-f", once.resolve(file).toString())
          .succeeded();
    }

    Path unpacked = Files.createDirectory(folder.resolve("unpacked"));
    cluster
        .shell(
            "tar -C '%s' -xzf '%s'"
                .formatted(unpacked, once.resolve("live-callback-operator-9.8.7.tar.gz")))
        .succeeded();
    CommandResult version =
        cluster
            .shell(
                "'%s/live-callback-operator-9.8.7/bin/livecallback' --version".formatted(unpacked))
            .succeeded();
    assertThat(version.stdout()).isNotBlank();
  }

  @Test
  void areMadeOfAnImageByItsDigestAndUnderTheProgramsVersionOnly(
      TestCluster cluster, @TempDir Path folder) {
    assertThat(release(cluster, "latest", folder).stderr()).contains("the digest must be sha256:");
    CommandResult wrong = cluster.shell("tools/release-files --check 99.0.0");
    assertThat(wrong.exitCode()).isEqualTo(1);
    assertThat(wrong.stderr()).contains("the release is to be 99.0.0: set it in pom.xml first");
  }

  @Test
  void needTheirChangesWrittenDown(TestCluster cluster) {
    String snapshot = "$(sed -n 's|^  <version>\\(.*\\)</version>|\\1|p' pom.xml | head -n 1)";
    CommandResult wrong = cluster.shell("tools/release-files --check " + snapshot);
    assertThat(wrong.exitCode()).isEqualTo(1);
    assertThat(wrong.stderr()).contains("CHANGELOG.md has no section");
  }

  private static CommandResult release(TestCluster cluster, String digest, Path folder) {
    return cluster.shell(
        "KUBECTL='%s' tools/release-files 9.8.7 %s %s '%s'"
            .formatted(cluster.kubectlProgram(), IMAGE, digest, folder));
  }

  private static Map<String, String> hashes(Path folder) throws IOException {
    Map<String, String> hashes = new TreeMap<>();
    try (var files = Files.list(folder)) {
      for (Path file : List.copyOf(files.toList())) {
        hashes.put(
            file.getFileName().toString(), ByteString.of(Files.readAllBytes(file)).sha256().hex());
      }
    }
    return hashes;
  }
}
