package dev.livecallback.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the operator says of one object. Lists are never null; an empty one isn't written.
 *
 * @param observedGeneration the generation that the rest speaks of; {@link #NEVER} or null = the
 *     status was never written
 * @param scope {@code vhost/NAME} or {@code domain/NAME}
 * @param conditions at most one of each {@link ConditionType}
 * @param records the ledger
 * @param observed the remote record, only while it differs
 * @param drift in what it differs, only while it does
 * @param lastDrift the last outside change
 * @param lastHandledReconcileAt the value of the annotation {@link
 *     WellKnown#RECONCILE_REQUESTED_AT} that was last carried out
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
public record LiveCallbackStatus(
    @Nullable Long observedGeneration,
    @Nullable String scope,
    List<Condition> conditions,
    List<LedgerEntry> records,
    @Nullable ObservedRecord observed,
    List<DriftedField> drift,
    @Nullable LastDrift lastDrift,
    @Nullable String lastHandledReconcileAt) {

  /** The generation that the schema gives an object whose status was never written. */
  public static final long NEVER = -1;

  /** A status that was never written. */
  public static final LiveCallbackStatus EMPTY =
      new LiveCallbackStatus(NEVER, null, List.of(), List.of(), null, List.of(), null, null);

  /** Takes copies; an absent list becomes an empty one. */
  public LiveCallbackStatus {
    conditions = conditions == null ? List.of() : List.copyOf(conditions);
    records = records == null ? List.of() : List.copyOf(records);
    drift = drift == null ? List.of() : List.copyOf(drift);
  }

  /** Whether the operator never wrote it, or it was lost. */
  public boolean neverWritten() {
    return observedGeneration == null || observedGeneration == NEVER;
  }

  /** The condition of that type, if it is there. */
  public Optional<Condition> condition(ConditionType type) {
    return conditions.stream().filter(condition -> condition.is(type)).findFirst();
  }
}
