package dev.livecallback.operator.accounts;

import dev.livecallback.account.DeleteLimit;
import dev.livecallback.api.Deadline;
import dev.livecallback.api.LiveAccount;
import dev.livecallback.api.WellKnown;
import dev.livecallback.plan.Notice;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** The allowances in the annotations of accounts, as they were last seen. */
final class AccountAllowances {
  private final Map<String, Allowances> byUid = new ConcurrentHashMap<>();

  private record Allowances(Deadline drift, Deadline deletes) {
    private static final Allowances NONE = new Allowances(new Deadline.None(), new Deadline.None());

    private static Allowances of(LiveAccount object, Instant now) {
      Map<String, String> annotations =
          Optional.ofNullable(object.getMetadata().getAnnotations()).orElse(Map.of());
      return new Allowances(
          Deadline.ofAllowedDrift(annotations.get(WellKnown.ALLOW_DRIFT_UNTIL), now),
          DeleteLimit.release(annotations.get(WellKnown.RELEASE_DELETES_UNTIL), now));
    }
  }

  /**
   * Takes in the annotations that an account has now.
   *
   * @param now the present time of the wall clock
   * @return a notice about each allowance that ended before its time
   */
  List<Notice> update(LiveAccount object, Instant now) {
    Allowances current = Allowances.of(object, now);
    String uid = object.getMetadata().getUid();
    Allowances before = byUid.getOrDefault(uid, Allowances.NONE);
    if (current.equals(Allowances.NONE)) {
      byUid.remove(uid);
    } else {
      byUid.put(uid, current);
    }
    return Stream.of(
            ended(
                WellKnown.ALLOW_DRIFT_UNTIL,
                before.drift(),
                current.drift(),
                now,
                "Outside changes are again treated as each object's managementPolicy says."),
            ended(
                WellKnown.RELEASE_DELETES_UNTIL,
                before.deletes(),
                current.deletes(),
                now,
                "The limit of deletes holds again."))
        .flatMap(Optional::stream)
        .toList();
  }

  /** Forgets an account that goes. */
  void forget(LiveAccount object) {
    byUid.remove(object.getMetadata().getUid());
  }

  private static Optional<Notice> ended(
      String annotation, Deadline before, Deadline current, Instant now, String from) {
    return before instanceof Deadline.Until(Instant end)
            && end.isAfter(now)
            && current instanceof Deadline.None
        ? Optional.of(Notice.allowanceEnded(annotation, end, from))
        : Optional.empty();
  }
}
