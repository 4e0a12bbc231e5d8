package dev.livecallback.volcengine;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;

/** Makes the process's HTTP client for the cloud. */
public final class HttpClients {
  /** How long one call may take in all, until its answer is read. */
  public static final Duration CALL_TIMEOUT = Duration.ofSeconds(10);

  /** How long a connection may take to come about. */
  public static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  private static final int IDLE_CONNECTIONS = 16;

  /**
   * Shorter than load balancers keep theirs: a connection that they drop costs a call. OkHttp looks
   * whether one was dropped only after 10 s of idleness, and only before a POST.
   */
  private static final Duration KEEP_ALIVE = Duration.ofSeconds(30);

  private HttpClients() {}

  /**
   * A client with the bounds of {@link LiveApi}: 5 s to connect, 10 s a call, room for 16 calls at
   * once to one host, nothing sent twice, no redirect followed. One for the process; its threads
   * are daemons and need no closing.
   */
  public static OkHttpClient live() {
    return sendingOnce(new OkHttpClient.Builder())
        .connectTimeout(CONNECT_TIMEOUT)
        .readTimeout(CALL_TIMEOUT)
        .writeTimeout(CALL_TIMEOUT)
        .callTimeout(CALL_TIMEOUT)
        .connectionPool(
            new ConnectionPool(IDLE_CONNECTIONS, KEEP_ALIVE.toSeconds(), TimeUnit.SECONDS))
        .build();
  }

  /** Takes from a client all that would send a request again, or elsewhere. */
  static OkHttpClient.Builder sendingOnce(OkHttpClient.Builder client) {
    return client.retryOnConnectionFailure(false).followRedirects(false).followSslRedirects(false);
  }
}
