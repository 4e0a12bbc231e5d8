package dev.livecallback.operator.kubernetes;

import static dev.livecallback.testing.SampleObjects.object;
import static dev.livecallback.testing.SampleObjects.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.livecallback.api.LiveCallback;
import dev.livecallback.api.LiveCallbackStatus;
import dev.livecallback.api.WellKnown;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class WatchesTest {
  private static final String DELETED = "2026-01-01T00:00:00Z";

  @ParameterizedTest(name = "{0}: {3}")
  @MethodSource
  void worthPlanning(String what, LiveCallback before, LiveCallback now, boolean worth) {
    assertThat(Watches.worthPlanning(now, before)).isEqualTo(worth);
  }

  static Stream<Arguments> worthPlanning() {
    LiveCallback before = object();
    return Stream.of(
        arguments("nothing", before, object(), false),
        arguments("our own status write", withStatus(status(1)), withStatus(status(2)), false),
        arguments("a label", before, object(m -> m.addToLabels("a", "b")), false),
        arguments(
            "another's annotation", before, object(m -> m.addToAnnotations("a/b", "c")), false),
        arguments("an edit", before, object(m -> m.withGeneration(2L)), true),
        arguments("a new object of the name", before, object(m -> m.withUid("uid-2")), true),
        arguments("a deletion", before, object(m -> m.withDeletionTimestamp(DELETED)), true),
        arguments(
            "a deletion that is known",
            object(m -> m.withDeletionTimestamp(DELETED)),
            object(m -> m.withDeletionTimestamp(DELETED)),
            false),
        arguments(
            "the finalizer that comes", object(m -> m.withFinalizers(List.of())), before, true),
        arguments(
            "the finalizer that goes", before, object(m -> m.withFinalizers(List.of())), true),
        arguments(
            "an annotation of ours that comes",
            before,
            object(m -> m.addToAnnotations(WellKnown.PAUSED, "")),
            true),
        arguments(
            "one that changes",
            object(m -> m.addToAnnotations(WellKnown.RECONCILE_REQUESTED_AT, "1")),
            object(m -> m.addToAnnotations(WellKnown.RECONCILE_REQUESTED_AT, "2")),
            true),
        arguments(
            "one that goes", object(m -> m.addToAnnotations(WellKnown.PAUSED, "")), before, true),
        arguments("a status that is lost", before, withStatus(LiveCallbackStatus.EMPTY), true),
        arguments(
            "a status that was lost before",
            withStatus(LiveCallbackStatus.EMPTY),
            withStatus(LiveCallbackStatus.EMPTY),
            false),
        arguments("a first status", withStatus(LiveCallbackStatus.EMPTY), before, false));
  }

  private static LiveCallback withStatus(LiveCallbackStatus status) {
    LiveCallback object = object();
    object.setStatus(status);
    return object;
  }
}
