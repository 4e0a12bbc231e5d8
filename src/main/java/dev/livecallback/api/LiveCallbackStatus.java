package dev.livecallback.api;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The status of one object, as the operator writes it. Lists are never null; an empty one isn't
 * written.
 *
 * @param observedGeneration the generation that the other fields describe; {@link #NEVER} or null =
 *     the status was never written
 * @param scope {@code vhost/NAME} or {@code domain/NAME}
 * @param conditions at most one of each {@link ConditionType}
 * @param records the ledger
 * @param observed the remote record, only while it differs
 * @param drift the fields in which the record differs, only while it does
 * @param lastDrift the last outside change
 * @param lastHandledReconcileAt the value of the annotation {@link
 *     WellKnown#RECONCILE_REQUESTED_AT} that was last carried out
 * @param confirmDeleteToken the value of the annotation {@link WellKnown#CONFIRM_DELETE} that would
 *     let a delete go on; null = no delete waits for it
 */
@JsonClassDescription(
    "How the callback setting stands. Written by the operator alone. kubectl wait"
        + " --for=condition=Ready waits until it is as spec says and was read back.")
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
@RecordBuilder
public record LiveCallbackStatus(
    @JsonPropertyDescription(
            "The object's generation that this status describes; -1 = the operator hasn't"
                + " seen the object yet.")
        @Nullable Long observedGeneration,
    @JsonPropertyDescription("The vhost or domain: vhost/NAME or domain/NAME.") @Size(max = 260)
        @Nullable String scope,
    @JsonPropertyDescription(
            "Ready (everything that this object asks for is done and verified), Drifted"
                + " (the record in the cloud differs from this object), and while they apply"
                + " Reconciling (work is under way) and Stalled (nothing more will happen"
                + " without a person).")
        List<Condition> conditions,
    @JsonPropertyDescription(
            "The records in the cloud that this object has written or may have written."
                + " Kept by the operator; don't edit.")
        List<LedgerEntry> records,
    @JsonPropertyDescription(
            "The record in the cloud as it was last read; present only while it differs.")
        @Nullable ObservedRecord observed,
    @JsonPropertyDescription(
            "The fields in which the record in the cloud differs; present only while it"
                + " differs.")
        List<DriftedField> drift,
    @JsonPropertyDescription("The last outside change of the record; kept after it was corrected.")
        @Nullable LastDrift lastDrift,
    @JsonPropertyDescription(
            "The value of the annotation livecallback.dev/reconcile-requested-at that was"
                + " last carried out.")
        @Size(max = 262144)
        @Nullable String lastHandledReconcileAt,
    @JsonPropertyDescription(
            "Present only while a person may confirm a blocked delete: the value to set for"
                + " this object's annotation livecallback.dev/confirm-delete. The message of"
                + " Ready names what may be lost, and who else has to accept the loss.")
        @Size(max = 64)
        @Nullable String confirmDeleteToken)
    implements LiveCallbackStatusBuilder.With {

  /** The generation that the schema gives an object whose status was never written. */
  public static final long NEVER = -1;

  /** A status that was never written. */
  public static final LiveCallbackStatus EMPTY =
      new LiveCallbackStatus(NEVER, null, List.of(), List.of(), null, List.of(), null, null, null);

  /** Takes copies; an absent list becomes an empty one. */
  public LiveCallbackStatus {
    scope = Texts.sharedOrNull(scope);
    conditions = conditions == null ? List.of() : List.copyOf(conditions);
    records = records == null ? List.of() : List.copyOf(records);
    drift = drift == null ? List.of() : List.copyOf(drift);
  }

  /** Returns whether the operator never wrote the status, or the status was lost. */
  public boolean neverWritten() {
    return observedGeneration == null || observedGeneration == NEVER;
  }

  /** Returns the condition of that type, if it is there. */
  public Optional<Condition> condition(ConditionType type) {
    return conditions.stream().filter(condition -> condition.is(type)).findFirst();
  }

  /** Returns since when the status says that work is under way; empty = it doesn't say so. */
  public Optional<Instant> reconcilingSince() {
    return condition(ConditionType.RECONCILING)
        .filter(Condition::holds)
        .flatMap(condition -> Timestamps.instant(condition.lastTransitionTime()));
  }
}
