package dev.livecallback.simulation;

import dev.livecallback.api.AccountName;
import dev.livecallback.simulation.WorldAct.CloudFault;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** What happens to the accounts of a world that has several. */
final class AccountScripts {
  private static final List<Allow> ALLOWS =
      List.of(
          Allow.ALL,
          Allow.ALL,
          Allow.ALL,
          Allow.TEAM,
          Allow.OWN_NAMESPACE,
          Allow.ANOTHER_NAMESPACE,
          Allow.FIRST_VHOST,
          Allow.VHOSTS,
          Allow.ONE_URL);

  private final RandomGenerator random;
  private final List<AccountName> accounts;
  private final List<String> objects;
  private final int minutes;
  private final List<History.TimedAct> steps = new ArrayList<>();

  private int requests;

  private AccountScripts(
      RandomGenerator random, List<AccountName> accounts, List<String> objects, int minutes) {
    this.random = random;
    this.accounts = accounts;
    this.objects = objects;
    this.minutes = minutes;
  }

  static List<History.TimedAct> of(
      RandomGenerator random, List<AccountName> accounts, List<String> objects, int minutes) {
    AccountScripts script = new AccountScripts(random, accounts, objects, minutes);
    script.write();
    return script.steps;
  }

  /** A Secret is changed to another cloud account's keys and back, while STS answers or doesn't. */
  static List<History.TimedAct> flips(
      RandomGenerator random, List<AccountName> accounts, List<String> objects, int minutes) {
    AccountScripts script = new AccountScripts(random, accounts, objects, minutes);
    AccountName account = Chance.of(random, accounts);
    long from = random.nextLong(minutes * 30_000L);
    long at = from;
    for (int i = 4 + random.nextInt(8); i > 0; i--) {
      script.add(at, account, new AccountAct.Flip());
      at += random.nextBoolean() ? 2 + random.nextInt(80) : 200 + random.nextInt(1_500);
      script.add(at, account, new AccountAct.Flip());
      at += random.nextInt(4) == 0 ? 2 + random.nextInt(80) : 200 + random.nextInt(2_500);
    }
    script.add(at, account, new AccountAct.RightKey());
    int every = 100 + random.nextInt(300);
    script.add(from, new WorldAct.Storm(objects, every, (int) Math.min(60, (at - from) / every)));
    if (random.nextInt(3) == 0) {
      script.add(
          from + random.nextLong(at - from),
          new CloudFault(CloudFault.FaultKind.STS, null, null, 2 + random.nextInt(10)));
    }
    return script.steps;
  }

  private void write() {
    if (random.nextInt(3) == 0) {
      add(0, new CloudFault(CloudFault.FaultKind.STS, null, null, 2 + random.nextInt(120)));
    }
    if (random.nextInt(4) == 0) {
      add(at(), new CloudFault(CloudFault.FaultKind.STS, null, null, 2 + random.nextInt(60)));
    }
    for (int i = random.nextInt(3); i > 0; i--) {
      denied();
    }
    for (int i = 4 + random.nextInt(16); i > 0; i--) {
      any(at(), Chance.of(random, accounts));
    }
  }

  private void denied() {
    CloudFault.FaultKind kind =
        random.nextBoolean() ? CloudFault.FaultKind.NO_READS : CloudFault.FaultKind.NO_WRITES;
    add(
        at(),
        new CloudFault(
            kind,
            Chance.of(random, Places.SCOPES),
            Chance.of(random, accounts),
            10 + random.nextInt(minutes * 60)));
  }

  private void any(long at, AccountName account) {
    switch (random.nextInt(24)) {
      case 0, 1 ->
          add(
              at,
              account,
              new AccountAct.Rotate(random.nextBoolean() ? 0 : random.nextInt(30_000)));
      case 2 -> {
        add(at, account, new AccountAct.Revoke());
        add(later(at), account, new AccountAct.Restore());
      }
      case 3 -> {
        add(at, account, new AccountAct.LoseSecret());
        add(later(at), account, new AccountAct.RightKey());
      }
      case 4, 5 -> {
        add(at, account, new AccountAct.WrongKey());
        add(
            later(at),
            account,
            random.nextInt(3) == 0 ? new AccountAct.ConfirmAccount() : new AccountAct.RightKey());
      }
      case 6, 7, 8, 9 -> add(at, account, new AccountAct.SetAllow(Chance.of(random, ALLOWS)));
      case 10 -> {
        add(at, account, new AccountAct.PauseAccount(true));
        add(later(at), account, new AccountAct.PauseAccount(false));
      }
      case 11, 12 ->
          add(
              at,
              account,
              new AccountAct.SetLimit(random.nextInt(4) == 0 ? null : random.nextInt(3)));
      case 13 -> add(at, account, new AccountAct.ReleaseDeletes(10 + random.nextInt(120)));
      case 14 -> add(at, account, new AccountAct.RequestReconcile("request " + ++requests));
      case 15, 16 -> {
        add(at, account, new AccountAct.DeleteAccount());
        for (String object : objects) {
          if (random.nextInt(3) > 0) {
            add(
                at + random.nextInt(5_000),
                new WorldAct.Reassign(object, Chance.of(random, accounts)));
          }
        }
        add(later(at), account, new AccountAct.CreateAccount());
      }
      default ->
          add(at, new WorldAct.Reassign(Chance.of(random, objects), Chance.of(random, accounts)));
    }
  }

  private long at() {
    return random.nextLong(minutes * 60_000L);
  }

  /** A moment later, or minutes. */
  private long later(long at) {
    return at + 50 + random.nextInt(random.nextBoolean() ? 3_000 : 120_000);
  }

  private void add(long at, AccountName account, AccountAct act) {
    add(at, new WorldAct.OfAccount(account, act));
  }

  private void add(long at, WorldAct act) {
    steps.add(new History.TimedAct(at, act));
  }
}
