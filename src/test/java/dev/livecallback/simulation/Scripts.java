package dev.livecallback.simulation;

import dev.livecallback.api.AccountName;
import dev.livecallback.api.WellKnown;
import dev.livecallback.simulation.WorldAct.CloudFault;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** From a seed to a history. */
final class Scripts {
  static final SpecDraft ANYTHING =
      new SpecDraft(
          Places.ALL.getFirst(),
          new SpecDraft.DraftBody(List.of("https://one.example.com"), false, null),
          SpecDraft.DraftPolicies.DEFAULT);

  private static final List<String> NAMES = List.of("a", "b", "c", "d", "e", "f", "g", "h");
  private static final List<String> URLS =
      List.of("https://one.example.com", "https://two.example.com", "https://three.example.com");
  private static final List<String> FOREIGN =
      List.of("https://foreign.example.com", "https://other.example.com");

  /** What befalls everybody; STS comes into the matter where there are several accounts. */
  private static final List<CloudFault.FaultKind> TROUBLES =
      Stream.of(CloudFault.FaultKind.values())
          .filter(kind -> kind != CloudFault.FaultKind.STS)
          .filter(kind -> kind != CloudFault.FaultKind.SLOW)
          .toList();

  /** A leap of ten minutes, or a clock in local time; and back again. */
  private static final List<Integer> CLOCK = List.of(-600, 600, -28_800, 28_800, 0);

  /** In one world of so many there are tenants at odds. */
  private static final int TENANTS_AT_ODDS = 8;

  private final RandomGenerator random;
  private final boolean atOdds;
  private final Quirks quirks;
  private final List<String> names;
  private final List<SpecDraft.DraftPlace> places;
  private final int minutes;
  private final List<History.TimedAct> steps = new ArrayList<>();
  private int requests;

  private Scripts(long seed) {
    this.random = new SplittableRandom(seed ^ 0x5DEECE66DL);
    this.atOdds = seed % TENANTS_AT_ODDS == 6;
    this.quirks = atOdds ? Quirks.atOdds(random) : Quirks.of(random);
    this.names = NAMES.subList(0, 3 + random.nextInt(atOdds ? 2 : 6));
    this.places = places();
    this.minutes = atOdds ? 1 : 2 + random.nextInt(5);
  }

  static History of(long seed) {
    Scripts script = new Scripts(seed);
    script.write();
    if (script.atOdds) {
      script.steps.addAll(
          OddsScripts.of(script.random, script.quirks.quota(), script.minutes * 60_000L));
    }
    boolean flips = script.quirks.accounts().size() > 1 && script.random.nextInt(3) == 0;
    if (flips) {
      script.steps.addAll(
          AccountScripts.flips(
              script.random, script.quirks.accounts(), script.names, script.minutes));
    }
    Quirks quirks = flips ? script.quirks.watchful() : script.quirks;
    History history = new History(seed, quirks, sorted(script.steps));
    return ForgedScripts.added(history, script.minutes * 60_000L);
  }

  static List<History.TimedAct> sorted(List<History.TimedAct> steps) {
    return steps.stream().sorted(Comparator.comparingLong(History.TimedAct::at)).toList();
  }

  private void write() {
    for (String name : names) {
      if (random.nextInt(5) > 0) {
        add(random.nextLong(20_000), create(name));
      }
    }
    int acts = atOdds ? 5 + random.nextInt(15) : 20 + random.nextInt(41);
    for (int i = 0; i < acts; i++) {
      long at = random.nextLong(minutes * 60_000L);
      // Things come in bursts, too.
      int burst = random.nextInt(6) == 0 ? 3 : 1;
      for (int n = 0; n < burst; n++) {
        add(at + random.nextLong(burst == 1 ? 1 : 1500), any());
      }
    }
    for (int i = random.nextInt(4); i > 0; i--) {
      add(random.nextLong(minutes * 60_000L), trouble());
    }
    for (String name : names) {
      if (random.nextInt(4) > 0) {
        add(minutes * 60_000L, new WorldAct.Annotate(name, WellKnown.PAUSED, null));
      }
    }
    if (quirks.accounts().size() > 1) {
      steps.addAll(AccountScripts.of(random, quirks.accounts(), names, minutes));
    }
    for (int i = random.nextInt(3); i > 0; i--) {
      add(random.nextLong(minutes * 60_000L), new WorldAct.Crash(1_100 + random.nextInt(15_000)));
    }
    for (int i = Math.max(0, random.nextInt(5) - 2); i > 0; i--) {
      add(random.nextLong(minutes * 60_000L), newLeader());
    }
    for (int i = Math.max(0, random.nextInt(6) - 3); i > 0; i--) {
      add(random.nextLong(minutes * 60_000L), new WorldAct.SetClock(Chance.of(random, CLOCK)));
    }
  }

  private WorldAct any() {
    String name = Chance.of(random, names);
    return switch (random.nextInt(40)) {
      case 0, 1, 2, 3, 4 -> create(name);
      case 5, 6, 7, 8 -> new WorldAct.Delete(name);
      case 9, 10, 11, 12, 13, 14 -> new WorldAct.Move(name, place(name));
      case 15 ->
          quirks.oneRecord()
              ? new WorldAct.EditBody(name, body())
              : new WorldAct.Swap(name, Chance.of(random, names));
      case 16, 17, 18 -> new WorldAct.SetPolicies(name, policies());
      case 19, 20 -> secret();
      case 21 -> new WorldAct.LoseStatus(name);
      case 22, 23 -> new WorldAct.ForeignDelete(cloud(), Chance.of(random, places));
      case 24, 25, 26, 27 -> new WorldAct.ForeignPut(cloud(), Chance.of(random, places), foreign());
      case 28, 29 ->
          new WorldAct.Annotate(name, WellKnown.PAUSED, random.nextInt(3) == 0 ? "true" : null);
      case 30 ->
          new WorldAct.Annotate(name, WellKnown.RECONCILE_REQUESTED_AT, "request " + ++requests);
      case 31 -> new WorldAct.AllowDrift(name, 30 + random.nextInt(200));
      case 32 ->
          new WorldAct.Annotate(
              name, WellKnown.ALLOW_DRIFT_UNTIL, random.nextInt(4) == 0 ? "tomorrow" : null);
      case 33, 34 -> new WorldAct.ConfirmDelete(name);
      default -> new WorldAct.EditBody(name, body());
    };
  }

  private WorldAct create(String name) {
    return new WorldAct.Create(name, new SpecDraft(place(name), body(), policies(), account()));
  }

  private AccountName account() {
    return Chance.of(random, quirks.accounts());
  }

  /** Where somebody else is at work. */
  private String cloud() {
    return Tenants.cloud(Tenants.home(account()));
  }

  /**
   * Where the domain's record is the vhost's, two objects of one record couldn't know of each
   * other: only one object may have it.
   */
  private SpecDraft.DraftPlace place(String name) {
    SpecDraft.DraftPlace place = Chance.of(random, places);
    while (quirks.oneRecord() && isShared(place) != name.equals(names.getFirst())) {
      place = Chance.of(random, Places.ALL);
    }
    return place;
  }

  private static boolean isShared(SpecDraft.DraftPlace place) {
    return place.app() == null && !place.scope().equals(Places.SECOND);
  }

  private SpecDraft.DraftBody body() {
    String url =
        switch (random.nextInt(24)) {
          case 0 -> CloudModel.REFUSED_URL;
          case 1 -> CloudRecords.ODD_URL;
          default -> Chance.of(random, URLS);
        };
    List<String> urls =
        random.nextInt(5) == 0 && !url.equals(URLS.getFirst())
            ? List.of(url, URLS.getFirst())
            : List.of(url);
    String secret = random.nextInt(5) < 3 ? null : random.nextBoolean() ? "keys" : "more-keys";
    return new SpecDraft.DraftBody(urls, random.nextInt(8) == 0, secret);
  }

  private SpecDraft.DraftBody foreign() {
    return new SpecDraft.DraftBody(
        List.of(Chance.of(random, random.nextInt(4) == 0 ? URLS : FOREIGN)), false, null);
  }

  private SpecDraft.DraftPolicies policies() {
    SpecDraft.DraftPolicies known = knownPolicies();
    return switch (random.nextInt(16)) {
      case 0 ->
          new SpecDraft.DraftPolicies(ObjectReading.UNKNOWN, known.adoption(), known.deletion());
      case 1 ->
          new SpecDraft.DraftPolicies(known.management(), known.adoption(), ObjectReading.UNKNOWN);
      default -> known;
    };
  }

  private SpecDraft.DraftPolicies knownPolicies() {
    return new SpecDraft.DraftPolicies(
        switch (random.nextInt(8)) {
          case 0 -> "Observe";
          case 1 -> "ApplyOnChange";
          default -> null;
        },
        random.nextInt(5) == 0 ? "Adopt" : null,
        random.nextInt(6) == 0 ? "Orphan" : null);
  }

  private WorldAct secret() {
    String name = random.nextBoolean() ? "keys" : "more-keys";
    return new WorldAct.SetSecret(
        name, random.nextInt(4) == 0 ? null : "k" + (1 + random.nextInt(4)));
  }

  private WorldAct trouble() {
    CloudFault.FaultKind kind = Chance.of(random, TROUBLES);
    boolean everywhere = kind.compareTo(CloudFault.FaultKind.ENDPOINT) <= 0 || random.nextBoolean();
    return new CloudFault(
        kind, everywhere ? null : Chance.of(random, Places.SCOPES), null, 2 + random.nextInt(60));
  }

  /** The lease is released, or runs out. */
  private WorldAct newLeader() {
    return new WorldAct.NewLeader(
        random.nextBoolean() ? random.nextInt(2_000) : 5_000 + random.nextInt(15_000));
  }

  private List<SpecDraft.DraftPlace> places() {
    List<SpecDraft.DraftPlace> all = new ArrayList<>(Places.ALL);
    List<SpecDraft.DraftPlace> some = new ArrayList<>();
    int many = 3 + random.nextInt(5);
    while (some.size() < many) {
      some.add(all.remove(random.nextInt(all.size())));
    }
    return some;
  }

  private void add(long at, WorldAct act) {
    steps.add(new History.TimedAct(at, act));
  }
}
