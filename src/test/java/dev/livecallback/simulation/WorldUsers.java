package dev.livecallback.simulation;

import dev.livecallback.api.AccountName;
import dev.livecallback.api.Condition;
import dev.livecallback.api.ConditionType;
import dev.livecallback.api.LiveCallback;
import dev.livecallback.api.Timestamps;
import dev.livecallback.api.WellKnown;
import dev.livecallback.shadow.ShadowApiServer;
import dev.livecallback.volcengine.Authentication;
import dev.livecallback.volcengine.CallbackContent;
import dev.livecallback.volcengine.CallbackDetail;
import dev.livecallback.volcengine.CallbackKey;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Carries out what people do, at Kubernetes and in the console. */
final class WorldUsers {
  private static final int PATIENCE = 2_000;
  private static final Pattern COMMAND =
      Pattern.compile(
          "kubectl -n (\\S+) annotate (livecallback|liveaccount) (\\S+) --overwrite --field-manager=livecallback "
              + Pattern.quote(WellKnown.CONFIRM_DELETE)
              + "=([0-9a-f]+)");

  private final SimulatedWorld world;
  private final Map<String, SpecDraft> drafts = new HashMap<>();
  private final Map<String, Set<AccountName>> accounts = new HashMap<>();

  WorldUsers(SimulatedWorld world) {
    this.world = world;
  }

  void act(WorldAct act) {
    world.trace.note("act", "%s", act);
    switch (act) {
      case WorldAct.Create(String name, SpecDraft draft) -> create(name, draft);
      case WorldAct.Delete(String name) -> world.server.delete(SimulatedWorld.qualified(name));
      case WorldAct.EditBody(String name, SpecDraft.DraftBody body) ->
          edit(name, draft(name).with(body));
      case WorldAct.Move(String name, SpecDraft.DraftPlace place) ->
          edit(name, draft(name).with(place));
      case WorldAct.Reassign(String name, AccountName account) -> reassign(name, account);
      case WorldAct.Swap(String one, String other) -> {
        SpecDraft.DraftPlace first = draft(one).place();
        edit(one, draft(one).with(draft(other).place()));
        edit(other, draft(other).with(first));
      }
      case WorldAct.SetPolicies(String name, SpecDraft.DraftPolicies policies) ->
          edit(name, draft(name).with(policies));
      case WorldAct.Annotate(String name, String annotation, String value) ->
          world.server.annotate(SimulatedWorld.qualified(name), annotation, value);
      case WorldAct.AllowDrift(String name, int seconds) ->
          world.server.annotate(
              SimulatedWorld.qualified(name),
              WellKnown.ALLOW_DRIFT_UNTIL,
              Timestamps.text(world.time.instant().plusSeconds(seconds)));
      case WorldAct.ConfirmDelete(String name) -> confirm(name);
      case WorldAct.LoseStatus(String name) -> loseStatus(name);
      case WorldAct.SetSecret(String secret, String value) ->
          SimulatedWorld.NAMESPACES.forEach(
              namespace -> world.server.setSecret(namespace, secret, value));
      case WorldAct.ForeignPut(
              String cloudAccount,
              SpecDraft.DraftPlace place,
              SpecDraft.DraftBody body) ->
          foreignPut(place.key(cloudAccount), body);
      case WorldAct.ForeignDelete(String cloudAccount, SpecDraft.DraftPlace place) -> {
        CallbackKey key = world.records.canonical(place.key(cloudAccount));
        world.vanishedByOthers(Set.of(key));
        world.records.removeOnly(Set.of(key));
      }
      case WorldAct.Forgery forgery -> world.forgers.act(forgery);
      case WorldAct.OfAccount(AccountName account, AccountAct of) -> world.owners.act(account, of);
      case WorldAct.Storm storm -> rage(storm, 0);
      case WorldAct.CloudFault trouble -> world.cloud.befall(trouble);
      case WorldAct.SetClock(int seconds) -> world.setClock(Duration.ofSeconds(seconds));
      case WorldAct.Crash(int millis) -> world.crash(millis);
      case WorldAct.NewLeader(int millis) -> world.newLeader(millis);
    }
  }

  /** The accounts that objects of this name ever named. */
  Set<AccountName> accountsOf(String name) {
    return accounts.getOrDefault(name, Set.of());
  }

  private void remember(String name, SpecDraft draft) {
    drafts.put(name, draft);
    accounts.computeIfAbsent(name, _ -> new HashSet<>()).add(draft.account());
  }

  private SpecDraft draft(String name) {
    return drafts.getOrDefault(name, Scripts.ANYTHING);
  }

  private void create(String name, SpecDraft draft) {
    if (world.isCalm()) {
      return;
    }
    if (world.server.get(SimulatedWorld.qualified(name)) == null) {
      remember(name, draft);
      world.server.create(Tenants.namespaceOf(name), name, draft.spec());
    } else {
      world.time.in(PATIENCE, () -> create(name, draft));
    }
  }

  /** Corrects what isn't known, and touches nothing else. */
  void correct() {
    for (String name : List.copyOf(drafts.keySet())) {
      LiveCallback object = world.server.get(SimulatedWorld.qualified(name));
      if (object != null && ObjectReading.isUnknown(object)) {
        edit(name, draft(name).with(SpecDraft.DraftPolicies.DEFAULT));
      }
    }
  }

  private void edit(String name, SpecDraft draft) {
    if (world.server.get(SimulatedWorld.qualified(name)) != null) {
      remember(name, draft);
      world.server.edit(SimulatedWorld.qualified(name), draft.spec());
    }
  }

  void reassign(String name, AccountName account) {
    edit(name, draft(name).through(account));
  }

  private void rage(WorldAct.Storm storm, int edits) {
    if (!world.isCalm() && edits < storm.edits()) {
      String name = storm.names().get(edits % storm.names().size());
      String url = "https://storm-" + edits % 7 + ".example.com";
      edit(name, draft(name).with(new SpecDraft.DraftBody(List.of(url), false, null)));
      world.time.in(storm.everyMillis(), () -> rage(storm, edits + 1));
    }
  }

  /** Does what the message asks of its own people; those of others do as chance has it. */
  private void confirm(String name) {
    LiveCallback object = world.server.get(SimulatedWorld.qualified(name));
    if (object == null) {
      return;
    }
    String message =
        object.statusOrEmpty().condition(ConditionType.READY).map(Condition::message).orElse("");
    RandomGenerator random = world.chance.stream("confirm " + name);
    Matcher command = COMMAND.matcher(message);
    while (command.find()) {
      String where = command.group(1) + "/" + command.group(3);
      String token = command.group(4);
      if (!where.equals(ShadowApiServer.name(object)) && random.nextInt(3) > 0) {
        continue;
      }
      world.consent(object, where);
      if (command.group(2).equals("liveaccount")) {
        world.owners.confirmDelete(new AccountName(where), token);
      } else {
        world.server.annotate(where, WellKnown.CONFIRM_DELETE, token);
      }
    }
  }

  private void loseStatus(String name) {
    LiveCallback object = world.server.get(SimulatedWorld.qualified(name));
    if (object != null) {
      world.excuse(object);
      world.calls.statusLost(name);
      world.server.loseStatus(SimulatedWorld.qualified(name));
    }
  }

  private void foreignPut(CallbackKey key, SpecDraft.DraftBody body) {
    if (!world.cloud.missing(key.scope())) {
      world.records.put(
          key,
          new CallbackContent(
              body.urls().stream().map(CallbackDetail::http).toList(),
              body.transcode(),
              new Authentication.Off()),
          null);
    }
  }
}
