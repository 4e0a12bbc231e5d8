package dev.livecallback.simulation;

import dev.livecallback.api.AccountName;
import dev.livecallback.api.LedgerEntry;
import dev.livecallback.api.LiveCallback;
import dev.livecallback.api.LiveCallbackStatus;
import dev.livecallback.calls.Call;
import dev.livecallback.simulation.CloudUsers.User;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Tenants of a cluster whose statuses anybody may write. No account of others lets their namespace
 * in, and the keys of their own accounts are good for nothing that others have. So whatever their
 * specs and statuses say, no call is made for them, and nobody has to reckon with them.
 */
final class Forgers {
  static final String NAMESPACE = "forgers";

  /** The calls per second that their accounts ask for. */
  static final int QUOTA = 1;

  /** The sync period that their accounts ask for. */
  static final Duration SYNC_PERIOD = Duration.ofMinutes(1);

  private static final User FORGER = new User("2100000003", "forger");

  private final SimulatedWorld world;

  Forgers(SimulatedWorld world) {
    this.world = world;
  }

  /** Whether there are any: then no policy protects statuses. */
  static boolean actIn(History history) {
    return history.steps().stream().anyMatch(step -> step.act() instanceof WorldAct.Forgery);
  }

  static boolean has(LiveCallback object) {
    return NAMESPACE.equals(object.getMetadata().getNamespace());
  }

  /** Whether an account of this name is theirs. */
  static boolean own(AccountName account) {
    return account.namespace().equals(NAMESPACE);
  }

  /** The objects that others have. */
  static List<LiveCallback> without(Collection<LiveCallback> objects) {
    return objects.stream().filter(object -> !has(object)).toList();
  }

  void act(WorldAct.Forgery forgery) {
    String name = NAMESPACE + "/" + forgery.name();
    LiveCallback object = world.server.get(name);
    switch (forgery) {
      case WorldAct.Forgery.Name(String newName, SpecDraft draft) -> {
        if (object == null) {
          world.server.create(NAMESPACE, newName, draft.spec());
        } else {
          world.server.edit(name, draft.spec());
        }
      }
      case WorldAct.Forgery.List(String _, AccountName account, SpecDraft.DraftPlace place) -> {
        if (object != null) {
          list(object, account, place);
        }
      }
      case WorldAct.Forgery.Remove _ -> world.server.delete(name);
      case WorldAct.Forgery.Claim(String _, String accountId, boolean worthlessKeys) ->
          claim(new AccountName(name), accountId, worthlessKeys);
    }
  }

  private void claim(AccountName name, String accountId, boolean worthlessKeys) {
    String key = world.cloudUsers.issue(FORGER);
    if (worthlessKeys) {
      world.cloudUsers.revoke(key);
    }
    world.accounts.setAccessKey(name, key);
    world.accounts.create(name);
    world.accounts.change(name, account -> account.forged(accountId));
  }

  private void list(LiveCallback object, AccountName account, SpecDraft.DraftPlace place) {
    LiveCallbackStatus status = object.statusOrEmpty();
    List<LedgerEntry> records = new ArrayList<>(status.records());
    records.add(
        LedgerEntry.of(account.text(), place.scope().toString(), place.app(), place.type().wire())
            .withWritten("forged")
            .withHeld("forged"));
    world.server.writeStatus(
        object,
        status.withRecords(records).withObservedGeneration(object.getMetadata().getGeneration()));
  }

  /** Nobody lets them in. */
  void sends(Call call) {
    if (call.objects().stream().anyMatch(object -> object.namespace().equals(NAMESPACE))) {
      throw world.fail(
          "a call is made by a forged status", call.order() + " for " + call.objects());
    }
  }
}
