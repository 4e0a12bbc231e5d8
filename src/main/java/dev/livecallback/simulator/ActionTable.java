package dev.livecallback.simulator;

import dev.livecallback.simulator.Actions.ApiAction;
import dev.livecallback.simulator.SimulatedAccounts.AccessKey;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The table that passes each action's body to the code that performs it. */
final class ActionTable {
  private final LiveActions live;
  private final DomainList domains;
  private final StsActions sts;

  ActionTable(LiveActions live, DomainList domains, StsActions sts) {
    this.live = live;
    this.domains = domains;
    this.sts = sts;
  }

  /** Returns the scope, app and message type of a call, as far as its body can be read. */
  static CallFacts facts(ApiAction action, ApiRequest request) {
    return action.service().equals(Actions.LIVE)
        ? bound(request, CallbackBody.class).map(CallFacts::of).orElse(CallFacts.NONE)
        : CallFacts.NONE;
  }

  /**
   * Performs the action.
   *
   * @param key the access key that signed the call; null for an action that isn't signed
   */
  ActionResult perform(ApiAction action, @Nullable AccessKey key, ApiRequest request) {
    if (key == null) {
      return sts.assumeRole(request);
    }
    String account = key.account();
    return switch (action.name()) {
      case Actions.UPDATE -> with(request, CallbackBody.class, body -> live.update(account, body));
      case Actions.DESCRIBE ->
          with(request, CallbackBody.class, body -> live.describe(account, body));
      case Actions.DELETE -> with(request, CallbackBody.class, body -> live.delete(account, body));
      case Actions.LIST_DOMAINS ->
          with(request, DomainList.Filter.class, filter -> domains.list(account, filter));
      default -> sts.callerIdentity(key);
    };
  }

  private static <T> ActionResult with(
      ApiRequest request, Class<T> type, Function<T, ActionResult> perform) {
    return bound(request, type)
        .map(perform)
        .orElseGet(() -> ActionResult.refused(ApiError.bindError()));
  }

  private static <T> Optional<T> bound(ApiRequest request, Class<T> type) {
    return Json.readObject(request.body()).flatMap(json -> Json.bind(json, type));
  }
}
