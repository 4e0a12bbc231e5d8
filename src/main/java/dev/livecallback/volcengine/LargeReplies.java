package dev.livecallback.volcengine;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;
import okio.ForwardingSource;
import okio.Okio;
import okio.Source;

/**
 * The limit that keeps large answers from filling the heap together. A few of them are read at a
 * time. Only one answer that has come whole is parsed at a time, because parsing takes ten times as
 * much memory. Small answers wait for nothing.
 *
 * <p>A call waits within its own time. A slow server holds up only large answers of its own, never
 * all: a host may have one more only while it has fewer than there are free places.
 */
final class LargeReplies implements Interceptor {
  /** The length, in bytes after decompression, above which an answer is large. */
  static final long LARGE = 64 << 10;

  /**
   * The number of large answers that are read at a time, each of {@link Reply#LARGEST_ANSWER} at
   * most.
   */
  static final int READ_AT_ONCE = 6;

  private final LongSupplier nanos;
  private final Semaphore whole = new Semaphore(1, true);
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  @GuardedBy("lock")
  private final Map<String, Integer> reading = new HashMap<>();

  @GuardedBy("lock")
  private int free = READ_AT_ONCE;

  /**
   * @param nanos the source of the time, like {@link System#nanoTime}
   */
  LargeReplies(LongSupplier nanos) {
    this.nanos = nanos;
  }

  @Override
  public Response intercept(Chain chain) throws IOException {
    long end = nanos.getAsLong() + HttpClients.CALL_TIMEOUT.toNanos();
    HttpUrl url = chain.request().url();
    Response response = chain.proceed(chain.request());
    ResponseBody body = response.body();
    Source bounded = new Bounded(body.source(), url.host() + ":" + url.port(), end);
    return response
        .newBuilder()
        .body(ResponseBody.create(Okio.buffer(bounded), body.contentType(), body.contentLength()))
        .build();
  }

  /** Waits until this host may have one more large answer; returns whether that was in time. */
  boolean enter(String host, Duration patience) throws InterruptedException {
    lock.lock();
    try {
      long left = patience.toNanos();
      while (reading.getOrDefault(host, 0) >= free) {
        if (left <= 0) {
          return false;
        }
        left = changed.awaitNanos(left);
      }
      free--;
      reading.merge(host, 1, Integer::sum);
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Frees the place of an answer for which a host {@link #enter entered}. */
  void leave(String host) {
    lock.lock();
    try {
      free++;
      reading.computeIfPresent(host, (_, many) -> many == 1 ? null : many - 1);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * A body that waits for a place when it gets large, and again when it is whole. It keeps its
   * places until it is closed.
   */
  private final class Bounded extends ForwardingSource {
    private final String host;
    private final long end;
    private long length;
    private boolean isLarge;
    private boolean isWhole;

    Bounded(Source body, String host, long end) {
      super(body);
      this.host = host;
      this.end = end;
    }

    @Override
    public long read(Buffer sink, long count) throws IOException {
      long read = super.read(sink, count);
      length += Math.max(read, 0);
      try {
        Duration patience = Duration.ofNanos(end - nanos.getAsLong());
        if (length > LARGE && !isLarge) {
          isLarge = inTime(enter(host, patience));
        }
        if (read < 0 && isLarge && !isWhole) {
          isWhole = inTime(whole.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS));
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted");
      }
      return read;
    }

    private boolean inTime(boolean entered) throws InterruptedIOException {
      if (!entered) {
        throw new InterruptedIOException("timeout");
      }
      return true;
    }

    @Override
    public void close() throws IOException {
      try {
        super.close();
      } finally {
        if (isWhole) {
          whole.release();
        }
        if (isLarge) {
          leave(host);
        }
        isWhole = false;
        isLarge = false;
      }
    }
  }
}
