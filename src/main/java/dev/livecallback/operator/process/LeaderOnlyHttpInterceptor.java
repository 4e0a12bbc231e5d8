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
 * What every call to the cloud goes through, of the Live API and of STS: it is sent only while this
 * process may act. That is asked when the connection is there and the request is about to be
 * written to it, so that nothing that takes time lies between.
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

  /** A call that isn't sent, since another process may be sending. */
  private static final class NotSent extends IOException {
    private static final long serialVersionUID = 1;

    NotSent() {
      super("this process isn't the leader, and sends nothing");
    }
  }

  /** An interceptor whose client reaches the cloud by this way. */
  public LeaderOnlyHttpInterceptor(Leadership leadership, Egress egress) {
    this.leadership = leadership;
    this.unguarded = HttpClients.live(egress);
  }

  /** A client for the cloud; all of them share their connections. */
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
   * Lets no further call through, and waits for those in flight.
   *
   * @return whether all have ended
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
