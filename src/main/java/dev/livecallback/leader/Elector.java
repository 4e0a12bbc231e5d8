package dev.livecallback.leader;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The participation of this process in the election: a thread, and a client with short timeouts
 * that doesn't retry.
 */
public final class Elector implements Candidate {
  /** The name of the lease. */
  public static final String LEASE = "live-callback-operator";

  private static final Logger LOG = LoggerFactory.getLogger(Elector.class);
  private static final Duration STALE = Duration.ofMinutes(2);

  private final String me;
  private final KubernetesClient client;
  private final KubernetesLease lease;
  private final Leadership leadership;
  private final Election election;
  private final Semaphore kicks = new Semaphore(0);
  private volatile String holder = "";
  private volatile long lastStep = System.nanoTime();

  /**
   * @param config the configuration of the API server's client
   * @param namespace the namespace of the lease
   * @param me the name of this process, which no other process ever had
   * @param turns the consumer of each change of the leadership, which has to be quick
   */
  public Elector(
      Config config,
      String namespace,
      String me,
      LeaseTerms terms,
      Consumer<LeadershipChange> turns) {
    this.me = me;
    // Several tries have to fit before the deadline.
    int patience = (int) terms.renewDeadline().dividedBy(3).toMillis();
    this.client =
        new KubernetesClientBuilder()
            .withConfig(
                new ConfigBuilder(config)
                    .withRequestRetryBackoffLimit(0)
                    .withConnectionTimeout(patience)
                    .withRequestTimeout(patience)
                    .build())
            .build();
    this.lease = new KubernetesLease(client, namespace, LEASE);
    this.leadership = Leadership.none(terms.renewDeadline(), Ticks.system());
    this.election = new Election(me, terms, lease, leadership, new LeadershipLog(turns));
  }

  @Override
  public Leadership leadership() {
    return leadership;
  }

  @Override
  public String role() {
    if (leadership.mayAct()) {
      return "leading";
    }
    return holder.isEmpty() ? "standby" : "standby, " + holder + " leads";
  }

  @Override
  public void start() {
    Thread.ofPlatform().daemon().name("election").start(this::run);
  }

  private void run() {
    while (!election.isOver()) {
      Duration wait;
      try {
        kicks.drainPermits();
        wait = election.step();
        lastStep = System.nanoTime();
        if (election.isLeading()) {
          lease.close();
        } else {
          lease.watch(kicks::release);
        }
      } catch (RuntimeException e) {
        LOG.error("A bug: the lease can't be looked after; it is tried again.", e);
        wait = Duration.ofSeconds(1);
      }
      pause(wait);
    }
  }

  private void pause(Duration wait) {
    try {
      boolean _ = kicks.tryAcquire(wait.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException _) {
      LOG.warn("The election was interrupted and goes on.");
    }
  }

  @Override
  public boolean alive() {
    return System.nanoTime() - lastStep < STALE.toNanos();
  }

  @Override
  public void release() {
    boolean led = election.isLeading();
    if (election.release()) {
      LOG.info("Gave the lease back: another process may lead at once.");
    } else if (led) {
      LOG.warn("The lease couldn't be given back: another process leads when it has run out.");
    }
    kicks.release();
  }

  @Override
  public void close() {
    lease.close();
    client.close();
  }

  /** The listener that logs the changes of the leadership, and passes them on. */
  private final class LeadershipLog implements Election.Listener {
    private final Consumer<LeadershipChange> turns;

    LeadershipLog(Consumer<LeadershipChange> turns) {
      this.turns = turns;
    }

    @Override
    public void standsBy(String other) {
      holder = other;
      LOG.info("Standby: {} leads. This process sends nothing until it leads.", other);
    }

    @Override
    public void leads(boolean afterAnother) {
      holder = me;
      LOG.info("Leading, as {}.", me);
      turns.accept(new LeadershipChange.Leads(afterAnother));
    }

    @Override
    public void lost(String why) {
      LOG.error(
          "Lost: {}. Nothing is sent any more, and the process ends, to be started anew as a"
              + " standby. Callbacks in the cloud stay as they are; if it happens often, look at"
              + " the API server and at this Pod's CPU limit.",
          why);
      turns.accept(new LeadershipChange.Lost());
    }

    @Override
    public void troubled(String why) {
      LOG.warn(
          "The lease {} can't be read or written ({}); it is tried again until it can.",
          LEASE,
          why);
    }

    @Override
    public void recovered() {
      LOG.info("The lease {} can be read and written again.", LEASE);
    }
  }
}
