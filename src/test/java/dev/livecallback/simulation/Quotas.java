package dev.livecallback.simulation;

import dev.livecallback.calls.Action;
import dev.livecallback.engine.accounts.CloudAccount;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/** How many calls were sent, and that no second holds more than a cloud account's quota. */
final class Quotas {
  /** A second, and the way of the slowest call that is held to the quota. */
  private static final long STRAYED = 2_000;

  private final SimulatedWorld world;
  private final Map<String, Deque<SentFrom>> sent = new HashMap<>();
  private final Map<String, Long> strays = new HashMap<>();
  private final Map<Action, Integer> counts = new EnumMap<>(Action.class);

  private record SentFrom(long at, CloudAccount from) {}

  Quotas(SimulatedWorld world) {
    this.world = world;
  }

  /** How many calls of an action were sent. */
  int count(Action action) {
    return counts.getOrDefault(action, 0);
  }

  void sends(SimulatedProcess process, CloudAccount from, Action action) {
    counts.merge(action, 1, Integer::sum);
    String real = process.real(from.name());
    Deque<SentFrom> log = sent.computeIfAbsent(real + action, _ -> new ArrayDeque<>());
    long now = world.time.elapsed();
    while (!log.isEmpty() && log.peekFirst().at() <= now - 1000) {
      log.removeFirst();
    }
    log.addLast(new SentFrom(now, from));
    boolean known = isKnown(process, from);
    long many =
        log.stream()
            .map(SentFrom::from)
            .filter(other -> other.equals(from) || (known && !isUnknown(process, other)))
            .count();
    if (many > world.history.quirks().quota()) {
      throw world.fail("more calls than the quota are sent in one second", many + " of " + action);
    }
  }

  /** A call goes there by credentials that nobody could know to be of that cloud account. */
  void strays(String real) {
    strays.put(real, world.time.elapsed());
  }

  /** Whether nobody can know that some of a cloud account's calls count together. */
  boolean unknowable(SimulatedProcess process, String real) {
    Long strayed = strays.get(real);
    if (strayed != null && world.time.elapsed() - strayed <= STRAYED) {
      return true;
    }
    return process.engine().cloudAccounts().stream()
        .anyMatch(there -> process.real(there.name()).equals(real) && isUnknown(process, there));
  }

  /** Whether it is in use, and no account that leads there knows which cloud account it is. */
  private static boolean isUnknown(SimulatedProcess process, CloudAccount there) {
    return process.engine().cloudAccounts().contains(there) && !isKnown(process, there);
  }

  private static boolean isKnown(SimulatedProcess process, CloudAccount there) {
    return process.engine().accounts().all().stream()
        .anyMatch(
            account ->
                account.accountId().isPresent()
                    && process
                        .engine()
                        .cloudAccount(account.name())
                        .filter(there::equals)
                        .isPresent());
  }
}
