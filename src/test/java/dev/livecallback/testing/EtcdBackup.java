package dev.livecallback.testing;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A backup of etcd, which is restored as some tools do it: without a raised revision, so that
 * versions that were given out are given out again. Linux only.
 */
final class EtcdBackup {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final ControlPlane controlPlane;
  private final Path folder;
  private final List<String> etcd;
  private final List<String> apiServer;

  EtcdBackup(ControlPlane controlPlane) {
    this.controlPlane = controlPlane;
    this.folder = controlPlane.folder();
    this.etcd = commandLine("etcd");
    this.apiServer = commandLine("kube-apiserver");
  }

  /** Takes a backup, does this, and restores the backup. */
  void restoreAfter(Runnable lost) {
    Path data = folder.resolve("etcd");
    Path backup = folder.resolve("etcd-backup");
    stop();
    run("cp", "-r", data.toString(), backup.toString());
    start();
    lost.run();
    stop();
    run("rm", "-r", data.toString());
    run("mv", backup.toString(), data.toString());
    start();
  }

  private void stop() {
    end("kube-apiserver");
    end("etcd");
  }

  private void start() {
    start("etcd", etcd);
    start("kube-apiserver", apiServer);
    await("the API server to be ready again")
        .atMost(PATIENCE)
        .until(
            () -> {
              try {
                return controlPlane.client().raw("/readyz") != null;
              } catch (KubernetesClientException _) {
                return false;
              }
            });
  }

  private void end(String name) {
    ProcessHandle process = process(name);
    process.destroy();
    try {
      process.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException(name + " doesn't end", e);
    }
  }

  /** Recorded where the control plane's script looks for what it has to end. */
  private void start(String name, List<String> command) {
    File log = folder.resolve(name + ".log").toFile();
    try {
      Process started =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
              .start();
      Files.writeString(
          folder.resolve("pids"),
          name + " " + started.pid() + " " + birth(started.pid()) + "\n",
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The last one that was recorded under this name. */
  private ProcessHandle process(String name) {
    try {
      long pid =
          Files.readAllLines(folder.resolve("pids")).stream()
              .map(line -> line.split(" ", -1))
              .filter(words -> words[0].equals(name))
              .mapToLong(words -> Long.parseLong(words[1]))
              .reduce((_, last) -> last)
              .orElseThrow();
      return ProcessHandle.of(pid).orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> commandLine(String name) {
    try {
      String line = Files.readString(Path.of("/proc/" + process(name).pid() + "/cmdline"));
      return new ArrayList<>(List.of(line.substring(0, line.length() - 1).split("\0", -1)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As the script calls it. */
  private static String birth(long pid) throws IOException {
    String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
    return stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[19];
  }

  private static void run(String... command) {
    Command.run(List.of(command), Map.of(), "").succeeded();
  }
}
