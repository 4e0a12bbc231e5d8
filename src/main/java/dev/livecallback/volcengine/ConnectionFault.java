package dev.livecallback.volcengine;

import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.util.Locale;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;

/** The reason why there was no answer, by what the HTTP client throws. */
public enum ConnectionFault {
  /** The name has no address: DNS doesn't know it, or doesn't answer. */
  NO_ADDRESS("its name has no address"),
  /** The host refused the connection: nothing listens on that port. */
  REFUSED("it refused the connection"),
  /** The network has no route to the host. */
  NO_ROUTE("there is no way to it from here"),
  /** The connection attempt got no reply: mostly because of a firewall or a network policy. */
  CONNECT_TIMED_OUT("it didn't accept a connection in time"),
  /**
   * The server's certificate isn't trusted: mostly another host's, or from an unknown authority.
   */
  UNTRUSTED("its certificate isn't trusted"),
  /** The server doesn't speak TLS, or no kind of TLS that this process speaks. */
  NO_TLS("it doesn't speak TLS, or no kind that this program speaks"),
  /** The proxy asks for a user and a password, or refuses those that it got. */
  PROXY_LOGIN("the proxy wants a user and a password, or others"),
  /** The proxy doesn't let calls through to that host. */
  PROXY_REFUSED("the proxy doesn't let calls through to it"),
  /** The call took too long, whether connected or not. */
  TIMED_OUT("it didn't answer in time"),
  /** Anything else, such as a connection that was cut. */
  BROKEN("the connection broke");

  private final String words;

  ConnectionFault(String words) {
    this.words = words;
  }

  /** Returns the fault in words about the server, such as "it refused the connection". */
  public String words() {
    return words;
  }

  /** Returns the fault that an exception stands for. */
  public static ConnectionFault of(Throwable thrown) {
    return Stream.iterate(thrown, each -> each != null, Throwable::getCause)
        .map(ConnectionFault::ofOne)
        .filter(each -> each != BROKEN)
        .findFirst()
        .orElse(BROKEN);
  }

  private static ConnectionFault ofOne(Throwable thrown) {
    String said = String.valueOf(thrown.getMessage()).toLowerCase(Locale.ROOT);
    return switch (thrown) {
      case UnknownHostException _ -> NO_ADDRESS;
      case NoRouteToHostException _ -> NO_ROUTE;
      case ConnectException _ when said.contains("refused") -> REFUSED;
      case ConnectException _ when said.contains("unreachable") -> NO_ROUTE;
      case CertificateException _ -> UNTRUSTED;
      case SSLPeerUnverifiedException _ -> UNTRUSTED;
      case SSLHandshakeException _ when said.contains("pkix") -> UNTRUSTED;
      case SSLHandshakeException _ -> NO_TLS;
      case SSLException _ when said.contains("unrecognized ssl message") -> NO_TLS;
      case InterruptedIOException _ when said.contains("connect") -> CONNECT_TIMED_OUT;
      case InterruptedIOException _ -> TIMED_OUT;
      case TimeoutException _ -> TIMED_OUT;
      default ->
          said.contains("authenticate with proxy")
              ? PROXY_LOGIN
              : said.contains("for connect:") ? PROXY_REFUSED : BROKEN;
    };
  }

  /** Returns whether the fault is seen before any part of a request has left. */
  boolean beforeSending() {
    return switch (this) {
      case NO_ADDRESS,
          REFUSED,
          NO_ROUTE,
          CONNECT_TIMED_OUT,
          UNTRUSTED,
          NO_TLS,
          PROXY_LOGIN,
          PROXY_REFUSED ->
          true;
      case TIMED_OUT, BROKEN -> false;
    };
  }
}
