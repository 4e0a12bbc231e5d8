package dev.livecallback.engine;

import dev.livecallback.api.WellKnown;
import dev.livecallback.engine.Act.Trouble;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** From a seed to a history. */
final class Scripts {
  static final Wish ANYTHING =
      new Wish(
          Places.ALL.getFirst(),
          new Wish.Body(List.of("https://one.example.com"), false, null),
          Wish.Terms.DEFAULT);

  private static final List<String> NAMES = List.of("a", "b", "c", "d", "e", "f", "g", "h");
  private static final List<String> URLS =
      List.of("https://one.example.com", "https://two.example.com", "https://three.example.com");
  private static final List<String> FOREIGN =
      List.of("https://foreign.example.com", "https://other.example.com");

  /** What befalls everybody; STS comes into the matter where there are several accounts. */
  private static final List<Trouble.Kind> TROUBLES =
      Stream.of(Trouble.Kind.values()).filter(kind -> kind != Trouble.Kind.STS).toList();

  private final RandomGenerator random;
  private final Quirks quirks;
  private final List<String> names;
  private final List<Wish.Place> places;
  private final int minutes;
  private final List<History.Step> steps = new ArrayList<>();
  private int requests;

  private Scripts(long seed) {
    this.random = new SplittableRandom(seed ^ 0x5DEECE66DL);
    this.quirks = Quirks.of(random);
    this.names = NAMES.subList(0, 3 + random.nextInt(6));
    this.places = places();
    this.minutes = 2 + random.nextInt(5);
  }

  static History of(long seed) {
    Scripts script = new Scripts(seed);
    script.write();
    script.steps.sort(Comparator.comparingLong(History.Step::at));
    return new History(seed, script.quirks, script.steps);
  }

  private void write() {
    for (String name : names) {
      if (random.nextInt(5) > 0) {
        add(random.nextLong(20_000), create(name));
      }
    }
    int acts = 20 + random.nextInt(41);
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
        add(minutes * 60_000L, new Act.Annotate(name, WellKnown.PAUSED, null));
      }
    }
    if (quirks.accounts().size() > 1) {
      steps.addAll(AccountScripts.of(random, quirks.accounts(), names, minutes));
    }
    for (int i = random.nextInt(3); i > 0; i--) {
      add(random.nextLong(minutes * 60_000L), new Act.Crash(1_100 + random.nextInt(15_000)));
    }
    for (int i = Math.max(0, random.nextInt(5) - 2); i > 0; i--) {
      add(random.nextLong(minutes * 60_000L), newLeader());
    }
  }

  private Act any() {
    String name = Chance.of(random, names);
    return switch (random.nextInt(40)) {
      case 0, 1, 2, 3, 4 -> create(name);
      case 5, 6, 7, 8 -> new Act.Delete(name);
      case 9, 10, 11, 12, 13, 14 -> new Act.Move(name, place(name));
      case 15 ->
          quirks.oneRecord()
              ? new Act.Edit(name, body())
              : new Act.Swap(name, Chance.of(random, names));
      case 16, 17, 18 -> new Act.SetTerms(name, terms());
      case 19, 20 -> secret();
      case 21 -> new Act.LoseStatus(name);
      case 22, 23 -> new Act.ForeignDelete(cloud(), Chance.of(random, places));
      case 24, 25, 26, 27 -> new Act.ForeignPut(cloud(), Chance.of(random, places), foreign());
      case 28, 29 ->
          new Act.Annotate(name, WellKnown.PAUSED, random.nextInt(3) == 0 ? "true" : null);
      case 30 -> new Act.Annotate(name, WellKnown.RECONCILE_REQUESTED_AT, "request " + ++requests);
      case 31 -> new Act.AllowDrift(name, 30 + random.nextInt(200));
      case 32 ->
          new Act.Annotate(
              name, WellKnown.ALLOW_DRIFT_UNTIL, random.nextInt(4) == 0 ? "tomorrow" : null);
      case 33, 34 -> new Act.ConfirmDelete(name);
      default -> new Act.Edit(name, body());
    };
  }

  private Act create(String name) {
    return new Act.Create(name, new Wish(place(name), body(), terms(), account()));
  }

  private String account() {
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
  private Wish.Place place(String name) {
    Wish.Place place = Chance.of(random, places);
    while (quirks.oneRecord() && isShared(place) != name.equals(names.getFirst())) {
      place = Chance.of(random, Places.ALL);
    }
    return place;
  }

  private static boolean isShared(Wish.Place place) {
    return place.app() == null && !place.scope().equals(Places.SECOND);
  }

  private Wish.Body body() {
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
    return new Wish.Body(urls, random.nextInt(8) == 0, secret);
  }

  private Wish.Body foreign() {
    return new Wish.Body(
        List.of(Chance.of(random, random.nextInt(4) == 0 ? URLS : FOREIGN)), false, null);
  }

  private Wish.Terms terms() {
    return new Wish.Terms(
        switch (random.nextInt(8)) {
          case 0 -> "Observe";
          case 1 -> "ApplyOnChange";
          default -> null;
        },
        random.nextInt(5) == 0 ? "Adopt" : null,
        random.nextInt(6) == 0 ? "Orphan" : null);
  }

  private Act secret() {
    String name = random.nextBoolean() ? "keys" : "more-keys";
    return new Act.SetSecret(name, random.nextInt(4) == 0 ? null : "k" + (1 + random.nextInt(4)));
  }

  private Act trouble() {
    Trouble.Kind kind = Chance.of(random, TROUBLES);
    boolean everywhere = kind.compareTo(Trouble.Kind.ENDPOINT) <= 0 || random.nextBoolean();
    return new Trouble(
        kind, everywhere ? null : Chance.of(random, Places.SCOPES), null, 2 + random.nextInt(60));
  }

  /** The lease is released, or runs out. */
  private Act newLeader() {
    return new Act.NewLeader(
        random.nextBoolean() ? random.nextInt(2_000) : 5_000 + random.nextInt(15_000));
  }

  private List<Wish.Place> places() {
    List<Wish.Place> all = new ArrayList<>(Places.ALL);
    List<Wish.Place> some = new ArrayList<>();
    int many = 3 + random.nextInt(5);
    while (some.size() < many) {
      some.add(all.remove(random.nextInt(all.size())));
    }
    return some;
  }

  private void add(long at, Act act) {
    steps.add(new History.Step(at, act));
  }
}
