package dev.livecallback.training;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A process of the training, which ends with it, and what it said. */
record Child(Process process, Path log) implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Duration PAUSE = Duration.ofMillis(50);

  /**
   * Starts one.
   *
   * @param environment all of it: nothing of this machine's own comes in
   */
  static Child start(List<String> command, Map<String, String> environment, Path log)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.environment().putAll(environment);
    return new Child(builder.redirectErrorStream(true).redirectOutput(log.toFile()).start(), log);
  }

  /** Waits until it has said something, and gives the group of the pattern. */
  String find(String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher("");
    await(pattern, () -> matcher.reset(said()).find());
    return matcher.group(1);
  }

  /** Waits for something that it does. */
  void await(String what, BooleanSupplier done) {
    long began = System.nanoTime();
    while (!done.getAsBoolean()) {
      if (!process.isAlive() || System.nanoTime() - began > PATIENCE.toNanos()) {
        throw new IllegalStateException("It didn't come to this: " + what + "\n" + said());
      }
      try {
        Thread.sleep(PAUSE);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("Interrupted", e);
      }
    }
  }

  /** Has it end in order. */
  void end() throws InterruptedException {
    process.toHandle().destroy();
    exit();
  }

  /** Waits until it has ended by itself, which has to be in order. */
  void exit() throws InterruptedException {
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
      throw new IllegalStateException(process + "\n" + said());
    }
  }

  @Override
  public void close() {
    process.toHandle().destroyForcibly();
  }

  private String said() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
