package dev.livecallback.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A child process")
class ChildProcessTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  @Test
  void getsTheEnvironmentAndItsLinesAreKeptByStream() {
    try (var child = shell("echo out $COLOUR; echo err >&2", Map.of("COLOUR", "blue"))) {
      assertThat(child.awaitExit(LONG)).isZero();

      assertThat(child.stdout()).containsExactly("out blue");
      assertThat(child.stderr()).containsExactly("err");
      assertThat(child.lines()).containsExactlyInAnyOrder("out blue", "err");
    }
  }

  @Test
  void maySayGoodbyeWhenItIsTerminated() {
    String script = "trap 'echo bye; exit 7' TERM; echo up; while :; do sleep 0.05; done";
    try (var child = shell(script, Map.of())) {
      child.awaitLine("up");

      assertThat(child.terminate(LONG)).isEqualTo(7);
      assertThat(child.lines()).containsExactly("up", "bye");
    }
  }

  @Test
  void mayNotSayGoodbyeWhenItIsKilled() {
    try (var child =
        shell("trap 'echo bye' TERM EXIT; echo up; while :; do sleep 0.05; done", Map.of())) {
      child.awaitLine("up");

      assertThat(child.kill()).isNotZero();
      assertThat(child.isAlive()).isFalse();
      assertThat(child.lines()).containsExactly("up");
    }
  }

  @Test
  void thatEndsWithoutTheLineThatWasWaitedForSaysSoAtOnceWithItsOutput() {
    try (var child = shell("echo no luck; exit 3", Map.of())) {
      assertThatThrownBy(() -> child.awaitLine("ready"))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("before the end of the process")
          .hasMessageContaining("no luck");
    }
  }

  @Test
  void isGoneWhenItIsClosed() {
    var child = ChildProcess.start(List.of("sleep", "600"), Map.of());
    long pid = child.pid();

    child.close();

    assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
  }

  private static ChildProcess shell(String script, Map<String, String> environment) {
    return ChildProcess.start(List.of("sh", "-c", script), environment);
  }
}
