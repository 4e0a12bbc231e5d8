package dev.livecallback.operator.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.livecallback.testing.MountedSecret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files of a mounted Secret. */
class MountedKeysTest {
  @TempDir private Path temporary;

  private Path folder() {
    return temporary.resolve("mounted");
  }

  private Map<String, String> read() throws IOException {
    return new MountedKeys(folder(), Set.of("ID", "KEY", "TOKEN")).read();
  }

  private static Map<String, String> version(int number) {
    return number % 2 == 0
        ? Map.of("ID", "id-" + number, "KEY", "key-" + number)
        : Map.of("ID", "id-" + number, "KEY", "key-" + number, "TOKEN", "token-" + number);
  }

  @Test
  void mayComeBeReplacedAndGo() throws IOException {
    assertThat(read()).isEmpty();
    MountedSecret mounted = new MountedSecret(folder());
    mounted.become(version(1));
    assertThat(read()).isEqualTo(version(1));
    mounted.become(version(2));
    assertThat(read()).isEqualTo(version(2));
    mounted.become(Map.of());
    assertThat(read()).isEmpty();
  }

  /** However reads and replacements meet, what is read is one version, whole. */
  @Test
  void areOfOneVersionWheneverTheyAreReplaced() throws Exception {
    MountedSecret mounted = new MountedSecret(folder());
    mounted.become(version(0));
    AtomicBoolean done = new AtomicBoolean();
    Thread kubelet =
        Thread.ofPlatform()
            .start(
                () -> {
                  for (int number = 1; number <= 2_000; number++) {
                    mounted.become(version(number));
                  }
                  done.set(true);
                });
    Set<String> seen = new HashSet<>();
    while (!done.get()) {
      try {
        Map<String, String> files = read();
        int number = Integer.parseInt(files.getOrDefault("ID", "").substring("id-".length()));
        assertThat(files).isEqualTo(version(number));
        seen.add(files.get("ID"));
      } catch (IOException e) {
        // Replaced again and again while it was read: it is looked at later.
        assertThat(e).isNotNull();
      }
    }
    kubelet.join();

    assertThat(seen).hasSizeGreaterThan(5);
    assertThat(read()).isEqualTo(version(2_000));
  }

  @Test
  void mayBePlainFilesToo() throws IOException {
    Files.createDirectories(folder());
    Files.writeString(folder().resolve("ID"), "id\n");

    assertThat(read()).as("without the line break that editors add").containsEntry("ID", "id");
  }

  @Test
  void areNoLongerThanAKeyIs() throws IOException {
    new MountedSecret(folder()).become(Map.of("ID", "x".repeat(MountedKeys.LONGEST + 1)));

    assertThatThrownBy(this::read)
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("file ID is longer than 16 KiB");
  }

  @Test
  void areNoOthersOfTheSameFolder() throws IOException {
    Map<String, String> files = new HashMap<>(version(1));
    files.put("ca.pem", "x".repeat(MountedKeys.LONGEST + 1));
    new MountedSecret(folder()).become(files);

    assertThat(read()).isEqualTo(version(1));
  }
}
