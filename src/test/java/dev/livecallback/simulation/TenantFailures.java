package dev.livecallback.simulation;

import dev.livecallback.account.Account;
import dev.livecallback.account.Gate;
import dev.livecallback.api.AccountName;
import dev.livecallback.api.LiveCallback;
import dev.livecallback.calls.Action;
import dev.livecallback.calls.Call;
import dev.livecallback.engine.accounts.CloudAccount;
import dev.livecallback.volcengine.Answer;
import dev.livecallback.volcengine.Failure;
import dev.livecallback.volcengine.Scope;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What fails of one tenant alone is that tenant's: it neither shuts an account that others use, nor
 * lowers the calls a second, as long as others are answered well.
 */
final class TenantFailures {
  /** For so long an answer tells of how things are. */
  private static final long TELLING = 10_000;

  /** What passes between the answer and whoever takes it in. */
  private static final long MARGIN = 1_000;

  private static final long LATELY = Duration.ofMinutes(10).toMillis() - MARGIN;

  private final SimulatedWorld world;
  private final SimulatedProcess process;
  private final IdentityHashMap<CloudAccount, Map<Action, Throttling>> throttlings =
      new IdentityHashMap<>();
  private final Map<AccountName, Failures> failures = new HashMap<>();
  private final Map<Site, Long> readWell = new HashMap<>();

  /** What the API said of an action of a cloud account in the last seconds. */
  private static final class Throttling {
    final Map<Scope, Long> well = new HashMap<>();
    final Map<Scope, Long> throttled = new HashMap<>();

    /** When it was last throttled as a whole, as far as anybody can tell. */
    long asAWhole = Long.MIN_VALUE;

    long until;
    int limit = Integer.MAX_VALUE;
    int configured;
  }

  /** The scopes that failed through an account since its last good answer. */
  private static final class Failures {
    final Set<Scope> scopes = new HashSet<>();
    int epoch;
  }

  TenantFailures(SimulatedWorld world, SimulatedProcess process) {
    this.world = world;
    this.process = process;
  }

  /** Whether the API throttles a cloud account as a whole, as far as anybody can tell. */
  boolean throttles(CloudAccount there, Action action) {
    Throttling known = throttling(there, action);
    int limit = there.queue().budget(action).limit(world.time.instant());
    return world.time.elapsed() <= known.until || limit < there.queue().budget(action).configured();
  }

  private Throttling throttling(CloudAccount there, Action action) {
    return throttlings
        .computeIfAbsent(there, _ -> new EnumMap<>(Action.class))
        .computeIfAbsent(action, _ -> new Throttling());
  }

  /** An answer to a call is there, and nobody has taken it in yet. */
  void answered(CloudAccount there, Call call, Answer<?> answer) {
    long now = world.time.elapsed();
    Scope scope = call.order().scope();
    if (answer instanceof Answer.Ok<?> && call.action() == Action.DESCRIBE) {
      readWell.put(Site.of(call.order()), now);
    }
    Throttling known = throttling(there, call.action());
    if (answer instanceof Answer.Ok<?>) {
      known.well.put(scope, now);
    } else if (answer instanceof Answer.Failed<?>(Failure.Throttled throttled)) {
      known.well.remove(scope);
      known.throttled.put(scope, now);
      if (!isOneTenants(known, scope, now)) {
        long asked = Optional.ofNullable(throttled.retryAfter()).map(Duration::toMillis).orElse(0L);
        known.asAWhole = now;
        known.until = Math.max(known.until, now + Math.max(1_000, asked) + MARGIN);
      }
    }
  }

  /** Whether only scopes of one tenant are throttled of late, and another's are answered well. */
  private static boolean isOneTenants(Throttling known, Scope scope, long now) {
    String tenant = Tenants.namespaceOf(scope);
    known.throttled.values().removeIf(at -> now - at > TELLING + MARGIN);
    known.well.values().removeIf(at -> now - at > TELLING - MARGIN);
    boolean several = tenant.equals(Tenants.SHARED) && known.throttled.size() > 1;
    return !several
        && known.throttled.keySet().stream().map(Tenants::namespaceOf).allMatch(tenant::equals)
        && known.well.keySet().stream().anyMatch(each -> !Tenants.namespaceOf(each).equals(tenant));
  }

  /** Whatever may go to a cloud account has gone. */
  void dispatched(CloudAccount there) {
    long now = world.time.elapsed();
    throttlings
        .getOrDefault(there, Map.of())
        .forEach(
            (action, known) -> {
              int limit = there.queue().budget(action).limit(world.time.instant());
              int configured = there.queue().budget(action).configured();
              boolean lowered = configured == known.configured && limit < known.limit;
              if (lowered && now - known.asAWhole > MARGIN) {
                throw world.fail(
                    "what is throttled of one tenant lowers the calls a second",
                    "%d of %s, throttled: %s".formatted(limit, action, known.throttled.keySet()));
              }
              known.limit = limit;
              known.configured = configured;
            });
  }

  /** The account's gate has taken in an answer. */
  void judged(Account account, Call call, Answer<?> answer, boolean wasOpen, boolean wasProven) {
    Failures known = failures.computeIfAbsent(account.name(), _ -> new Failures());
    if (known.epoch != account.epoch()) {
      known.epoch = account.epoch();
      known.scopes.clear();
    }
    boolean failed =
        answer instanceof Answer.Failed<?> each
            && (each.failure() instanceof Failure.Unavailable
                || each.failure() instanceof Failure.OutcomeUnknown
                || each.failure() instanceof Failure.WrongEndpoint);
    if (failed) {
      known.scopes.add(call.order().scope());
    }
    Gate.@Nullable Shut shut = account.gate().shut().orElse(null);
    boolean shuts = wasOpen && wasProven;
    if (shuts && shut != null && !(shut.failure() instanceof Failure.CredentialsRejected)) {
      shuts(account, call, known.scopes);
    }
    if (!failed || shut != null) {
      known.scopes.clear();
    }
  }

  private void shuts(Account account, Call call, Set<Scope> failing) {
    Set<String> tenants = failing.stream().map(Tenants::namespaceOf).collect(Collectors.toSet());
    if (tenants.size() > 1 || tenants.contains(Tenants.SHARED)) {
      return;
    }
    Knowledge knowledge = process.knowledge();
    for (LiveCallback other : knowledge.allPlanned()) {
      boolean uses =
          !tenants.contains(Tenants.namespaceOf(other.getMetadata().getName()))
              && ObjectReading.account(other).equals(account.name())
              && !ObjectReading.deleting(other)
              && knowledge.claims(other);
      Site site = Site.of(ObjectReading.wants(knowledge.names(), other));
      Long well = readWell.get(site);
      if (uses && well != null && world.time.elapsed() - well < LATELY) {
        throw world.fail(
            "what fails of one tenant shuts the account for others",
            account.name()
                + ", "
                + failing
                + " failed, the last at "
                + call.order()
                + ", and "
                + site
                + " was fine");
      }
    }
  }
}
