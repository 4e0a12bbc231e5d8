package dev.livecallback.testing;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A program that some tests need and a machine may lack. A test says which by {@link Needs}, and is
 * skipped without it, before it begins.
 */
@SuppressWarnings("ImmutableEnumChecker") // its lists are List.of
public enum Tool {
  /** The reference implementation of Argo CD's scripting language. */
  LUA_5_1("install Lua 5.1 (Debian: apt-get install lua5.1)", "lua5.1", "lua-5.1"),
  /** The browser of the console page's tests. */
  CHROMIUM(
      "install Chromium or Chrome (Debian: apt-get install chromium)",
      "chromium",
      "chromium-browser",
      "google-chrome",
      "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
      "/Applications/Chromium.app/Contents/MacOS/Chromium"),
  /** What drives that browser. */
  CHROMEDRIVER("install chromedriver (Debian: apt-get install chromium-driver)", "chromedriver"),
  /** Builds and fetches what comes from Go's module proxy. */
  GO("install Go 1.26 or newer", "go"),
  /** Some pages' commands use it. */
  CURL("install curl", "curl"),
  /** Shows a program another wall clock: a library that is loaded before all others. */
  FAKETIME(
      "install libfaketime (Debian: apt-get install libfaketime)",
      "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1",
      "/usr/lib/aarch64-linux-gnu/faketime/libfaketimeMT.so.1",
      "/usr/lib64/faketime/libfaketimeMT.so.1",
      "/usr/lib/faketime/libfaketimeMT.so.1"),
  /** Applies patches. */
  GIT("install git", "git"),
  /** {@code etcd}, {@code kube-apiserver} and a {@code kubectl}: the folder that holds them. */
  CONTROL_PLANE(List.of("tools/control-plane/control-plane", "binaries")),
  /** Helm, of the chart's major version. */
  HELM(List.of("tools/helm/helm", "where")),
  /** Prometheus' tool for rules. */
  PROMTOOL(List.of("tools/monitoring/promtool")),
  /** Checks objects by JSON Schemas. */
  KUBECONFORM(List.of("tools/checks/where", "kubeconform")),
  /** Checks objects by CRDs, with the code of the API server. */
  KUBECTL_VALIDATE(List.of("tools/checks/where", "kubectl-validate")),
  /** Argo CD's program, which takes most of an hour to build: where it isn't built, do without. */
  ARGOCD(List.of("tools/gitops/real/run", "where"));

  /** A variable: if it is set, what isn't on the PATH isn't there. */
  static final String ON_PATH_ALONE = "TOOLS_ON_PATH_ALONE";

  private static final Map<Tool, Search> SEARCHES = new ConcurrentHashMap<>();

  private final String remedy;
  private final List<String> names;
  private final List<String> script;

  Tool(String remedy, String... names) {
    this.remedy = remedy;
    this.names = List.of(names);
    this.script = List.of();
  }

  /** One that a script of this project finds or makes, and whose last line of output it is. */
  Tool(List<String> script) {
    this.remedy = "";
    this.names = List.of();
    this.script = script;
  }

  /**
   * What came of looking for it.
   *
   * @param path where it is; empty if it is nowhere
   * @param missing one sentence: what isn't there and how to get it; "" if it is there
   */
  private record Search(Optional<Path> path, String missing) {}

  /**
   * Where it is.
   *
   * @throws IllegalStateException if there is none: whoever asks has to be marked with {@link
   *     Needs}
   */
  public Path path() {
    return search()
        .path()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "This test uses " + this + " without @Needs: " + search().missing()));
  }

  /** Returns whether no machine has to have it. */
  boolean isOptional() {
    return this == ARGOCD;
  }

  /** Why there is none, and how to get it; empty if it is there. The first to ask may wait. */
  Optional<String> missing() {
    return Optional.of(search().missing()).filter(sentence -> !sentence.isEmpty());
  }

  private Search search() {
    return SEARCHES.computeIfAbsent(this, tool -> tool.script.isEmpty() ? tool.find() : tool.ask());
  }

  private Search find() {
    return names.stream()
        .flatMap(Tool::places)
        .findFirst()
        .map(path -> new Search(Optional.of(path), ""))
        .orElseGet(
            () ->
                new Search(
                    Optional.empty(),
                    "%s isn't on the PATH: %s.".formatted(names.getFirst(), remedy)));
  }

  private static Stream<Path> places(String name) {
    Stream<Path> all =
        name.startsWith("/")
            ? Stream.of(Path.of(name)).filter(_ -> System.getenv(ON_PATH_ALONE) == null)
            : Arrays.stream(
                    Optional.ofNullable(System.getenv("PATH"))
                        .orElse("")
                        .split(Pattern.quote(File.pathSeparator), -1))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, name));
    return all.filter(Files::isRegularFile)
        .filter(file -> Files.isExecutable(file) || file.toString().contains(".so."));
  }

  /** Its progress goes to stderr line by line: what it builds may take minutes. */
  private Search ask() {
    try {
      Process process = new ProcessBuilder(script).start();
      process.getOutputStream().close();
      String last = "";
      try (BufferedReader progress = process.errorReader(StandardCharsets.UTF_8)) {
        for (String line = progress.readLine(); line != null; line = progress.readLine()) {
          System.err.println(line);
          last = line;
        }
      }
      String found = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return process.waitFor() == 0
          ? new Search(
              Optional.of(Path.of(found.strip().lines().reduce("", (_, line) -> line))), "")
          : new Search(Optional.empty(), last);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while looking for " + this, e);
    }
  }
}
