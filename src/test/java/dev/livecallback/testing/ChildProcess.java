package dev.livecallback.testing;

import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * A program that runs beside a test, with its output kept line by line. {@link #close} ends it, and
 * so does the end of this JVM, so use it in a try-with-resources or close it in {@code @AfterEach}.
 */
public final class ChildProcess implements AutoCloseable {
  private final Process process;
  private final Thread atExit;
  private final List<String> stdout = new CopyOnWriteArrayList<>();
  private final List<String> stderr = new CopyOnWriteArrayList<>();
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final Thread stdoutReader;
  private final Thread stderrReader;

  private ChildProcess(Process process) {
    this.process = process;
    this.atExit = new Thread(process::destroyForcibly);
    Runtime.getRuntime().addShutdownHook(atExit);
    this.stdoutReader = Thread.startVirtualThread(() -> read(process.getInputStream(), stdout));
    this.stderrReader = Thread.startVirtualThread(() -> read(process.getErrorStream(), stderr));
  }

  /**
   * Starts a program.
   *
   * @param command the program and its arguments
   * @param environment what it gets on top of this JVM's environment
   */
  public static ChildProcess start(List<String> command, Map<String, String> environment) {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      return new ChildProcess(process);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What it has written so far, both streams in the order of arrival. */
  public List<String> lines() {
    return List.copyOf(lines);
  }

  /** What it has written to stdout so far. */
  public List<String> stdout() {
    return List.copyOf(stdout);
  }

  /** What it has written to stderr so far. */
  public List<String> stderr() {
    return List.copyOf(stderr);
  }

  /**
   * Waits for a line, on either stream, and returns the first that fits, also one that came before.
   *
   * @throws AssertionError that shows all output, if there is none in time or the program ends
   */
  public String awaitLine(String description, Duration atMost, Predicate<String> fits) {
    try {
      await(description)
          .atMost(atMost)
          .pollInterval(Duration.ofMillis(20))
          .until(() -> firstLine(fits).isPresent() || ended());
    } catch (org.awaitility.core.ConditionTimeoutException e) {
      throw new AssertionError(missing(description), e);
    }
    return firstLine(fits).orElseThrow(() -> new AssertionError(missing(description)));
  }

  /** Waits up to two minutes for a line that contains a text. */
  public String awaitLine(String text) {
    return awaitLine("a line with: " + text, Duration.ofMinutes(2), line -> line.contains(text));
  }

  /** Whether it is still running. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** Its process id. */
  public long pid() {
    return process.pid();
  }

  /**
   * Waits for it to end by itself.
   *
   * @return its exit code; 128 + n after signal n
   * @throws AssertionError that shows all output, if it is still running then
   */
  public int awaitExit(Duration atMost) {
    try {
      if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new AssertionError("Still running after %s:\n%s".formatted(atMost, output()));
      }
      // Bounded, since a child of the child may have inherited the streams and hold them open.
      stdoutReader.join(Duration.ofSeconds(5));
      stderrReader.join(Duration.ofSeconds(5));
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while waiting for a process to end", e);
    }
  }

  /** Sends SIGTERM and waits for the end: {@link #awaitExit}. */
  public int terminate(Duration atMost) {
    // Through the handle: Process.destroy would close the streams, and the last lines were lost.
    process.toHandle().destroy();
    return awaitExit(atMost);
  }

  /** Sends SIGKILL, to its children too: no chance to say goodbye. Returns the exit code. */
  public int kill() {
    List<ProcessHandle> children = process.descendants().toList();
    process.toHandle().destroyForcibly();
    children.forEach(ProcessHandle::destroyForcibly);
    return awaitExit(Duration.ofMinutes(2));
  }

  /** Sends SIGSTOP: it stands still, and doesn't know. */
  public void freeze() {
    signal("STOP");
  }

  /** Sends SIGCONT: it goes on as if nothing had been. */
  public void thaw() {
    signal("CONT");
  }

  private void signal(String name) {
    Command.run(List.of("kill", "-" + name, String.valueOf(pid())), Map.of(), "").succeeded();
  }

  @Override
  public void close() {
    kill();
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      // This JVM is shutting down: the hook runs anyway, and finds nothing to do.
    }
  }

  private Optional<String> firstLine(Predicate<String> fits) {
    return lines.stream().filter(fits).findFirst();
  }

  /** Ended, and every line of it read. */
  private boolean ended() {
    return !process.isAlive() && !stdoutReader.isAlive() && !stderrReader.isAlive();
  }

  private String missing(String description) {
    String state = process.isAlive() ? "in time" : "before the end of the process";
    return "Not seen %s: %s. Its output:\n%s".formatted(state, description, output());
  }

  private String output() {
    return String.join("\n", lines);
  }

  private void read(InputStream stream, List<String> kept) {
    try (var reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        kept.add(line);
        lines.add(line);
      }
    } catch (IOException e) {
      lines.add("(the rest of the output could not be read: " + e + ")");
    }
  }
}
