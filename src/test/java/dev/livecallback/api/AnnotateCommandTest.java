package dev.livecallback.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What Flux would take off, {@code CommandsTest} finds in every page and message. */
@DisplayName("The command that annotates")
class AnnotateCommandTest {
  @Test
  void setsAnAnnotationUnderANameThatFluxLeavesAlone() {
    assertThat(AnnotateCommand.set("liveaccount", "live", "main", "livecallback.dev/paused=true"))
        .isEqualTo(
            "kubectl -n live annotate liveaccount main --overwrite --field-manager=livecallback"
                + " livecallback.dev/paused=true");
  }

  @Test
  void takesOneOff() {
    assertThat(AnnotateCommand.remove("livecallback", "team", "one", WellKnown.PAUSED))
        .isEqualTo(
            "kubectl -n team annotate livecallback one --field-manager=livecallback"
                + " livecallback.dev/paused-");
  }
}
