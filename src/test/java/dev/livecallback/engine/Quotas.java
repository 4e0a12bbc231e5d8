package dev.livecallback.engine;

import dev.livecallback.calls.Action;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/** How many calls were sent, and that no second holds more than a cloud account's quota. */
final class Quotas {
  /** A second, and the way of the slowest call that is held to the quota. */
  private static final long STRAYED = 2_000;

  private final World world;
  private final Map<String, Deque<Sent>> sent = new HashMap<>();
  private final Map<String, Long> strays = new HashMap<>();
  private final Map<Action, Integer> counts = new EnumMap<>(Action.class);

  private record Sent(long at, CloudAccount from) {}

  Quotas(World world) {
    this.world = world;
  }

  /** How many calls of an action were sent. */
  int count(Action action) {
    return counts.getOrDefault(action, 0);
  }

  void sends(Life life, CloudAccount from, Action action) {
    counts.merge(action, 1, Integer::sum);
    String real = life.real(from.name());
    Deque<Sent> log = sent.computeIfAbsent(real + action, _ -> new ArrayDeque<>());
    long now = world.timeline.elapsed();
    while (!log.isEmpty() && log.peekFirst().at() <= now - 1000) {
      log.removeFirst();
    }
    log.addLast(new Sent(now, from));
    boolean known = isKnown(life, from);
    long many =
        log.stream()
            .map(Sent::from)
            .filter(other -> other.equals(from) || (known && !isUnknown(life, other)))
            .count();
    if (many > world.history.quirks().quota()) {
      throw world.timeline.fail(
          "more calls than the quota are sent in one second", many + " of " + action);
    }
  }

  /** A call goes there by credentials that nobody could know to be of that cloud account. */
  void strays(String real) {
    strays.put(real, world.timeline.elapsed());
  }

  /** Whether nobody can know that some of a cloud account's calls count together. */
  boolean unknowable(Life life, String real) {
    Long strayed = strays.get(real);
    if (strayed != null && world.timeline.elapsed() - strayed <= STRAYED) {
      return true;
    }
    return life.engine().cloudAccounts().stream()
        .anyMatch(there -> life.real(there.name()).equals(real) && isUnknown(life, there));
  }

  /** Whether it is in use, and no account that leads there knows which cloud account it is. */
  private static boolean isUnknown(Life life, CloudAccount there) {
    return life.engine().cloudAccounts().contains(there) && !isKnown(life, there);
  }

  private static boolean isKnown(Life life, CloudAccount there) {
    return life.engine().accounts().all().stream()
        .anyMatch(
            account ->
                account.accountId().isPresent()
                    && life.engine()
                        .cloudAccount(account.name())
                        .filter(there::equals)
                        .isPresent());
  }
}
