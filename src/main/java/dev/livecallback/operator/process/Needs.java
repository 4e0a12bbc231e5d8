package dev.livecallback.operator.process;

import dev.livecallback.api.WellKnown;
import dev.livecallback.leader.Elector;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The rights that the operator needs to start, and the search for missing ones. */
public final class Needs {
  private static final String LEASES = "coordination.k8s.io";

  private static final List<Need> OBJECTS =
      List.of(
          new Need(WellKnown.GROUP, "livecallbacks", null, "get"),
          new Need(WellKnown.GROUP, "livecallbacks", null, "list"),
          new Need(WellKnown.GROUP, "livecallbacks", null, "watch"),
          new Need(WellKnown.GROUP, "livecallbacks", null, "patch"),
          new Need(WellKnown.GROUP, "livecallbacks", "status", "patch"),
          new Need(WellKnown.GROUP, "livecallbacks", "status", "update"),
          new Need("", "events", null, "create"));

  private static final List<Need> ACCOUNTS =
      List.of(
          new Need(WellKnown.GROUP, "liveaccounts", null, "get"),
          new Need(WellKnown.GROUP, "liveaccounts", null, "list"),
          new Need(WellKnown.GROUP, "liveaccounts", null, "watch"),
          new Need(WellKnown.GROUP, "liveaccounts", null, "patch"),
          new Need(WellKnown.GROUP, "liveaccounts", "status", "patch"),
          new Need(WellKnown.GROUP, "liveaccounts", "status", "update"),
          new Need("", "events", null, "create"));

  private static final List<Need> WATCHED_SECRETS =
      List.of(new Need("", "secrets", null, "list"), new Need("", "secrets", null, "watch"));

  private static final Need FETCHED_SECRETS = new Need("", "secrets", null, "get");

  private static final List<Need> LEASE =
      List.of(
          new Need(LEASES, "leases", null, "create"),
          new Need(LEASES, "leases", null, "get", Elector.LEASE),
          new Need(LEASES, "leases", null, "update", Elector.LEASE),
          new Need(LEASES, "leases", null, "watch", Elector.LEASE));

  private Needs() {}

  /**
   * A source that knows which rights the operator has.
   *
   * @param <X> the exception if the source can't find out
   */
  public interface Rights<X extends Exception> {
    /** Returns whether the operator has the right. */
    boolean allow(Need need) throws X;
  }

  /**
   * The rights that the operator lacks.
   *
   * @param fetchesSecrets whether the operator may get Secrets, but not watch them
   */
  public record MissingRights(List<Need> needs, boolean fetchesSecrets) {
    /** Returns the rights in words, such as {@code list secrets, watch secrets}. */
    public String words() {
      return needs.stream().map(Need::toString).collect(Collectors.joining(", "));
    }
  }

  /**
   * Returns the rights that are missing in a namespace.
   *
   * @param watched whether the operator is to watch the namespace's objects, and not only its
   *     accounts
   */
  public static <X extends Exception> MissingRights missing(boolean watched, Rights<X> rights)
      throws X {
    Set<Need> needs = new LinkedHashSet<>(watched ? OBJECTS : List.of());
    needs.addAll(ACCOUNTS);
    boolean fetches = !refused(WATCHED_SECRETS, rights).isEmpty();
    if (fetches && !rights.allow(FETCHED_SECRETS)) {
      needs.addAll(WATCHED_SECRETS);
    }
    return new MissingRights(refused(needs, rights), fetches);
  }

  /** Returns the rights that leader election needs in the operator's own namespace, but lacks. */
  public static <X extends Exception> MissingRights missingForLease(Rights<X> rights) throws X {
    return new MissingRights(refused(LEASE, rights), false);
  }

  private static <X extends Exception> List<Need> refused(Collection<Need> needs, Rights<X> rights)
      throws X {
    List<Need> refused = new ArrayList<>();
    for (Need need : needs) {
      if (!rights.allow(need)) {
        refused.add(need);
      }
    }
    return refused;
  }
}
