package dev.livecallback.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A forward proxy on loopback: it takes CONNECT for any host, and brings all of them to one port.
 * {@link #close} ends it; connections in use end with their clients.
 */
public final class ForwardProxy implements AutoCloseable {
  private final ServerSocket server;
  private final int target;
  private final String wanted;
  private final List<String> connects = new CopyOnWriteArrayList<>();

  private ForwardProxy(ServerSocket server, int target, String wanted) {
    this.server = server;
    this.target = target;
    this.wanted = wanted;
  }

  /** Starts one for anybody. */
  public static ForwardProxy to(int port) {
    return to(port, "");
  }

  /**
   * Starts one.
   *
   * @param port where on loopback all connections go
   * @param authorization the {@code Proxy-Authorization} that it takes, else it answers 407; empty
   *     = any
   */
  public static ForwardProxy to(int port, String authorization) {
    try {
      ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
      ForwardProxy proxy = new ForwardProxy(server, port, authorization);
      Thread.ofVirtual().start(proxy::accept);
      return proxy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its {@code host:port}. */
  public String address() {
    return server.getInetAddress().getHostAddress() + ":" + server.getLocalPort();
  }

  /** Its URL. */
  public URI url() {
    return URI.create("http://" + address());
  }

  /** The hosts and ports that it was asked for and let through, oldest first. */
  public List<String> connects() {
    return List.copyOf(connects);
  }

  private void accept() {
    try {
      while (!server.isClosed()) {
        Socket client = server.accept();
        Thread.ofVirtual().start(() -> serve(client));
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  private void serve(Socket client) {
    try (client) {
      String head = head(client.getInputStream());
      OutputStream answer = client.getOutputStream();
      if (!head.startsWith("CONNECT ")) {
        answer.write(ascii("HTTP/1.1 405 CONNECT only\r\nConnection: close\r\n\r\n"));
      } else if (!wanted.isEmpty() && !head.contains("Proxy-Authorization: " + wanted + "\r\n")) {
        answer.write(ascii("HTTP/1.1 407 Who are you?\r\nConnection: close\r\n\r\n"));
      } else {
        connects.add(head.split(" ", 3)[1]);
        try (Socket server = new Socket(InetAddress.getLoopbackAddress(), target)) {
          answer.write(ascii("HTTP/1.1 200 Connected\r\n\r\n"));
          Thread back = Thread.ofVirtual().start(() -> pipe(server, client));
          pipe(client, server);
          back.join();
        }
      }
    } catch (IOException e) {
      // One of the two has gone.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String head(InputStream input) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = input.read();
      if (next < 0) {
        break;
      }
      head.append((char) next);
    }
    return head.toString();
  }

  private static void pipe(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
      to.shutdownOutput();
    } catch (IOException e) {
      // One of the two has gone.
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
