package dev.livecallback.account;

import org.jspecify.annotations.Nullable;

/**
 * What an account's annotations ask for; they act on all of its objects.
 *
 * @param paused no calls at all
 * @param reconcileRequestedAt read and judge now, whenever it changes; null = not asked for
 * @param allowDriftUntil as an object's annotation of that name; null = not asked for
 * @param releaseDeletesUntil until when no deletion is held; null = not asked for
 * @param confirmAccount the id of the cloud account that the credentials may lead to from now on;
 *     null = not said
 * @param confirmDelete the token of a blocked delete that may take records of its objects along;
 *     null = not said
 */
public record AccountAnnotations(
    boolean paused,
    @Nullable String reconcileRequestedAt,
    @Nullable String allowDriftUntil,
    @Nullable String releaseDeletesUntil,
    @Nullable String confirmAccount,
    @Nullable String confirmDelete) {

  /** Nothing is asked for. */
  public static final AccountAnnotations NONE =
      new AccountAnnotations(false, null, null, null, null, null);

  /** The same with this {@code paused}. */
  public AccountAnnotations withPaused(boolean paused) {
    return new AccountAnnotations(
        paused,
        reconcileRequestedAt,
        allowDriftUntil,
        releaseDeletesUntil,
        confirmAccount,
        confirmDelete);
  }

  /** The same with this {@code reconcileRequestedAt}. */
  public AccountAnnotations withReconcileRequestedAt(@Nullable String reconcileRequestedAt) {
    return new AccountAnnotations(
        paused,
        reconcileRequestedAt,
        allowDriftUntil,
        releaseDeletesUntil,
        confirmAccount,
        confirmDelete);
  }

  /** The same with this {@code releaseDeletesUntil}. */
  public AccountAnnotations withReleaseDeletesUntil(@Nullable String releaseDeletesUntil) {
    return new AccountAnnotations(
        paused,
        reconcileRequestedAt,
        allowDriftUntil,
        releaseDeletesUntil,
        confirmAccount,
        confirmDelete);
  }

  /** The same with this {@code confirmAccount}. */
  public AccountAnnotations withConfirmAccount(@Nullable String confirmAccount) {
    return new AccountAnnotations(
        paused,
        reconcileRequestedAt,
        allowDriftUntil,
        releaseDeletesUntil,
        confirmAccount,
        confirmDelete);
  }

  /** The same with this {@code confirmDelete}. */
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
