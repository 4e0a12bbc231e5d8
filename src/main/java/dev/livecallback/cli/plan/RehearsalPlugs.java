package dev.livecallback.cli.plan;

import dev.livecallback.account.Permit;
import dev.livecallback.account.UnsentCalls;
import dev.livecallback.api.SteadyClock;
import dev.livecallback.calls.Call;
import dev.livecallback.calls.Order;
import dev.livecallback.engine.Engine;
import dev.livecallback.engine.EngineOptions;
import dev.livecallback.engine.accounts.CloudAccount;
import dev.livecallback.engine.objects.Cluster;
import dev.livecallback.engine.objects.SecretUnavailableException;
import dev.livecallback.operator.config.OperatorSettings;
import dev.livecallback.shadow.CloudWire;
import dev.livecallback.shadow.DriverPlugs;
import dev.livecallback.shadow.ShadowApiServer;
import dev.livecallback.shadow.VirtualTime;
import dev.livecallback.volcengine.Answer;
import dev.livecallback.volcengine.CallbackKey;
import dev.livecallback.volcengine.Failure;
import dev.livecallback.volcengine.WriteAccepted;
import io.fabric8.kubernetes.api.model.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The engine of a rehearsal, and the cloud that it calls. Calls are carried out on what is known of
 * the cloud, and writes are noted.
 */
final class RehearsalPlugs implements DriverPlugs {
  /** The time from a call to its answer, in milliseconds. */
  private static final long LATENCY = 20;

  private final OperatorSettings settings;
  private final ShadowApiServer server;
  private final Set<String> hidden;
  private final CloudSnapshot snapshot;
  private final RehearsedCloud cloud;
  private final VirtualTime time;
  private final List<PlannedWrite> writes = new ArrayList<>();
  private final List<Throwable> bugs = new ArrayList<>();

  /** They come with the engine. */
  private @Nullable RehearsedAccounts accounts;

  private long busyAt;
  private int calls;

  /**
   * @param hidden the Secrets that may not be read, by {@code namespace/name}
   */
  RehearsalPlugs(
      OperatorSettings settings,
      ShadowApiServer server,
      Set<String> hidden,
      CloudSnapshot snapshot,
      VirtualTime time) {
    this.settings = settings;
    this.server = server;
    this.hidden = hidden;
    this.snapshot = snapshot;
    this.cloud = new RehearsedCloud(snapshot);
    this.time = time;
  }

  /** Returns the accounts of the engine. */
  RehearsedAccounts accounts() {
    return Objects.requireNonNull(accounts, "there is no engine yet");
  }

  /** Returns the writes until now, in their order. */
  List<PlannedWrite> writes() {
    return List.copyOf(writes);
  }

  /** Returns the number of calls for objects until now, without sweeps. */
  int calls() {
    return calls;
  }

  /** Returns the time from the start to the last write, in milliseconds. */
  long busyAt() {
    return busyAt;
  }

  /** Returns what rounds of objects threw. */
  List<Throwable> bugs() {
    return List.copyOf(bugs);
  }

  @Override
  public Engine engine(Cluster cluster, Consumer<CloudAccount> opened) {
    Engine engine =
        new Engine(
            settings.defaultAccount(),
            cluster,
            opened,
            SteadyClock.of(time),
            new Random(1),
            EngineOptions.USUAL.telling(_ -> {}, bugs::add));
    accounts =
        new RehearsedAccounts(
            settings, server, hidden, snapshot, engine, SteadyClock.of(time), new Random(1));
    return engine;
  }

  @Override
  public Optional<Secret> secret(String namespace, String name, Optional<Secret> cached) {
    if (hidden.contains(namespace + "/" + name)) {
      throw new SecretUnavailableException("Secret " + namespace + "/" + name + " can't be read.");
    }
    return cached;
  }

  @Override
  public CloudWire wire(CloudAccount there) {
    return (call, answered) -> {
      calls += call.objects().stream().allMatch(Engine::isSweep) ? 0 : 1;
      Answer<?> answer = carryOut(there, call);
      time.in(LATENCY, () -> answered.accept(answer));
    };
  }

  private Answer<?> carryOut(CloudAccount there, Call call) {
    Optional<Permit> permit = accounts().permit(call.account(), there.name());
    if (permit.isEmpty()) {
      UnsentCalls unsent =
          new UnsentCalls("Account " + call.account() + " may not make this call.");
      return call.order() instanceof Order.Read read
          ? unsent.describe(read.listing())
          : unsent.delete(keyOf(call.order()));
    }
    String cloudAccount = permit.get().cloudAccount();
    Failure missing = snapshot.missing(cloudAccount, call.order().scope());
    if (missing != null && !(call.order() instanceof Order.Read)) {
      return new Answer.Failed<WriteAccepted>(missing);
    }
    return switch (call.order()) {
      case Order.Read read -> cloud.describe(permit.get(), read.listing());
      case Order.Put put -> {
        note(
            new PlannedWrite(
                call.objects().getFirst(),
                call.account(),
                cloudAccount,
                put.key(),
                cloud.content(cloudAccount, put.key()),
                put.content(),
                false));
        cloud.put(cloudAccount, put.key(), put.content());
        yield new Answer.Ok<>(WriteAccepted.DONE, "planned");
      }
      case Order.Remove remove -> {
        note(
            new PlannedWrite(
                call.objects().getFirst(),
                call.account(),
                cloudAccount,
                remove.key(),
                cloud.content(cloudAccount, remove.key()),
                null,
                !remove.mayGoAlong().isEmpty()));
        cloud.remove(cloudAccount, remove.key());
        yield new Answer.Ok<>(WriteAccepted.DONE, "planned");
      }
    };
  }

  private void note(PlannedWrite write) {
    writes.add(write);
    busyAt = time.elapsed();
  }

  private static CallbackKey keyOf(Order order) {
    return switch (order) {
      case Order.Put put -> put.key();
      case Order.Remove remove -> remove.key();
      case Order.Read _ -> throw new IllegalStateException("a read has no key");
    };
  }

  @Override
  public void tick(Engine engine) {
    accounts().tick();
    engine.sweep();
  }
}
