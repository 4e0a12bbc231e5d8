package dev.livecallback.account;

import io.soabase.recordbuilder.core.RecordBuilder;
import org.jspecify.annotations.Nullable;

/**
 * The requests in an account's annotations, which act on all of its objects.
 *
 * @param paused true if no calls are to be made at all
 * @param reconcileRequestedAt a text that asks to read and judge now, whenever it changes; null =
 *     not asked for
 * @param allowDriftUntil the value of the annotation, as on an object; null = not asked for
 * @param releaseDeletesUntil the instant until which no delete is held; null = not asked for
 * @param confirmAccount the id of the cloud account that the credentials may lead to from now on;
 *     null = not said
 * @param confirmDelete the token of a blocked delete that may take records of the account's objects
 *     along; null = not said
 */
@RecordBuilder
public record AccountAnnotations(
    boolean paused,
    @Nullable String reconcileRequestedAt,
    @Nullable String allowDriftUntil,
    @Nullable String releaseDeletesUntil,
    @Nullable String confirmAccount,
    @Nullable String confirmDelete)
    implements AccountAnnotationsBuilder.With {

  /** The annotations of an account that asks for nothing. */
  public static final AccountAnnotations NONE =
      new AccountAnnotations(false, null, null, null, null, null);
}
