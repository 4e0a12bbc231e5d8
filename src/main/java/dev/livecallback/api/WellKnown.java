package dev.livecallback.api;

import java.util.Set;

/**
 * The names that people and other programs know this operator by: group, finalizer, annotations.
 * Annotations are verbs: they ask for something. GitOps tools leave the annotations alone that
 * {@link AnnotateCommand} sets.
 */
public final class WellKnown {
  /** The API group of every object. */
  public static final String GROUP = "livecallback.dev";

  /** The API version of every object. */
  public static final String VERSION = "v1";

  /** The finalizer that holds an object until its remote records are removed or let go. */
  public static final String FINALIZER = GROUP + "/remote-record";

  /** The finalizer that holds an account until no object has remote records through it. */
  public static final String ACCOUNT_FINALIZER = GROUP + "/account";

  /**
   * The annotation that pauses: no calls are made at all, not even for a deletion. Any value but
   * {@code "false"} pauses.
   */
  public static final String PAUSED = GROUP + "/paused";

  /**
   * The annotation that asks to read and judge now. It has any value, and a new value asks again.
   * The status repeats the value.
   */
  public static final String RECONCILE_REQUESTED_AT = GROUP + "/reconcile-requested-at";

  /**
   * The annotation that leaves outside changes, as {@link ManagementPolicy#APPLY_ON_CHANGE} does,
   * until this instant (RFC 3339), at most 7 days ahead. A value that can't be read holds
   * corrections too, and causes a warning.
   */
  public static final String ALLOW_DRIFT_UNTIL = GROUP + "/allow-drift-until";

  /**
   * The annotation that lets a blocked delete go: its value is the token that the blocking message
   * names. The token covers the key and exactly the records that the message names. The annotation
   * is for the deleted object, or, for the record of another namespace's object, for that object.
   * On an account it stands for all of the account's objects.
   */
  public static final String CONFIRM_DELETE = GROUP + "/confirm-delete";

  /** The annotation of an account that lets held deletes go until this instant (RFC 3339). */
  public static final String RELEASE_DELETES_UNTIL = GROUP + "/release-deletes-until";

  /**
   * The annotation of an account that lets it work with another cloud account than the one that its
   * objects' records were written in. Its value is the number of that other cloud account.
   */
  public static final String CONFIRM_ACCOUNT = GROUP + "/confirm-account";

  /** All annotations that the operator reads, of either kind of object. */
  public static final Set<String> ANNOTATIONS =
      Set.of(
          PAUSED,
          RECONCILE_REQUESTED_AT,
          ALLOW_DRIFT_UNTIL,
          CONFIRM_DELETE,
          RELEASE_DELETES_UNTIL,
          CONFIRM_ACCOUNT);

  private WellKnown() {}
}
