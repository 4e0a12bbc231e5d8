package dev.livecallback.simulation;

import dev.livecallback.volcengine.Authentication;
import dev.livecallback.volcengine.CallbackContent;
import dev.livecallback.volcengine.CallbackDetail;
import dev.livecallback.volcengine.CallbackKey;
import dev.livecallback.volcengine.MessageType;
import dev.livecallback.volcengine.Scope;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What objects cost that will never be well, in virtual time: those that the API rejects, from
 * their creation or after an edit, and those whose records somebody else changes back after every
 * Put.
 */
public final class Cost {
  /**
   * What a healthy object costs that drifts every sweep: a Put and a verifying read each sync
   * period.
   */
  public static final double DRIFTING_EVERY_SWEEP =
      2.0 * 3_600_000 / SimulatedWorld.SYNC_PERIOD.toMillis();

  private static final int PER_SCOPE = 10;
  private static final long SETTLED = 15 * 60_000L;
  private static final int HOURS = 3;

  /** How soon somebody changes a record back, in milliseconds. */
  private static final List<Long> AT_ONCE_OR_LATER = List.of(0L, 2_000L, 45_000L, 300_000L);

  private Cost() {}

  /**
   * Calls per object and hour after the first 15 minutes, sweeps apart, by kind of object.
   *
   * @param objects how many of each kind there are, a multiple of 10
   */
  public static Map<String, Double> measure(int objects) {
    List<History.TimedAct> steps = new ArrayList<>();
    for (int i = 0; i < objects; i++) {
      steps.add(create("new-" + i, place("new", i), CloudModel.REFUSED_URL, 0));
      steps.add(create("edited-" + i, place("edited", i), "https://one.example.com", 0));
      steps.add(
          new History.TimedAct(
              60_000, new WorldAct.EditBody("edited-" + i, body(CloudModel.REFUSED_URL))));
      steps.add(create("contested-" + i, place("contested", i), "https://one.example.com", 0));
    }
    steps.sort(Comparator.comparingLong(History.TimedAct::at));
    SimulatedWorld world =
        new SimulatedWorld(new History(1, Quirks.CALM, steps), Seams.NONE, false);
    world.records.onPut(
        (key, by) -> {
          if (by != null && key.scope().name().startsWith("contested")) {
            changeBack(world, key);
          }
        });
    world.begin();
    world.time.runUntil(SETTLED);
    Map<String, Integer> before = counts(world, objects);
    world.time.runUntil(SETTLED + HOURS * 3_600_000L);
    Map<String, Double> perHour = new TreeMap<>();
    counts(world, objects)
        .forEach(
            (kind, count) ->
                perHour.put(
                    kind, (count - before.getOrDefault(kind, 0)) / (double) (objects * HOURS)));
    return perHour;
  }

  private static void changeBack(SimulatedWorld world, CallbackKey key) {
    int which = Math.floorMod(String.valueOf(key.app()).hashCode(), AT_ONCE_OR_LATER.size());
    world.time.in(
        AT_ONCE_OR_LATER.get(which),
        () ->
            world.records.put(
                key,
                new CallbackContent(
                    List.of(CallbackDetail.http("https://foreign.example.com")),
                    false,
                    new Authentication.Off()),
                null));
  }

  private static Map<String, Integer> counts(SimulatedWorld world, int objects) {
    Map<String, Integer> counts = new TreeMap<>();
    for (String kind : List.of("new", "edited", "contested")) {
      int calls = 0;
      for (int scope = 0; scope < objects / PER_SCOPE; scope++) {
        calls += world.calls.count(new Site(Tenants.HERE, scope(kind, scope)));
      }
      counts.put(kind, calls);
    }
    return counts;
  }

  private static History.TimedAct create(
      String name, SpecDraft.DraftPlace place, String url, long at) {
    return new History.TimedAct(
        at,
        new WorldAct.Create(
            name, new SpecDraft(place, body(url), SpecDraft.DraftPolicies.DEFAULT)));
  }

  private static SpecDraft.DraftBody body(String url) {
    return new SpecDraft.DraftBody(List.of(url), false, null);
  }

  private static SpecDraft.DraftPlace place(String kind, int number) {
    return new SpecDraft.DraftPlace(
        scope(kind, number / PER_SCOPE), "app" + number % PER_SCOPE, MessageType.PUSH);
  }

  private static Scope scope(String kind, int number) {
    return Scope.vhost(kind + number + ".example.com");
  }
}
