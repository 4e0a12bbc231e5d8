package dev.livecallback.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** Runs a short-lived command to its end. For one that stays, see {@link ChildProcess}. */
public final class Command {
  private static final long LIMIT_SECONDS = 120;

  /** Not the pool that all share: who computes in it for minutes would hold up every command. */
  private static final Executor READERS = Thread::startVirtualThread;

  private Command() {}

  /**
   * Runs it with this JVM's environment and {@code environment} on top, and {@code stdin} as input.
   *
   * @throws AssertionError if it has not ended after two minutes; it is killed then
   */
  public static CommandResult run(
      List<String> command, Map<String, String> environment, String stdin) {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    try {
      Process process = builder.start();
      var stdout = CompletableFuture.supplyAsync(() -> text(process.getInputStream()), READERS);
      var stderr = CompletableFuture.supplyAsync(() -> text(process.getErrorStream()), READERS);
      try (OutputStream input = process.getOutputStream()) {
        input.write(stdin.getBytes(StandardCharsets.UTF_8));
      }
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("Still running after two minutes: " + command);
      }
      return new CommandResult(process.exitValue(), stdout.join(), stderr.join());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while waiting for " + command, e);
    }
  }

  private static String text(InputStream stream) {
    try (stream) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
