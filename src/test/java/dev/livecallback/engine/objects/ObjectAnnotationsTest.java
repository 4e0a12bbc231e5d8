package dev.livecallback.engine.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.livecallback.account.Account;
import dev.livecallback.account.AccountAnnotations;
import dev.livecallback.account.SomeAccount;
import dev.livecallback.api.AccountName;
import dev.livecallback.api.AdoptionPolicy;
import dev.livecallback.api.Condition;
import dev.livecallback.api.ConditionType;
import dev.livecallback.api.Deadline;
import dev.livecallback.api.LiveCallback;
import dev.livecallback.api.ManagementPolicy;
import dev.livecallback.api.Reason;
import dev.livecallback.api.WellKnown;
import dev.livecallback.claim.Claimant.Stance;
import dev.livecallback.plan.Policies;
import dev.livecallback.testing.SampleObjects;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a person asks for by policies and annotations. */
class ObjectAnnotationsTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  private static LiveCallback annotated(String name, String value) {
    return SampleObjects.object(metadata -> metadata.withAnnotations(Map.of(name, value)));
  }

  private static LiveCallback deleted(LiveCallback object) {
    object.getMetadata().setDeletionTimestamp("2026-03-01T11:00:00Z");
    return object;
  }

  private static LiveCallback with(
      LiveCallback object,
      @Nullable String deletion,
      @Nullable String management,
      @Nullable String adoption) {
    object.setSpec(
        object
            .getSpec()
            .withDeletionPolicy(deletion)
            .withManagementPolicy(management)
            .withAdoptionPolicy(adoption));
    return object;
  }

  private static LiveCallback managed(String management) {
    return with(SampleObjects.object(), null, management, null);
  }

  private static LiveCallback ready(LiveCallback object, Reason reason, long generation) {
    Condition ready =
        Condition.of(ConditionType.READY, Condition.TRUE, reason, "As wanted.", NOW, generation);
    object.setStatus(SampleObjects.status(generation).withConditions(List.of(ready)));
    return object;
  }

  private static LiveCallback inSync() {
    return ready(SampleObjects.object(), Reason.IN_SYNC, 1);
  }

  @ParameterizedTest(name = "paused: \"{0}\" is {1}")
  @CsvSource({
    "'', true",
    "true, true",
    "yes, true",
    "0, true",
    "until monday, true",
    "false, false",
    "False, false",
    "' false ', false",
    "falsely, true"
  })
  void anyValuePausesButFalse(String value, boolean paused) {
    assertThat(ObjectAnnotations.paused(annotated(WellKnown.PAUSED, value))).isEqualTo(paused);
  }

  @Test
  void anObjectWithoutAnnotationsAsksForNothing() {
    LiveCallback object = SampleObjects.object();

    assertThat(ObjectAnnotations.paused(object)).isFalse();
    assertThat(ObjectAnnotations.unansweredReconcile(object)).isNull();
    assertThat(ObjectAnnotations.drift(object, Optional.empty(), NOW))
        .isEqualTo(new Deadline.None());
    assertThat(ObjectAnnotations.confirmedDeletes(object, Optional.empty())).isEmpty();
  }

  @Test
  void anotherAnnotationAsksForNothing() {
    assertThat(ObjectAnnotations.paused(annotated("team/paused", "true"))).isFalse();
  }

  @Test
  void aRequestIsAnsweredOnceTheStatusRepeatsIt() {
    LiveCallback object = annotated(WellKnown.RECONCILE_REQUESTED_AT, "monday");
    assertThat(ObjectAnnotations.unansweredReconcile(object)).isEqualTo("monday");

    object.setStatus(SampleObjects.status(1).withLastHandledReconcileAt("monday"));
    assertThat(ObjectAnnotations.unansweredReconcile(object)).isNull();

    object.getMetadata().setAnnotations(Map.of(WellKnown.RECONCILE_REQUESTED_AT, "tuesday"));
    assertThat(ObjectAnnotations.unansweredReconcile(object)).isEqualTo("tuesday");
  }

  @Test
  void driftIsAllowedAsTheAnnotationSays() {
    LiveCallback object = annotated(WellKnown.ALLOW_DRIFT_UNTIL, "2026-03-01T12:30:00Z");

    assertThat(ObjectAnnotations.drift(object, Optional.empty(), NOW))
        .isEqualTo(new Deadline.Until(NOW.plusSeconds(1800)));
    assertThat(ObjectAnnotations.drift(object, Optional.empty(), NOW.plusSeconds(1800)))
        .isEqualTo(new Deadline.None());
  }

  @Test
  void aTokenIsTakenWithoutTheSpacesAroundIt() {
    LiveCallback object = annotated(WellKnown.CONFIRM_DELETE, " 123abc\n");

    assertThat(ObjectAnnotations.confirmedDeletes(object, Optional.empty()))
        .containsExactly("123abc");
  }

  @Test
  void aTokenOfTheAccountCountsToo() {
    Account account = SomeAccount.open(new AccountName("live", "account"));
    account.update(
        account.settings().withAnnotations(AccountAnnotations.NONE.withConfirmDelete("456def")),
        NOW);

    assertThat(
            ObjectAnnotations.confirmedDeletes(
                annotated(WellKnown.CONFIRM_DELETE, "123abc"), Optional.of(account)))
        .containsExactlyInAnyOrder("123abc", "456def");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void policies(String what, LiveCallback object, Policies policies) {
    assertThat(ObjectAnnotations.policies(object)).isEqualTo(policies);
  }

  static Stream<Arguments> policies() {
    return Stream.of(
        arguments("what isn't said is enforced", SampleObjects.object(), Policies.DEFAULT),
        arguments(
            "everything said",
            with(SampleObjects.object(), "Orphan", "ApplyOnChange", "Adopt"),
            new Policies(ManagementPolicy.APPLY_ON_CHANGE, AdoptionPolicy.ADOPT, true, true)),
        arguments(
            "the defaults said",
            with(SampleObjects.object(), "Delete", "Enforce", "IfIdentical"),
            Policies.DEFAULT),
        arguments(
            "Observe",
            managed("Observe"),
            new Policies(ManagementPolicy.OBSERVE, AdoptionPolicy.IF_IDENTICAL, false, true)),
        arguments(
            "one that isn't known observes",
            with(SampleObjects.object(), "Delete", "Maybe", "Adopt"),
            new Policies(ManagementPolicy.OBSERVE, AdoptionPolicy.IF_IDENTICAL, false, false)),
        arguments(
            "but Orphan is a way out",
            with(SampleObjects.object(), "Orphan", "Maybe", "Adopt"),
            new Policies(ManagementPolicy.OBSERVE, AdoptionPolicy.IF_IDENTICAL, true, false)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void states(String what, LiveCallback object, Stance state) {
    assertThat(ObjectAnnotations.state(object, Optional.empty(), false, false, NOW))
        .isEqualTo(state);
    assertThat(ObjectAnnotations.state(object, Optional.empty(), true, false, NOW))
        .as("left as it is")
        .isEqualTo(Stance.PAUSED);
  }

  static Stream<Arguments> states() {
    LiveCallback allowing = annotated(WellKnown.ALLOW_DRIFT_UNTIL, "2026-03-01T12:30:00Z");
    LiveCallback unreadable = annotated(WellKnown.ALLOW_DRIFT_UNTIL, "later");
    LiveCallback allowed = annotated(WellKnown.ALLOW_DRIFT_UNTIL, "2026-03-01T11:30:00Z");
    return Stream.of(
        arguments(
            "an object that isn't in sync yet writes", SampleObjects.object(), Stance.WRITING),
        arguments("one in sync restores", inSync(), Stance.RESTORING),
        arguments(
            "one in sync with its last generation writes",
            ready(SampleObjects.object(), Reason.IN_SYNC, 0),
            Stance.WRITING),
        arguments(
            "one whose drift is left doesn't restore",
            ready(SampleObjects.object(), Reason.DRIFT_TOLERATED, 1),
            Stance.WRITING),
        arguments(
            "ApplyOnChange restores nothing",
            with(inSync(), null, "ApplyOnChange", null),
            Stance.WRITING),
        arguments("nor does who allows drift", ready(allowing, Reason.IN_SYNC, 1), Stance.WRITING),
        arguments(
            "nor who allows it in words nobody understands",
            ready(unreadable, Reason.IN_SYNC, 1),
            Stance.WRITING),
        arguments("who allowed it does again", ready(allowed, Reason.IN_SYNC, 1), Stance.RESTORING),
        arguments("Observe observes", with(inSync(), null, "Observe", null), Stance.OBSERVING),
        arguments("a deleted object goes", deleted(inSync()), Stance.GOING),
        arguments(
            "with Orphan it leaves its record",
            with(deleted(inSync()), "Orphan", null, null),
            Stance.LEAVING),
        arguments(
            "with Observe as well", with(deleted(inSync()), null, "Observe", null), Stance.LEAVING),
        arguments(
            "a paused one is paused",
            ready(annotated(WellKnown.PAUSED, "true"), Reason.IN_SYNC, 1),
            Stance.PAUSED),
        arguments(
            "whatever else it is",
            with(deleted(annotated(WellKnown.PAUSED, "")), "Orphan", "Observe", null),
            Stance.PAUSED));
  }
}
