package dev.livecallback.flow;

import static dev.livecallback.flow.Callbacks.awaitThat;
import static dev.livecallback.flow.Callbacks.spec;
import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.api.Reason;
import dev.livecallback.testing.Slow;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** More records of a vhost than one answer has room for: 330 of 100 URLs each, 4.5 MB. */
@Flow(quota = 100, sync = "2s")
@Order(2) // it takes long: it begins early
@DisplayName("A vhost with more than 4 MB of records")
@Slow
class LargeScopeIT {
  private static final String LARGE = "vhost/large.example.com";
  private static final String URL = "https://hooks.example.com/live";
  private static final String OTHERS = "https://hooks.example.com/others";

  private final Scene scene;
  private final Callbacks callbacks;

  LargeScopeIT(Scene scene) {
    this.scene = scene;
    this.callbacks = scene.callbacks();
  }

  @BeforeAll
  void isFilledInTheConsole() {
    String path = "x".repeat(70);
    for (int app = 0; app < 330; app++) {
      String[] urls =
          IntStream.range(0, 100)
              .mapToObj(i -> "https://h.example.com/" + path + i)
              .toArray(String[]::new);
      scene.console().put(LARGE, "app-" + app, "push_end", urls);
    }
  }

  private List<String> recordsOf(String app) {
    return scene.console().list(LARGE).stream()
        .filter(record -> record.startsWith(app + " "))
        .toList();
  }

  /** It is written, put back when somebody changes it, and removed. */
  private void isLookedAfter(String name, String messageType) {
    callbacks.create(name, spec(LARGE, name, messageType, URL));
    callbacks.awaitReadyFor(name, Reason.IN_SYNC);
    String record = name + " " + messageType + " " + URL;
    assertThat(recordsOf(name)).containsExactly(record);

    scene.console().put(LARGE, name, messageType, OTHERS);
    awaitThat(
        "the drift to be put back", () -> assertThat(recordsOf(name)).containsExactly(record));
    callbacks.awaitReadyFor(name, Reason.IN_SYNC);

    callbacks.delete(name);
    callbacks.awaitGone(name);
    assertThat(recordsOf(name)).isEmpty();
  }

  @Test
  void isReadByMessageType() {
    isLookedAfter("small", "push");
  }

  @Test
  void isReadByAppWhereOneTypeIsTooLarge() {
    isLookedAfter("beside", "push_end");
  }

  @Test
  void saysSoOfARecordThatOnlyTheWholeTypeShows() {
    callbacks.create("whole", spec(LARGE, "", "push_end", URL));

    assertThat(Callbacks.ready(callbacks.awaitReason("whole", Reason.API_UNAVAILABLE)).message())
        .contains("more than 4 MB");

    callbacks.delete("whole");
    callbacks.awaitGone("whole");
  }
}
