package dev.livecallback.engine;

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
 * What objects cost that will never be well, in virtual time: 100 that the API rejects, and 100
 * whose records somebody else changes back after every Put.
 */
public final class Cost {
  /**
   * What a healthy object costs that drifts every sweep: a Put and a verifying read each sync
   * period.
   */
  public static final double DRIFTING_EVERY_SWEEP = 2.0 * 3_600_000 / World.SYNC_PERIOD.toMillis();

  private static final int OBJECTS = 100;
  private static final int PER_SCOPE = 10;
  private static final long SETTLED = 15 * 60_000L;
  private static final int HOURS = 3;

  /** How soon somebody changes a record back, in milliseconds. */
  private static final List<Long> AT_ONCE_OR_LATER = List.of(0L, 2_000L, 45_000L, 300_000L);

  private Cost() {}

  /** Calls per object and hour after the first 15 minutes, sweeps apart, by kind of object. */
  public static Map<String, Double> measure() {
    List<History.Step> steps = new ArrayList<>();
    for (int i = 0; i < OBJECTS; i++) {
      steps.add(create("new-" + i, place("new", i), CloudModel.REFUSED_URL, 0));
      steps.add(create("edited-" + i, place("edited", i), "https://one.example.com", 0));
      steps.add(
          new History.Step(60_000, new Act.Edit("edited-" + i, body(CloudModel.REFUSED_URL))));
      steps.add(create("contested-" + i, place("contested", i), "https://one.example.com", 0));
    }
    steps.sort(Comparator.comparingLong(History.Step::at));
    World world = new World(new History(1, Quirks.CALM, steps), Seams.NONE, false);
    world.records.onPut(
        (key, by) -> {
          if (by != null && key.scope().name().startsWith("contested")) {
            changeBack(world, key);
          }
        });
    world.begin();
    world.timeline.runUntil(SETTLED);
    Map<String, Integer> before = counts(world);
    world.timeline.runUntil(SETTLED + HOURS * 3_600_000L);
    Map<String, Double> perHour = new TreeMap<>();
    counts(world)
        .forEach(
            (kind, count) ->
                perHour.put(
                    kind, (count - before.getOrDefault(kind, 0)) / (double) (OBJECTS * HOURS)));
    return perHour;
  }

  private static void changeBack(World world, CallbackKey key) {
    int which = Math.floorMod(String.valueOf(key.app()).hashCode(), AT_ONCE_OR_LATER.size());
    world.timeline.in(
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

  private static Map<String, Integer> counts(World world) {
    Map<String, Integer> counts = new TreeMap<>();
    for (String kind : List.of("new", "edited", "contested")) {
      int calls = 0;
      for (int scope = 0; scope < OBJECTS / PER_SCOPE; scope++) {
        calls += world.calls.count(new Site(Tenants.HERE, scope(kind, scope)));
      }
      counts.put(kind, calls);
    }
    return counts;
  }

  private static History.Step create(String name, Wish.Place place, String url, long at) {
    return new History.Step(
        at, new Act.Create(name, new Wish(place, body(url), Wish.Terms.DEFAULT)));
  }

  private static Wish.Body body(String url) {
    return new Wish.Body(List.of(url), false, null);
  }

  private static Wish.Place place(String kind, int number) {
    return new Wish.Place(
        scope(kind, number / PER_SCOPE), "app" + number % PER_SCOPE, MessageType.PUSH);
  }

  private static Scope scope(String kind, int number) {
    return Scope.vhost(kind + number + ".example.com");
  }
}
