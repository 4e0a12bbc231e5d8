package dev.livecallback.operator.process;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.livecallback.leader.Leadership;
import dev.livecallback.volcengine.Egress;
import dev.livecallback.volcengine.HttpClients;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Response;

/**
 * The interceptor of every call to the Live API and to STS: it sends a call only while this process
 * may act. It checks this when the connection is open and the request is about to be written, so
 * that no slow step follows the check.
 */
final class LeaderOnlyHttpInterceptor implements Interceptor {
  private final Leadership leadership;
  private final OkHttpClient unguarded;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  @GuardedBy("lock")
  private boolean shut;

  @GuardedBy("lock")
  private int inFlight;

  /** The failure of a call that wasn't sent, since another process may be sending. */
  private static final class NotSent extends IOException {
    private static final long serialVersionUID = 1;

    NotSent() {
      super("this process isn't the leader, and sends nothing");
    }
  }

  /** Creates an interceptor whose client reaches the cloud through this way out. */
  public LeaderOnlyHttpInterceptor(Leadership leadership, Egress egress) {
    this.leadership = leadership;
    this.unguarded = HttpClients.live(egress);
  }

  /** Returns a client for the cloud. All clients share their connections. */
  public OkHttpClient client() {
    return unguarded.newBuilder().addNetworkInterceptor(this).build();
  }

  @Override
  public Response intercept(Chain chain) throws IOException {
    enter();
    try {
      if (!leadership.mayAct()) {
        throw new NotSent();
      }
      return chain.proceed(chain.request());
    } finally {
      leave();
    }
  }

  private void enter() throws NotSent {
    lock.lock();
    try {
      if (shut) {
        throw new NotSent();
      }
      inFlight++;
    } finally {
      lock.unlock();
    }
  }

  private void leave() {
    lock.lock();
    try {
      inFlight--;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Lets no further call through, and waits for the calls in flight.
   *
   * @return whether all calls have ended
   */
  public boolean shut(Duration patience) {
    lock.lock();
    try {
      shut = true;
      long nanos = patience.toNanos();
      while (inFlight > 0 && nanos > 0) {
        nanos = changed.awaitNanos(nanos);
      }
      return inFlight == 0;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }
}
