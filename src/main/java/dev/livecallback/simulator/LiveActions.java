package dev.livecallback.simulator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.livecallback.volcengine.CallbackKey;
import dev.livecallback.volcengine.MessageType;
import dev.livecallback.volcengine.Scope;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * UpdateCallback, DescribeCallback and DeleteCallback (contract 3), once the signature was checked.
 */
final class LiveActions {
  private final RecordStore store;
  private final SimulatedAccounts accounts;
  private final Knobs knobs;
  private final BodyRules rules;
  private final InstantSource clock;

  LiveActions(
      RecordStore store,
      SimulatedAccounts accounts,
      Knobs knobs,
      BodyRules rules,
      InstantSource clock) {
    this.store = store;
    this.accounts = accounts;
    this.knobs = knobs;
    this.rules = rules;
    this.clock = clock;
  }

  /** Creates or replaces a record. */
  ActionResult update(String account, CallbackBody body) {
    return checked(
        account,
        body,
        rules.recordObjection(body),
        scope ->
            store.put(key(account, scope, body), BodyRules.settings(body))
                ? ActionResult.done()
                : ActionResult.refused(ApiError.forbidden("the simulator holds no more records")));
  }

  /** Lists the records of a scope, or only those that app and message type select. */
  ActionResult describe(String account, CallbackBody body) {
    return checked(
        account,
        body,
        rules.filterObjection(body),
        scope -> {
          List<StoredRecord> found =
              seen(account, scope).stream().filter(each -> selects(body, each.key())).toList();
          return found.isEmpty() ? nothing() : new ActionResult.Done(list(found));
        });
  }

  /**
   * Deletes all records that the body selects; with a strict delete, only the one that it names.
   */
  ActionResult delete(String account, CallbackBody body) {
    boolean strict = knobs.strictDelete().get();
    return checked(
        account,
        body,
        strict ? rules.keyObjection(body) : rules.filterObjection(body),
        scope -> {
          Predicate<CallbackKey> which =
              strict ? key(account, scope, body)::equals : key -> selects(body, key);
          return store.remove(account, scope, which).isEmpty() ? absent() : ActionResult.done();
        });
  }

  private ActionResult checked(
      String account,
      CallbackBody body,
      Optional<String> objection,
      Function<Scope, ActionResult> action) {
    if (objection.isPresent()) {
      return ActionResult.refused(ApiError.invalidParam(objection.get()));
    }
    Scope scope = Objects.requireNonNull(body.scope(), "a checked body has a scope");
    return switch (accounts.owner(account, scope)) {
      case OURS -> action.apply(scope);
      case OTHERS ->
          ActionResult.refused(
              ApiError.of(
                  403,
                  "RequestForbidden.AccountIDNotAllow",
                  "this AccountID does not have permission to access the corresponding resource,"
                      + " please check the request parameters"));
      case NOBODY ->
          ActionResult.refused(
              ApiError.forbidden(
                  "the "
                      + scope.kind().word()
                      + " "
                      + scope.name()
                      + " does not exist under this account"));
    };
  }

  private List<StoredRecord> seen(String account, Scope scope) {
    Instant asOf = clock.instant().minusMillis(knobs.staleReadMillis().get());
    if (scope.kind() == Scope.Kind.VHOST && knobs.vhostListsDomainRecords().get()) {
      return store.in(account, each -> each.equals(scope) || belongs(account, each, scope), asOf);
    }
    return store.in(account, scope, asOf);
  }

  private boolean belongs(String account, Scope each, Scope vhost) {
    return each.kind() == Scope.Kind.DOMAIN
        && accounts.vhostOf(account, each.name()).equalsIgnoreCase(vhost.name());
  }

  private static boolean selects(CallbackBody body, CallbackKey key) {
    return (body.app() == null || body.app().equals(key.app()))
        && (body.messageType() == null || body.messageType().equals(key.messageType().wire()));
  }

  private static CallbackKey key(String account, Scope scope, CallbackBody body) {
    String type = Objects.requireNonNull(body.messageType(), "a checked body has a type");
    return new CallbackKey(account, scope, body.app(), MessageType.ofWire(type).orElseThrow());
  }

  private ActionResult nothing() {
    return new ActionResult.Done(
        switch (knobs.emptyResult().get()) {
          case MISSING -> null;
          case NULL -> NullNode.getInstance();
          case OBJECT -> Json.object();
          case LIST -> list(List.of());
        });
  }

  private ActionResult absent() {
    return switch (knobs.absentDelete().get()) {
      case SUCCESS -> ActionResult.done();
      case REQUEST_FORBIDDEN ->
          ActionResult.refused(
              ApiError.forbidden("the callback config does not exist under this account"));
      case COMMON_ERR -> ActionResult.refused(ApiError.commonErr(false));
    };
  }

  private ObjectNode list(List<StoredRecord> records) {
    ObjectNode result = Json.object();
    ArrayNode list = result.putArray("CallbackList");
    records.forEach(record -> list.add(RecordJson.item(record, vhost(record.key()), knobs)));
    return result;
  }

  private String vhost(CallbackKey key) {
    return switch (key.scope().kind()) {
      case VHOST -> key.scope().name();
      case DOMAIN -> accounts.vhostOf(key.cloudAccount(), key.scope().name());
    };
  }
}
