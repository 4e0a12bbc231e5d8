package dev.livecallback.account;

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
public record AccountAnnotations(
    boolean paused,
    @Nullable String reconcileRequestedAt,
    @Nullable String allowDriftUntil,
    @Nullable String releaseDeletesUntil,
    @Nullable String confirmAccount,
    @Nullable String confirmDelete) {

  /** The annotations of an account that asks for nothing. */
  public static final AccountAnnotations NONE =
      new AccountAnnotations(false, null, null, null, null, null);

  /** Returns the same with this {@code paused}. */
  public AccountAnnotations withPaused(boolean paused) {
    return new AccountAnnotations(
        paused,
        reconcileRequestedAt,
        allowDriftUntil,
        releaseDeletesUntil,
        confirmAccount,
        confirmDelete);
  }

  /** Returns the same with this {@code reconcileRequestedAt}. */
  public AccountAnnotations withReconcileRequestedAt(@Nullable String reconcileRequestedAt) {
    return new AccountAnnotations(
        paused,
        reconcileRequestedAt,
        allowDriftUntil,
        releaseDeletesUntil,
        confirmAccount,
        confirmDelete);
  }

  /** Returns the same with this {@code releaseDeletesUntil}. */
  public AccountAnnotations withReleaseDeletesUntil(@Nullable String releaseDeletesUntil) {
    return new AccountAnnotations(
        paused,
        reconcileRequestedAt,
        allowDriftUntil,
        releaseDeletesUntil,
        confirmAccount,
        confirmDelete);
  }

  /** Returns the same with this {@code confirmAccount}. */
  public AccountAnnotations withConfirmAccount(@Nullable String confirmAccount) {
    return new AccountAnnotations(
        paused,
        reconcileRequestedAt,
        allowDriftUntil,
        releaseDeletesUntil,
        confirmAccount,
        confirmDelete);
  }

  /** Returns the same with this {@code confirmDelete}. */
  public AccountAnnotations withConfirmDelete(@Nullable String confirmDelete) {
    return new AccountAnnotations(
        paused,
        reconcileRequestedAt,
        allowDriftUntil,
        releaseDeletesUntil,
        confirmAccount,
        confirmDelete);
  }
}
