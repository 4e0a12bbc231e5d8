package dev.livecallback.simulation;

import dev.livecallback.api.AccountName;
import dev.livecallback.shadow.CloudBehaviour;
import dev.livecallback.shadow.CloudBehaviour.DomainListing;
import dev.livecallback.volcengine.Scope;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What one world is like. The documents leave some of it open (contract 3.2 to 3.4), and the rest
 * is weather.
 *
 * @param quota calls per second and action that the API allows
 * @param hidesKeys whether reads show no authentication key
 * @param wildcardDeletes whether a delete without app takes the app-level records along
 * @param oneRecord whether the domain's record is that of its vhost
 * @param listsDomains how a vhost's read shows the records of its domains
 * @param absentRemove what is answered to the delete of what isn't there
 * @param missing a scope that isn't there until {@link #missingFor}; null = all are there
 * @param missingFor for how many seconds it isn't; a big number = for ever
 * @param oneWayMillis how long a call is on its way at most
 * @param lagMillis how far the caches lag at most
 * @param stale the part of reads that are older than they seem
 * @param staleMillis how much older at most
 * @param lost the part of writes whose outcome isn't known
 * @param throttled the part of calls that are throttled for no reason
 * @param down the part of calls that reach nothing
 * @param statusLost the part of status writes whose answer is lost
 * @param accounts the LiveAccounts that there are
 */
record Quirks(
    int quota,
    boolean hidesKeys,
    boolean wildcardDeletes,
    boolean oneRecord,
    DomainListing listsDomains,
    AbsentRemove absentRemove,
    @Nullable Scope missing,
    int missingFor,
    int oneWayMillis,
    int lagMillis,
    double stale,
    int staleMillis,
    double lost,
    double throttled,
    double down,
    double statusLost,
    List<AccountName> accounts) {

  /** What is answered to the delete of a record that isn't there. */
  enum AbsentRemove {
    DONE,
    REJECTED,
    NO_SCOPE,
    UNKNOWN
  }

  static final int FOR_EVER = 1_000_000;

  private static final int STALE_MILLIS = 4_000;

  /** A world in which nothing goes wrong by itself. */
  static final Quirks CALM =
      new Quirks(
          10,
          false,
          false,
          false,
          DomainListing.NOT,
          AbsentRemove.DONE,
          null,
          0,
          20,
          100,
          0,
          STALE_MILLIS,
          0,
          0,
          0,
          0,
          List.of(Tenants.DEFAULT));

  static Quirks of(RandomGenerator random) {
    boolean oneRecord = random.nextInt(6) == 0;
    Quirks quirks =
        new Quirks(
            new int[] {1, 2, 10, 10, 10}[random.nextInt(5)],
            random.nextInt(3) == 0,
            random.nextInt(3) == 0,
            oneRecord,
            oneRecord || random.nextInt(4) > 0
                ? DomainListing.NOT
                : Chance.of(random, List.of(DomainListing.values())),
            AbsentRemove.values()[random.nextInt(4)],
            random.nextInt(6) == 0 ? Places.SCOPES.get(random.nextInt(Places.SCOPES.size())) : null,
            random.nextBoolean() ? FOR_EVER : 10 + random.nextInt(200),
            random.nextInt(4) == 0 ? 200 : 20,
            new int[] {20, 300, 3000}[random.nextInt(3)],
            part(random, 0.3),
            STALE_MILLIS,
            part(random, 0.3),
            part(random, 0.2),
            part(random, 0.2),
            part(random, 0.2),
            random.nextBoolean() ? List.of(Tenants.DEFAULT) : Chance.of(random, Tenants.CHOICES));
    // If neither a listing nor a delete's answer tells whose a record is, nobody can know the end.
    boolean hopeless =
        quirks.listsDomains() == DomainListing.UNNAMED
            && quirks.absentRemove() == AbsentRemove.UNKNOWN;
    return hopeless ? quirks.without(5) : quirks;
  }

  /** Worlds of several tenants: mostly one cloud account of theirs, and few calls a second. */
  static Quirks atOdds(RandomGenerator random) {
    Quirks calmer = of(random);
    for (int kind : new int[] {10, 11, 12}) {
      calmer = random.nextInt(4) == 0 ? calmer : calmer.without(kind);
    }
    return calmer.with(
        new int[] {1, 2, 2, 3, 10}[random.nextInt(5)],
        random.nextInt(3) == 0 ? calmer.accounts() : List.of(Tenants.DEFAULT));
  }

  private static double part(RandomGenerator random, double most) {
    return random.nextInt(2) == 0 ? 0 : Math.floor(random.nextDouble() * most * 100) / 100;
  }

  /** A calm world whose API allows so many calls per second and action. */
  static Quirks calm(int quota) {
    return CALM.with(quota, CALM.accounts);
  }

  private Quirks with(int otherQuota, List<AccountName> otherAccounts) {
    return new Quirks(
        otherQuota,
        hidesKeys,
        wildcardDeletes,
        oneRecord,
        listsDomains,
        absentRemove,
        missing,
        missingFor,
        oneWayMillis,
        lagMillis,
        stale,
        staleMillis,
        lost,
        throttled,
        down,
        statusLost,
        otherAccounts);
  }

  /** The same with reads of which a third or more are older than they seem, by so much at most. */
  Quirks lagging(int millis) {
    return new Quirks(
        quota,
        hidesKeys,
        wildcardDeletes,
        oneRecord,
        listsDomains,
        absentRemove,
        missing,
        missingFor,
        oneWayMillis,
        lagMillis,
        Math.max(stale, 0.3),
        millis,
        lost,
        throttled,
        down,
        statusLost,
        accounts);
  }

  /** The same with caches that see each of several changes that follow each other closely. */
  Quirks watchful() {
    return without(8);
  }

  /** The same without the trouble of one kind; by its number, from 0. */
  Quirks without(int kind) {
    return new Quirks(
        kind == 0 ? 10 : quota,
        kind != 1 && hidesKeys,
        kind != 2 && wildcardDeletes,
        kind != 3 && oneRecord,
        kind == 4 ? DomainListing.NOT : listsDomains,
        kind == 5 ? AbsentRemove.DONE : absentRemove,
        kind == 6 ? null : missing,
        missingFor,
        kind == 7 ? 20 : oneWayMillis,
        kind == 8 ? 20 : lagMillis,
        kind == 9 ? 0 : stale,
        staleMillis,
        kind == 10 ? 0 : lost,
        kind == 11 ? 0 : throttled,
        kind == 12 ? 0 : down,
        kind == 13 ? 0 : statusLost,
        accounts);
  }

  /** What the cloud is like when nothing goes wrong. */
  CloudBehaviour behaviour() {
    return new CloudBehaviour(
        hidesKeys, wildcardDeletes, oneRecord, listsDomains, Map.of(Places.DOMAIN, Places.FIRST));
  }

  /** How many kinds of trouble there are. */
  static final int KINDS = 14;
}
