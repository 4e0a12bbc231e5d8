package dev.livecallback.engine;

import dev.livecallback.api.Condition;
import dev.livecallback.api.ConditionType;
import dev.livecallback.api.LiveCallback;
import dev.livecallback.api.LiveCallbackSpec;
import dev.livecallback.api.Timestamps;
import dev.livecallback.api.WellKnown;
import dev.livecallback.volcengine.Authentication;
import dev.livecallback.volcengine.CallbackContent;
import dev.livecallback.volcengine.CallbackDetail;
import dev.livecallback.volcengine.CallbackKey;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Carries out what people do, at Kubernetes and in the console. */
final class Users {
  private static final int PATIENCE = 2_000;
  private static final Pattern TOKEN =
      Pattern.compile(Pattern.quote(WellKnown.CONFIRM_DELETE) + "=([A-Za-z0-9-]+)");

  private final World world;
  private final Map<String, Wish> objectAnnotations = new HashMap<>();
  private final Map<String, Set<String>> accounts = new HashMap<>();

  Users(World world) {
    this.world = world;
  }

  void act(Act act) {
    world.trace.note("act", "%s", act);
    switch (act) {
      case Act.Create(String name, Wish wish) -> create(name, wish);
      case Act.Delete(String name) -> world.server.delete(name);
      case Act.Edit(String name, Wish.Body body) -> edit(name, wish(name).with(body));
      case Act.Move(String name, Wish.Place place) -> edit(name, wish(name).with(place));
      case Act.Reassign(String name, String account) -> reassign(name, account);
      case Act.Swap(String one, String other) -> {
        Wish.Place first = wish(one).place();
        edit(one, wish(one).with(wish(other).place()));
        edit(other, wish(other).with(first));
      }
      case Act.SetTerms(String name, Wish.Terms terms) -> edit(name, wish(name).with(terms));
      case Act.Annotate(String name, String annotation, String value) ->
          world.server.annotate(name, annotation, value);
      case Act.AllowDrift(String name, int seconds) ->
          world.server.annotate(
              name,
              WellKnown.ALLOW_DRIFT_UNTIL,
              Timestamps.text(world.timeline.instant().plusSeconds(seconds)));
      case Act.ConfirmDelete(String name) -> confirm(name);
      case Act.LoseStatus(String name) -> loseStatus(name);
      case Act.SetSecret(String secret, String value) -> world.server.setSecret(secret, value);
      case Act.ForeignPut(String cloudAccount, Wish.Place place, Wish.Body body) ->
          foreignPut(place.key(cloudAccount), body);
      case Act.ForeignDelete(String cloudAccount, Wish.Place place) -> {
        CallbackKey key = world.records.canonical(place.key(cloudAccount));
        world.vanishedByOthers(Set.of(key));
        world.records.remove(Set.of(key));
      }
      case Act.OfAccount(String account, AccountAct of) -> world.owners.act(account, of);
      case Act.Trouble trouble -> world.cloud.befall(trouble);
      case Act.Crash(int millis) -> world.crash(millis);
      case Act.NewLeader(int millis) -> world.newLeader(millis);
    }
  }

  /** The accounts that objects of this name ever named. */
  Set<String> accountsOf(String name) {
    return accounts.getOrDefault(name, Set.of());
  }

  private void objectAnnotations(String name, Wish wish) {
    objectAnnotations.put(name, wish);
    accounts.computeIfAbsent(name, _ -> new HashSet<>()).add(wish.account());
  }

  private Wish wish(String name) {
    return objectAnnotations.getOrDefault(name, Scripts.ANYTHING);
  }

  private void create(String name, Wish wish) {
    if (world.isCalm()) {
      return;
    }
    if (world.server.get(name) == null) {
      objectAnnotations(name, wish);
      world.server.create(name, wish.spec());
    } else {
      world.timeline.in(PATIENCE, () -> create(name, wish));
    }
  }

  private void edit(String name, Wish wish) {
    if (world.server.get(name) != null) {
      objectAnnotations(name, wish);
      LiveCallbackSpec spec = wish.spec();
      world.server.edit(name, _ -> spec);
    }
  }

  void reassign(String name, String account) {
    edit(name, wish(name).through(account));
  }

  private void confirm(String name) {
    LiveCallback object = world.server.get(name);
    if (object == null) {
      return;
    }
    String message =
        object.statusOrEmpty().condition(ConditionType.READY).map(Condition::message).orElse("");
    Matcher token = TOKEN.matcher(message);
    if (token.find()) {
      world.server.annotate(name, WellKnown.CONFIRM_DELETE, token.group(1));
    }
  }

  private void loseStatus(String name) {
    LiveCallback object = world.server.get(name);
    if (object != null) {
      world.excuse(object);
      world.calls.statusLost(name);
      world.server.loseStatus(name);
    }
  }

  private void foreignPut(CallbackKey key, Wish.Body body) {
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
