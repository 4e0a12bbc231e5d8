package dev.livecallback.simulation;

import dev.livecallback.simulation.WorldAct.CloudFault;
import dev.livecallback.simulation.WorldAct.CloudFault.FaultKind;
import dev.livecallback.volcengine.MessageType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * What the tenants of one cloud account do to each other: one edits faster than the quota, one
 * imports, the scopes of one fail, and all of them want something now and then.
 */
final class OddsScripts {
  private static final List<String> NAMESPACES = List.of("sports", "news", "radio");

  /** The troubles that one tenant's scopes may have alone. */
  private static final List<FaultKind> FAILING =
      List.of(
          FaultKind.UNAVAILABLE,
          FaultKind.ENDPOINT,
          FaultKind.NO_READS,
          FaultKind.NO_WRITES,
          FaultKind.THROTTLED,
          FaultKind.THROTTLED,
          FaultKind.SLOW,
          FaultKind.SLOW,
          FaultKind.TOO_LARGE);

  private static final int MOST_EDITS = 120;

  /** When the scopes that were first read at the beginning are due again. */
  private static final Duration SWEEPS = SimulatedWorld.SYNC_PERIOD;

  private final RandomGenerator random;
  private final int quota;
  private final long end;
  private final List<Long> troubles = new ArrayList<>();
  private final List<History.TimedAct> steps = new ArrayList<>();

  private OddsScripts(RandomGenerator random, int quota, long end) {
    this.random = random;
    this.quota = quota;
    this.end = end;
  }

  /**
   * Of two or three namespaces.
   *
   * @param quota calls per second
   * @param end when they have done the last, in milliseconds
   */
  static List<History.TimedAct> of(RandomGenerator random, int quota, long end) {
    OddsScripts script = new OddsScripts(random, quota, end);
    List<String> namespaces = NAMESPACES.subList(0, 2 + random.nextInt(2));
    namespaces.forEach(script::write);
    namespaces.forEach(script::lives);
    return script.steps;
  }

  /** What one of them does to the others, who then want something of their own. */
  private void write(String namespace) {
    switch (random.nextInt(6)) {
      case 0, 1 -> storms(namespace);
      case 2 -> imports(namespace);
      case 3, 4 -> fails(namespace);
      default -> {
        // One that only lives.
      }
    }
  }

  private void storms(String namespace) {
    List<String> names = objects(namespace, 2 + random.nextInt(4));
    names.forEach(name -> create(random.nextLong(2_000), name));
    int every = 1_000 / quota * 2 / (3 + random.nextInt(3));
    int edits = (int) Chance.between(random, 8_000, quota == 1 ? 30_000 : 18_000) / every;
    add(begins(), new WorldAct.Storm(names, every, Math.min(edits, MOST_EDITS)));
  }

  private void imports(String namespace) {
    long at = begins();
    objects(namespace, Math.min(30, 6 + random.nextInt(4 * quota + 6)))
        .forEach(name -> create(at, name));
  }

  /** Its scopes fail, alone and all in one way, while it goes on to edit. */
  private void fails(String namespace) {
    FaultKind kind = Chance.of(random, FAILING);
    boolean slow = kind == FaultKind.SLOW && quota > 3;
    List<String> names = objects(namespace, slow ? 18 + random.nextInt(6) : 2 + random.nextInt(7));
    long at = begins();
    names.forEach(name -> create(slow ? at + 1 : random.nextLong(20_000), name));
    int seconds = 15 + random.nextInt(60);
    for (int i = 0; i < names.size(); i++) {
      add(at, new CloudFault(kind, Tenants.vhost(namespace, i), null, seconds));
    }
    int every = 400 + random.nextInt(2_000);
    add(at, new WorldAct.Storm(names, every, Math.min(40, seconds * 1000 / every)));
  }

  /** Soon, or while every scope is read by itself. */
  private long begins() {
    long at =
        random.nextInt(6) == 0
            ? Chance.between(random, SWEEPS.minusMinutes(1).toMillis(), SWEEPS.toMillis())
            : 5_000 + random.nextLong(end / 2);
    troubles.add(at);
    return at;
  }

  /** A little now and then, mostly while others are at it. */
  private void lives(String namespace) {
    for (int i = 0; i < 3; i++) {
      String name = namespace + ".own" + i;
      boolean meanwhile = !troubles.isEmpty() && random.nextInt(4) > 0;
      long at =
          meanwhile ? Chance.of(random, troubles) + random.nextLong(15_000) : random.nextLong(end);
      add(at, creation(name, namespace, 50 + i));
      if (random.nextBoolean()) {
        String url = "https://two.example.com";
        add(at + random.nextLong(20_000), new WorldAct.EditBody(name, body(url)));
      }
    }
  }

  private static List<String> objects(String namespace, int many) {
    return IntStream.range(0, many).mapToObj(number -> namespace + "." + number).toList();
  }

  private void create(long at, String name) {
    String namespace = Tenants.namespaceOf(name);
    add(at, creation(name, namespace, Integer.parseInt(name.substring(namespace.length() + 1))));
  }

  private WorldAct creation(String name, String namespace, int vhost) {
    SpecDraft.DraftPlace place =
        new SpecDraft.DraftPlace(
            Tenants.vhost(namespace, vhost), vhost % 4 == 0 ? null : "live", MessageType.PUSH);
    return new WorldAct.Create(
        name,
        new SpecDraft(place, body("https://one.example.com"), SpecDraft.DraftPolicies.DEFAULT));
  }

  private static SpecDraft.DraftBody body(String url) {
    return new SpecDraft.DraftBody(List.of(url), false, null);
  }

  private void add(long at, WorldAct act) {
    steps.add(new History.TimedAct(at, act));
  }
}
