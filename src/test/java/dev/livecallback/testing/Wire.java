package dev.livecallback.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A connection to the API server that a test can cut: what goes into it comes out there, until
 * {@link #cut}.
 */
public final class Wire implements AutoCloseable {
  private final InetSocketAddress target;
  private final ServerSocket entrance;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  private Wire(InetSocketAddress target) throws IOException {
    this.target = target;
    this.entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.startVirtualThread(this::accept);
  }

  /** One to the API server of a kubeconfig. */
  public static Wire to(URI apiServer) {
    try {
      return new Wire(new InetSocketAddress(apiServer.getHost(), apiServer.getPort()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A copy of a kubeconfig for whoever is to go through it, in the same folder. */
  public Path through(Path kubeconfig) {
    return through(kubeconfig, "https", entrance.getLocalPort());
  }

  /** A copy of a kubeconfig that leads to a port of loopback, in the same folder. */
  static Path through(Path kubeconfig, String scheme, int port) {
    try {
      String wired =
          Files.readString(kubeconfig)
              .replaceFirst(
                  "server: https://\\S+", "server: %s://127.0.0.1:%d".formatted(scheme, port));
      return Files.writeString(
          kubeconfig.resolveSibling("through-%d.kubeconfig".formatted(port)), wired);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Breaks every connection, and lets none come about any more. */
  public void cut() {
    close();
  }

  @Override
  public void close() {
    shut(entrance);
    open.forEach(Wire::shut);
  }

  private void accept() {
    try {
      while (true) {
        Socket near = entrance.accept();
        Socket far = new Socket();
        open.add(near);
        open.add(far);
        far.connect(target);
        Thread.startVirtualThread(() -> pass(near, far));
        Thread.startVirtualThread(() -> pass(far, near));
      }
    } catch (IOException e) {
      // It was cut.
    }
  }

  private void pass(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException e) {
      // One of the two ends is closed; so is the other, below.
    }
    shut(from);
    shut(to);
    open.remove(from);
    open.remove(to);
  }

  private static void shut(AutoCloseable what) {
    try {
      what.close();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
