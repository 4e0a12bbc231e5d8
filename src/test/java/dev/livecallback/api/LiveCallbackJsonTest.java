package dev.livecallback.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.testing.SampleObjects;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LiveCallbackJsonTest {
  private static final String FULL =
      """
      apiVersion: "livecallback.dev/v1"
      kind: "LiveCallback"
      metadata:
        name: "a"
        namespace: "b"
        uid: "c"
      spec:
        accountRef:
          name: "live"
          namespace: "streaming"
        vhost: "push.example.com"
        app: "sports"
        messageType: "push"
        callbackDetailList:
        - callbackType: "http"
          url: "https://example.com/a"
        transcodeCallback: true
        authEnable: true
        authKeyPrimarySecretRef:
          name: "keys"
          key: "primary"
        deletionPolicy: "Orphan"
        managementPolicy: "Observe"
        adoptionPolicy: "Adopt"
      status:
        observedGeneration: 3
        scope: "vhost/push.example.com"
        conditions:
        - type: "Ready"
          status: "True"
          reason: "InSync"
          message: "The record is as the object says."
          lastTransitionTime: "2026-01-31T23:59:58Z"
          observedGeneration: 3
        records:
        - account: "b/live"
          scope: "vhost/push.example.com"
          app: "sports"
          messageType: "push"
          written: "h1"
          held: "h1"
          secretVersion: "7"
          heldSince: "2026-01-31T23:59:58Z"
          effectiveBy: "2026-02-01T00:04:58Z"
          requestId: "r1"
        observed:
          callbackDetailList:
          - callbackType: "http"
            url: "https://example.com/b"
          transcodeCallback: false
          authEnable: true
          authKeyPrimary: "hidden"
        drift:
        - field: "transcodeCallback"
          want: "true"
          have: "false"
        lastDrift:
          detectedAt: "2026-01-31T23:59:58Z"
          correctedAt: "2026-01-31T23:59:59Z"
          fields:
          - "transcodeCallback"
        lastHandledReconcileAt: "now"
      """;

  @Test
  void aFullObjectSurvivesTheRoundTrip() {
    LiveCallback object = Serialization.unmarshal(FULL, LiveCallback.class);

    assertThat(Serialization.asYaml(object)).isEqualTo("---\n" + FULL);
    assertThat(object.id()).isEqualTo(new ObjectId("b", "a", "c"));
  }

  @Test
  void whatIsAbsentIsTheApisDefaultAndIsNotWrittenIntoTheObject() {
    String small =
        """
        apiVersion: "livecallback.dev/v1"
        kind: "LiveCallback"
        metadata:
          name: "a"
        spec:
          domain: "push.example.com"
          messageType: "record"
          callbackDetailList:
          - url: "https://example.com/a"
        """;
    LiveCallback object = Serialization.unmarshal(small, LiveCallback.class);

    assertThat(Serialization.asYaml(object)).isEqualTo("---\n" + small);
    LiveCallbackSpec spec = object.getSpec();
    assertThat(spec.transcodes()).isFalse();
    assertThat(spec.authenticates()).isFalse();
    assertThat(spec.deletes()).isTrue();
    assertThat(spec.scope()).isEqualTo("domain/push.example.com");
    assertThat(object.statusOrEmpty().neverWritten()).isTrue();
  }

  @Test
  void aStatusThatNothingIsKnownOfIsItsGenerationAlone() {
    assertThat(Serialization.asJson(LiveCallbackStatus.EMPTY))
        .isEqualTo("{\"observedGeneration\":-1}");
    assertThat(Serialization.unmarshal("{}", LiveCallbackStatus.class).neverWritten()).isTrue();
  }

  @Test
  void fieldsOfALaterVersionAreIgnored() {
    String later =
        FULL.replace("  deletionPolicy:", "  later: 1\n  deletionPolicy:")
            .replace("  lastHandledReconcileAt:", "  later: {}\n  lastHandledReconcileAt:");

    assertThat(later).contains("later: 1", "later: {}");
    assertThat(Serialization.unmarshal(later, LiveCallback.class).getSpec().deletes()).isFalse();
  }

  @Test
  void aConditionsTimeMovesOnlyWhenItsStatusDoes() {
    Instant first = Instant.parse("2026-01-31T23:59:58.9Z");
    Instant later = first.plusSeconds(60);
    Condition before = ready(Condition.FALSE, Reason.WRITING, first);

    assertThat(ready(Condition.FALSE, Reason.VERIFYING, later).after(before).lastTransitionTime())
        .isEqualTo("2026-01-31T23:59:58Z");
    assertThat(ready(Condition.TRUE, Reason.IN_SYNC, later).after(before).lastTransitionTime())
        .isEqualTo("2026-02-01T00:00:58Z");
  }

  @Test
  void aConditionIsFoundByItsType() {
    Condition ready = ready(Condition.TRUE, Reason.IN_SYNC, Instant.EPOCH);
    LiveCallbackStatus status = SampleObjects.status(1).withConditions(List.of(ready));

    assertThat(status.condition(ConditionType.READY)).contains(ready);
    assertThat(status.condition(ConditionType.STALLED)).isEmpty();
    assertThat(status.neverWritten()).isFalse();
  }

  @Test
  void whatIsTooLongForTheSchemaIsCut() {
    DriftedField drift = new DriftedField("url", "a".repeat(1024), "b".repeat(1022) + "🎥tail");

    assertThat(drift.want()).hasSize(1024);
    assertThat(drift.have()).isEqualTo("b".repeat(1022) + "…");
  }

  private static Condition ready(String status, Reason reason, Instant when) {
    return Condition.of(ConditionType.READY, status, reason, reason.sentence(), when, 1);
  }

  @Test
  void aPolicyThatIsLeftOutIsTheDefaultAndOneThatIsNotKnownIsTheCarefulOne() {
    LiveCallbackSpec silent = policies(null, null, null);
    LiveCallbackSpec newer = policies("Recreate", "Someday", "Merge");

    assertThat(silent.deletes()).isTrue();
    assertThat(silent.management()).isEqualTo(ManagementPolicy.ENFORCE);
    assertThat(silent.adoption()).isEqualTo(AdoptionPolicy.IF_IDENTICAL);
    assertThat(policies("Orphan", "ApplyOnChange", "Adopt").management())
        .isEqualTo(ManagementPolicy.APPLY_ON_CHANGE);
    assertThat(policies("Orphan", "ApplyOnChange", "Adopt").adoption())
        .isEqualTo(AdoptionPolicy.ADOPT);
    assertThat(newer.deletes()).isFalse();
    assertThat(newer.management()).isEqualTo(ManagementPolicy.OBSERVE);
    assertThat(newer.adoption()).isEqualTo(AdoptionPolicy.IF_IDENTICAL);
  }

  private static LiveCallbackSpec policies(
      @Nullable String deletion, @Nullable String management, @Nullable String adoption) {
    return SampleObjects.object()
        .getSpec()
        .withDeletionPolicy(deletion)
        .withManagementPolicy(management)
        .withAdoptionPolicy(adoption);
  }
}
