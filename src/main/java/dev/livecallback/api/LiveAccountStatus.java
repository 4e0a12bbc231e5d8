package dev.livecallback.api;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The status of one account, as the operator writes it. An empty list isn't written.
 *
 * @param observedGeneration the generation that the other fields describe; {@link #NEVER} or null =
 *     the status was never written
 * @param accountId the cloud account that the credentials belong to; null = not known yet
 * @param conditions {@link ConditionType#READY}, and {@link ConditionType#STALLED} and {@link
 *     ConditionType#DELETE_LIMIT_REACHED} while they apply
 * @param objects the number of objects that use the account
 * @param scopes the number of scopes that are in use through it
 * @param lastHandledReconcileAt the value of the annotation {@link
 *     WellKnown#RECONCILE_REQUESTED_AT} that was last carried out
 */
@JsonClassDescription(
    "How the account stands. Written by the operator alone. kubectl wait"
        + " --for=condition=Ready waits"
        + " until it can be used.")
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
public record LiveAccountStatus(
    @JsonPropertyDescription(
            "The account's generation that this status describes; -1 = the operator hasn't seen the"
                + " account yet.")
        @Nullable Long observedGeneration,
    @JsonPropertyDescription(
            "The number of the cloud account that the credentials belong to. Example: 2100000001")
        @Size(max = 64)
        @Nullable String accountId,
    @JsonPropertyDescription(
            "Ready (the account can be used), and while they apply Stalled (only a person"
                + " can help) and DeleteLimitReached (the limit of deletes is used up).")
        List<Condition> conditions,
    @JsonPropertyDescription("How many LiveCallbacks use the account.") @Nullable Long objects,
    @JsonPropertyDescription("How many vhosts and domains are in use through the account.")
        @Nullable Long scopes,
    @JsonPropertyDescription(
            "The value of the annotation livecallback.dev/reconcile-requested-at that was last"
                + " carried out.")
        @Size(max = 262144)
        @Nullable String lastHandledReconcileAt) {

  /** The generation that the schema gives an account whose status was never written. */
  public static final long NEVER = -1;

  /** A status that was never written. */
  public static final LiveAccountStatus EMPTY =
      new LiveAccountStatus(NEVER, null, List.of(), null, null, null);

  /** Takes a copy; an absent list becomes an empty one. */
  public LiveAccountStatus {
    conditions = conditions == null ? List.of() : List.copyOf(conditions);
  }

  /** Returns whether the operator never wrote the status, or the status was lost. */
  public boolean neverWritten() {
    return observedGeneration == null || observedGeneration == NEVER;
  }

  /** Returns the condition of that type, if it is there. */
  public Optional<Condition> condition(ConditionType type) {
    return conditions.stream().filter(condition -> condition.is(type)).findFirst();
  }
}
