package dev.livecallback.flow;

import static dev.livecallback.flow.Callbacks.OTHER_URL;
import static dev.livecallback.flow.Callbacks.URL;
import static dev.livecallback.flow.Callbacks.spec;
import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.api.AccountReason;
import dev.livecallback.api.LiveCallback;
import dev.livecallback.api.Reason;
import dev.livecallback.testing.Needs;
import dev.livecallback.testing.Slow;
import dev.livecallback.testing.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged program under a clock that somebody sets, each scope being read every second. */
@Needs(Tool.FAKETIME)
@Tag("abuse")
@Flow(operator = false, quota = 100, sync = "1s")
@Order(1) // it waits for minutes: it begins early
@DisplayName("While the wall clock of its machine is set")
@Slow
class SetClockIT {
  private static final String SCOPE = "vhost/steady.example.com";

  @TempDir private Path folder;

  @Test
  void driftIsPutBackAndWhatIsNewIsNeitherForgottenNorAccused(Scene scene) throws IOException {
    Path offset = folder.resolve("offset");
    Files.writeString(offset, "+0");
    scene.start(
        scene
            .operator()
            .with("LD_PRELOAD", Tool.FAKETIME.path().toString())
            .with("DONT_FAKE_MONOTONIC", "1")
            // Else its waits on the monotonic clock end at once.
            .with("FAKETIME_FORCE_MONOTONIC_FIX", "0")
            .with("FAKETIME_NO_CACHE", "1")
            .with("FAKETIME_TIMESTAMP_FILE", offset.toString()));
    scene.adopt("steady", SCOPE, "a", URL, "");

    set(offset, "-10m");
    works(scene, "behind");
    set(offset, "+10m");
    works(scene, "ahead");
    // A clock in local time: the API refuses what is signed with it.
    for (String step : List.of("+8h", "-8h")) {
      set(offset, step);
      scene.accounts().awaitReason("default", AccountReason.CREDENTIALS_REJECTED);
      String name = step.equals("+8h") ? "future" : "past";
      String scope = "vhost/%s.example.com".formatted(name);
      scene.callbacks().create(name, spec(scope, "a", "push", URL));
      scene.callbacks().awaitReason(name, Reason.ACCOUNT_NOT_READY);
      set(offset, "+0");
      scene.accounts().awaitReady("default");
      scene.callbacks().awaitReadyFor(name, Reason.IN_SYNC);
      assertThat(scene.puts(scope)).as(name).isEqualTo(1);
      works(scene, "after-the-" + name);
    }
    assertThat(scene.logs()).noneMatch(line -> line.contains("\"ERROR\""));
  }

  private static void set(Path offset, String to) throws IOException {
    Files.writeString(offset, to);
  }

  /** Drift is put back by one write, and a new object is written once and not accused. */
  private static void works(Scene scene, String name) {
    long puts = scene.puts(SCOPE);
    scene.console().put(SCOPE, "a", "push", OTHER_URL);
    Callbacks.awaitThat(
        "the record to be put back, " + name,
        () -> assertThat(scene.console().list(SCOPE)).containsExactly("a push " + URL));
    assertThat(scene.puts(SCOPE)).as(name).isEqualTo(puts + 1);
    // It has to be read back, too: of what never read back as written nobody else is accused.
    long reads = scene.reads(SCOPE);
    Callbacks.awaitThat(
        "it to be read back, " + name,
        () -> assertThat(scene.reads(SCOPE)).isGreaterThanOrEqualTo(reads + 2));

    String scope = "vhost/%s.example.com".formatted(name);
    scene.callbacks().create(name, spec(scope, "a", "push", URL));
    LiveCallback made = scene.callbacks().awaitReadyFor(name, Reason.IN_SYNC);
    assertThat(made.statusOrEmpty().lastDrift()).as(name).isNull();
    assertThat(scene.puts(scope)).as(name).isEqualTo(1);
  }
}
