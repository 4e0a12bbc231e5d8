package dev.livecallback.operator.accounts;

import dev.livecallback.account.Account;
import dev.livecallback.account.AccountView;
import dev.livecallback.api.AccountReason;
import dev.livecallback.api.AnnotateCommand;
import dev.livecallback.api.Condition;
import dev.livecallback.api.ConditionType;
import dev.livecallback.api.DeleteLimitSpec;
import dev.livecallback.api.LiveAccount;
import dev.livecallback.api.LiveAccountStatus;
import dev.livecallback.api.Timestamps;
import dev.livecallback.api.WellKnown;
import dev.livecallback.engine.accounts.AccountUse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Composes the statuses of accounts. */
final class AccountStatuses {
  /**
   * The time that objects wait before the account is stalled: as for an object's own Secret ({@code
   * docs/planner.md} section 1).
   */
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private AccountStatuses() {}

  /**
   * Returns the status that an account should have.
   *
   * @param answered whether everything was read since the annotation asked for it
   */
  static LiveAccountStatus compose(
      LiveAccount object, Account account, AccountUse use, boolean answered, Instant now) {
    List<Condition> conditions = new ArrayList<>();
    AccountView view = view(object, account, use);
    conditions.add(
        condition(object, ConditionType.READY, view.ready(), view.reason(), view.message(), now));
    if (view.reason().stalls(worked(object, account) || awaitedInVain(object, use, now))) {
      conditions.add(
          condition(
              object, ConditionType.STALLED, Condition.TRUE, view.reason(), view.message(), now));
    }
    if (use.held() > 0) {
      conditions.add(
          condition(
              object,
              ConditionType.DELETE_LIMIT_REACHED,
              Condition.TRUE,
              AccountReason.DELETE_LIMIT_REACHED,
              held(object, use),
              now));
    }
    return new LiveAccountStatus(
        object.getMetadata().getGeneration(),
        account.accountId().orElse(null),
        conditions,
        (long) use.objects(),
        (long) use.scopes(),
        lastHandled(object, account, answered));
  }

  /**
   * Returns whether the account is known to have worked. If the owner gives the account id, nobody
   * can tell.
   */
  private static boolean worked(LiveAccount object, Account account) {
    return object.getSpec().accountId() == null && account.accountId().isPresent();
  }

  /**
   * Returns whether objects have waited for so long that whatever creates the Secret must have
   * failed.
   */
  private static boolean awaitedInVain(LiveAccount object, AccountUse use, Instant now) {
    Instant waiting = use.waitingSince();
    return waiting != null
        && object
            .statusOrEmpty()
            .condition(ConditionType.READY)
            .filter(ready -> ready.status().equals(Condition.FALSE))
            .flatMap(ready -> Timestamps.instant(ready.lastTransitionTime()))
            .map(unusable -> unusable.isAfter(waiting) ? unusable : waiting)
            .filter(since -> !now.isBefore(since.plus(PATIENCE)))
            .isPresent();
  }

  private static AccountView view(LiveAccount object, Account account, AccountUse use) {
    if (account.settings().deleting()) {
      return new AccountView(Condition.FALSE, AccountReason.DELETING, deleting(object, use));
    }
    if (account.settings().annotations().paused()) {
      AccountView view = account.view();
      return new AccountView(
          view.ready(),
          AccountReason.PAUSED,
          AccountReason.PAUSED.sentence()
              + " To go on: "
              + AnnotateCommand.remove(
                  "liveaccount",
                  object.getMetadata().getNamespace(),
                  object.getMetadata().getName(),
                  WellKnown.PAUSED));
    }
    return account.view();
  }

  private static String deleting(LiveAccount object, AccountUse use) {
    if (use.holders() == 0) {
      return "No object has records through it any more.";
    }
    String others = use.holders() > use.firstHolders().size() ? ", …" : "";
    return (use.holders() == 1 ? "1 object still has" : use.holders() + " objects still have")
        + " records through this account: "
        + String.join(", ", use.firstHolders())
        + others
        + ". Delete them or name another account in them; those that should leave their records:"
        + " deletionPolicy Orphan. Of all: kubectl get livecallbacks -A --field-selector"
        + " spec.accountRef.name="
        + object.getMetadata().getName();
  }

  private static String held(LiveAccount object, AccountUse use) {
    return use.held()
        + (use.held() == 1 ? " deletion waits" : " deletions wait")
        + " for the limit of "
        + (object.getSpec().deleteLimit() == null ? 0 : object.getSpec().deleteLimit().perHour())
        + " an hour for each namespace"
        + inAll(object.getSpec().deleteLimit())
        + ". To let all of them go, for example for an hour: "
        + AnnotateCommand.set(
            "liveaccount",
            object.getMetadata().getNamespace(),
            object.getMetadata().getName(),
            WellKnown.RELEASE_DELETES_UNTIL + "=$(date -u -d '+1 hour' +%Y-%m-%dT%H:%M:%SZ)");
  }

  private static String inAll(@Nullable DeleteLimitSpec limit) {
    return limit == null || limit.perHourTotal() == null
        ? ""
        : ", and " + limit.perHourTotal() + " in all";
  }

  private static @Nullable String lastHandled(
      LiveAccount object, Account account, boolean answered) {
    String asked = account.settings().annotations().reconcileRequestedAt();
    return asked != null && answered ? asked : object.statusOrEmpty().lastHandledReconcileAt();
  }

  private static Condition condition(
      LiveAccount object,
      ConditionType type,
      String status,
      AccountReason reason,
      String message,
      Instant now) {
    Condition fresh =
        Condition.of(type, status, reason, message, now, object.getMetadata().getGeneration());
    return object.statusOrEmpty().condition(type).map(fresh::after).orElse(fresh);
  }
}
