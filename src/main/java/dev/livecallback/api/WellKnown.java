package dev.livecallback.api;

import java.util.Set;

/**
 * The names that people and other programs know this operator by: group, finalizer, annotations.
 * Annotations are verbs: they ask for something, and GitOps tools leave those alone that {@link
 * AnnotateCommand} sets.
 */
public final class WellKnown {
  /** The API group of every object. */
  public static final String GROUP = "livecallback.dev";

  /** The API version of every object. */
  public static final String VERSION = "v1";

  /** Holds an object until its remote records are removed or let go. */
  public static final String FINALIZER = GROUP + "/remote-record";

  /** Holds an account until no object has remote records through it. */
  public static final String ACCOUNT_FINALIZER = GROUP + "/account";

  /** Hands off: no calls at all, deletion included. Any value but {@code "false"} pauses. */
  public static final String PAUSED = GROUP + "/paused";

  /** Read and judge now. Any value; a new value asks again. Echoed in the status. */
  public static final String RECONCILE_REQUESTED_AT = GROUP + "/reconcile-requested-at";

  /**
   * Leave outside changes, as {@link ManagementPolicy#APPLY_ON_CHANGE} does, until this instant
   * (RFC 3339), at most 7 days ahead. One that can't be read holds corrections too, and warns.
   */
  public static final String ALLOW_DRIFT_UNTIL = GROUP + "/allow-drift-until";

  /**
   * Lets a blocked delete go: the token that the blocking message names. It covers the key and
   * exactly the records that the message names. On the deleted object; for the record of another
   * namespace's object on that one. On an account it is said of all of its objects.
   */
  public static final String CONFIRM_DELETE = GROUP + "/confirm-delete";

  /** On an account: lets held deletes go until this instant (RFC 3339). */
  public static final String RELEASE_DELETES_UNTIL = GROUP + "/release-deletes-until";

  /**
   * On an account: lets it work with a cloud account that isn't the one its objects' records were
   * written in. The number of that cloud account.
   */
  public static final String CONFIRM_ACCOUNT = GROUP + "/confirm-account";

  /** All annotations that are read, of either kind of object. */
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
