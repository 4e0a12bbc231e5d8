package dev.livecallback.simulation;

import dev.livecallback.api.AccountName;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * What forgers do, in some worlds: they name records of others in the statuses of objects of
 * theirs.
 */
final class ForgedScripts {
  private static final int ONE_WORLD_OF = 6;

  private ForgedScripts() {}

  /** The same history, or one with forgers and accounts that never let them in. */
  static History added(History history, long millis) {
    RandomGenerator random = new SplittableRandom(history.seed() ^ 0x0F0E1DL);
    if (random.nextInt(ONE_WORLD_OF) > 0) {
      return history;
    }
    List<History.TimedAct> steps = new ArrayList<>();
    history.steps().stream()
        .filter(
            step ->
                !(step.act() instanceof WorldAct.OfAccount(_, AccountAct act))
                    || !(act instanceof AccountAct.SetAllow))
        .forEach(steps::add);
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      forger(random, "forged-" + i, history.quirks().accounts(), millis, steps);
    }
    if (random.nextInt(3) > 0) {
      claim(random, history.quirks().accounts(), millis, steps);
    }
    return history.with(Scripts.sorted(steps));
  }

  private static void forger(
      RandomGenerator random,
      String name,
      List<AccountName> accounts,
      long millis,
      List<History.TimedAct> steps) {
    long made = random.nextBoolean() ? 0 : random.nextLong(millis);
    steps.add(new History.TimedAct(made, new WorldAct.Forgery.Name(name, draft(random, accounts))));
    for (int i = 1 + random.nextInt(4); i > 0; i--) {
      steps.add(
          new History.TimedAct(
              made + 50 + random.nextLong(millis),
              new WorldAct.Forgery.List(
                  name, Chance.of(random, accounts), Chance.of(random, Places.ALL))));
    }
    if (random.nextBoolean()) {
      steps.add(
          new History.TimedAct(
              made + random.nextLong(millis),
              new WorldAct.Forgery.Name(name, draft(random, accounts))));
    }
    if (random.nextInt(3) > 0) {
      steps.add(
          new History.TimedAct(
              made + random.nextLong(2 * millis), new WorldAct.Forgery.Remove(name)));
    }
  }

  /** An account of theirs, that would have a share in another's cloud account, and uses it. */
  private static void claim(
      RandomGenerator random,
      List<AccountName> accounts,
      long millis,
      List<History.TimedAct> steps) {
    String name = "account";
    long made = random.nextLong(millis / 2);
    String accountId = Tenants.home(Chance.of(random, accounts));
    steps.add(
        new History.TimedAct(
            made, new WorldAct.Forgery.Claim(name, accountId, random.nextBoolean())));
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      SpecDraft draft =
          Scripts.ANYTHING
              .with(Chance.of(random, Places.ALL))
              .through(new AccountName(Forgers.NAMESPACE, name));
      steps.add(
          new History.TimedAct(
              made + random.nextLong(millis), new WorldAct.Forgery.Name("claims-" + i, draft)));
    }
  }

  private static SpecDraft draft(RandomGenerator random, List<AccountName> accounts) {
    return Scripts.ANYTHING
        .with(Chance.of(random, Places.ALL))
        .through(Chance.of(random, accounts));
  }
}
