package dev.livecallback.flow;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.livecallback.testing.Command;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executors;

/**
 * A Git repository that a test commits to. It is fetched by its folder or, through {@code git
 * http-backend}, by HTTP.
 */
final class GitServer implements AutoCloseable {
  private final Path folder;
  private final Path work;
  private final Map<String, String> environment;
  private final HttpServer server;

  /**
   * @param folder an empty folder
   */
  GitServer(Path folder) throws IOException {
    this.folder = folder;
    this.work = folder.resolve("work");
    Path config = folder.resolve("gitconfig");
    Files.writeString(
        config,
        """
        [safe]
          directory = *
        [protocol "file"]
          allow = always
        [user]
          name = A person
          email = person@example.com
        [init]
          defaultBranch = main
        """);
    this.environment =
        Map.of(
            "GIT_CONFIG_GLOBAL",
            config.toString(),
            "GIT_CONFIG_NOSYSTEM",
            "1",
            "HOME",
            folder.toString());
    git(folder, "init", "--quiet", "--bare", "repository.git");
    git(folder, "init", "--quiet", "work");
    git(work, "remote", "add", "origin", folder.resolve("repository.git").toString());
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
  }

  /** Where it is, as a URL of its folder. */
  String fileUrl() {
    return "file://" + folder.resolve("repository.git");
  }

  /** Where it is, as a URL of HTTP. */
  String httpUrl() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/repository.git";
  }

  /** What git and those who fetch from it need in their environment. */
  Map<String, String> environment() {
    return environment;
  }

  /** The work tree, to put files into before a commit. */
  Path work() {
    return work;
  }

  /**
   * Commits a file, and pushes.
   *
   * @param content what it holds; empty = it is removed
   * @return the commit
   */
  String commit(String file, Optional<String> content) throws IOException {
    Path path = work.resolve(file);
    if (content.isPresent()) {
      Files.createDirectories(Objects.requireNonNull(path.getParent()));
      Files.writeString(path, content.get());
    } else {
      Files.delete(path);
    }
    return push("Change " + file);
  }

  /** Commits whatever the work tree holds, and pushes. Returns the commit. */
  String push(String message) {
    git(work, "add", "--all");
    git(work, "commit", "--quiet", "--message", message);
    git(work, "push", "--quiet", "origin", "HEAD:main");
    return git(work, "rev-parse", "HEAD").strip();
  }

  private String git(Path where, String... arguments) {
    List<String> command = new ArrayList<>(List.of("git", "-C", where.toString()));
    command.addAll(List.of(arguments));
    return Command.run(command, environment, "").succeeded().stdout();
  }

  /** Answers one request by the program that comes with git for it. */
  private void answer(HttpExchange exchange) throws IOException {
    ProcessBuilder builder = new ProcessBuilder("git", "http-backend");
    Map<String, String> cgi = builder.environment();
    cgi.putAll(environment);
    cgi.put("GIT_PROJECT_ROOT", folder.toString());
    cgi.put("GIT_HTTP_EXPORT_ALL", "1");
    cgi.put("PATH_INFO", exchange.getRequestURI().getPath());
    cgi.put("QUERY_STRING", Objects.requireNonNullElse(exchange.getRequestURI().getRawQuery(), ""));
    cgi.put("REQUEST_METHOD", exchange.getRequestMethod());
    header(exchange, "Content-Type").ifPresent(value -> cgi.put("CONTENT_TYPE", value));
    header(exchange, "Content-Encoding")
        .ifPresent(value -> cgi.put("HTTP_CONTENT_ENCODING", value));
    header(exchange, "Git-Protocol").ifPresent(value -> cgi.put("GIT_PROTOCOL", value));
    Process process = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
    try (exchange;
        InputStream output = process.getInputStream()) {
      try (OutputStream input = process.getOutputStream()) {
        exchange.getRequestBody().transferTo(input);
      }
      int status = 200;
      for (String line = line(output); !line.isEmpty(); line = line(output)) {
        int colon = line.indexOf(':');
        String name = line.substring(0, colon);
        String value = line.substring(colon + 1).strip();
        if (name.equalsIgnoreCase("Status")) {
          status = Integer.parseInt(value.split(" ", 2)[0]);
        } else {
          exchange.getResponseHeaders().set(name, value);
        }
      }
      exchange.sendResponseHeaders(status, 0);
      output.transferTo(exchange.getResponseBody());
    }
  }

  private static Optional<String> header(HttpExchange exchange, String name) {
    return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name));
  }

  private static String line(InputStream stream) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int read = stream.read(); read >= 0 && read != '\n'; read = stream.read()) {
      line.write(read);
    }
    return line.toString(StandardCharsets.UTF_8).strip();
  }

  /** Copies a folder of the project into the work tree, under the same path. */
  void copy(Path from) {
    try (var files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path to = work.resolve(file.toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(to);
        } else {
          Files.copy(file, to);
        }
      }
    } catch (FileSystemException e) {
      throw new IllegalStateException("It is there already: " + from, e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
