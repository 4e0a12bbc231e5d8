package dev.livecallback.testing;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.livecallback.simulator.SimulatorCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.StreamSupport;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/**
 * The simulator by its command line, in this JVM, on free ports, with the demo account, where every
 * vhost and domain is known. Its methods are the admin API: what a person at the console sees and
 * does, and what can be made to go wrong.
 */
public final class SimulatorUnderTest implements AutoCloseable {
  /** The cloud account that {@link #ACCESS_KEY_ID} belongs to. */
  public static final String ACCOUNT = "2100000001";

  /** The access key of it. It opens nothing but a simulator. */
  public static final String ACCESS_KEY_ID = "AKLTSIMULATORTEST0001";

  /** The secret of that access key. It opens nothing but a simulator. */
  public static final String SECRET_ACCESS_KEY = "c2ltdWxhdG9yLXRlc3Qtc2VjcmV0";

  private static final Duration START = Duration.ofMinutes(2);
  private static final MediaType JSON = MediaType.get("application/json");
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Thread runner;
  private final StringWriter output;
  private final HttpUrl live;
  private final HttpUrl admin;
  private final OkHttpClient http = new OkHttpClient();

  private SimulatorUnderTest(Thread runner, StringWriter output) {
    this.runner = runner;
    this.output = output;
    this.live = announced("live API at ");
    this.admin = announced("admin API at ");
  }

  /**
   * Starts one.
   *
   * @param options further options of {@code livecallback simulator}
   */
  public static SimulatorUnderTest start(String... options) {
    StringWriter output = new StringWriter();
    CommandLine command =
        new CommandLine(new SimulatorCommand(Map.of()))
            .setOut(new PrintWriter(output, true))
            .setErr(new PrintWriter(output, true));
    List<String> arguments = new ArrayList<>(List.of(options));
    arguments.addAll(
        List.of(
            "--port=0",
            "--admin-port=0",
            "--account=" + ACCOUNT + ":" + ACCESS_KEY_ID + ":" + SECRET_ACCESS_KEY));
    Thread runner =
        Thread.ofVirtual().start(() -> command.execute(arguments.toArray(String[]::new)));
    return new SimulatorUnderTest(runner, output);
  }

  /** Where it plays the Live API and STS. */
  public URI endpoint() {
    return live.uri();
  }

  /** Where its admin API and its console page are. */
  public URI adminEndpoint() {
    return admin.uri();
  }

  /** All records, with the fields that the API gives them ({@code Vhost}, {@code App}, ...). */
  public List<JsonNode> records() {
    return items(call("GET", url("records"), null), "records");
  }

  /** The records of a vhost. */
  public List<JsonNode> records(String vhost) {
    return items(call("GET", url("records", "vhost", vhost), null), "records");
  }

  /** Creates or replaces a record, as at the console: the fields of UpdateCallback, in JSON. */
  public void putRecord(String json) {
    call("PUT", url("records"), json);
  }

  /** Deletes exactly one record, as at the console. */
  public void deleteRecord(String vhost, String app, String messageType) {
    call("DELETE", url("records", "vhost", vhost, "app", app, "messageType", messageType), null);
  }

  /**
   * Has something go wrong: {@code {"action":"UpdateCallback","count":1,"effect":"slow",
   * "delayMillis":1500}}.
   *
   * @return its id, for {@link #removeFault}
   */
  public String addFault(String json) {
    return call("POST", url("faults"), json).path("id").asText();
  }

  /** The faults in force. One with a count is gone when the last call that it spoils has begun. */
  public List<JsonNode> faults() {
    return items(call("GET", url("faults"), null), "faults");
  }

  /** Takes one fault out of force. */
  public void removeFault(String id) {
    call("DELETE", url("faults", "id", id), null);
  }

  /** Takes all faults out of force. */
  public void removeFaults() {
    call("DELETE", url("faults"), null);
  }

  /** Turns some knobs: {@code {"NAME": value}}. */
  public void turn(String json) {
    call("PATCH", url("knobs"), json);
  }

  /** The calls of one action that were answered so far, oldest first. */
  public List<JsonNode> calls(String action) {
    return items(call("GET", url("calls", "action", action), null), "calls");
  }

  /** All calls that were answered so far, oldest first. */
  public List<JsonNode> calls() {
    return items(call("GET", url("calls"), null), "calls");
  }

  /** Forgets the calls so far. */
  public void forgetCalls() {
    call("DELETE", url("calls"), null);
  }

  /** Adds an account, a key of one, or what it knows: see the admin API's POST /accounts. */
  public void addAccount(String json) {
    call("POST", url("accounts"), json);
  }

  /** Makes an access key invalid. */
  public void revoke(String accessKeyId) {
    call("DELETE", url("accounts", "accessKeyId", accessKeyId), null);
  }

  /** Switches an access key off, or on again. */
  public void enable(String accessKeyId, boolean enabled) {
    call(
        "PATCH",
        url("accounts"),
        "{\"accessKeyId\":\"%s\",\"enabled\":%s}".formatted(accessKeyId, enabled));
  }

  /** Switches the access keys off that a user ({@code role/NAME} for a role's) has now. */
  public void disableKeysOf(String account, String user) {
    call(
        "PATCH",
        url("accounts"),
        "{\"account\":\"%s\",\"user\":\"%s\",\"enabled\":false}".formatted(account, user));
  }

  /**
   * Denies something: {@code {"account":"2100000001","user":"alice","action":"UpdateCallback",
   * "scope":"vhost/push.example.com"}}.
   *
   * @return its id, for {@link #allow}
   */
  public String deny(String json) {
    return call("POST", url("denials"), json).path("id").asText();
  }

  /** Takes a denial back. */
  public void allow(String id) {
    call("DELETE", url("denials", "id", id), null);
  }

  /** Has a role given for a web identity's token; of a role that is there, for that one alone. */
  public void addRole(String roleTrn, String token) {
    call("POST", url("roles"), "{\"roleTrn\":\"%s\",\"token\":\"%s\"}".formatted(roleTrn, token));
  }

  /** Makes everything as it was at the start. */
  public void reset() {
    call("POST", url("reset"), "{}");
  }

  @Override
  public void close() {
    runner.interrupt();
    try {
      runner.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    http.connectionPool().evictAll();
    http.dispatcher().executorService().shutdown();
  }

  private HttpUrl announced(String text) {
    await("the simulator's " + text)
        .atMost(START)
        .pollInterval(Duration.ofMillis(10))
        .until(() -> !runner.isAlive() || output.toString().contains(text));
    String line =
        output
            .toString()
            .lines()
            .filter(each -> each.contains(text))
            .findFirst()
            .orElseThrow(() -> new AssertionError("No simulator: " + output));
    return HttpUrl.get(line.substring(line.indexOf(text) + text.length()).strip());
  }

  private HttpUrl url(String path, String... parameters) {
    HttpUrl.Builder url = admin.newBuilder().addPathSegment(path);
    for (int i = 0; i < parameters.length; i += 2) {
      url.addQueryParameter(parameters[i], parameters[i + 1]);
    }
    return url.build();
  }

  private JsonNode call(String method, HttpUrl url, @Nullable String json) {
    RequestBody body = json == null ? null : RequestBody.create(json, JSON);
    Request request = new Request.Builder().url(url).method(method, body).build();
    try (Response response = http.newCall(request).execute()) {
      String text = Objects.requireNonNull(response.body()).string();
      if (!response.isSuccessful()) {
        throw new AssertionError(method + " " + url + " was answered " + text);
      }
      return MAPPER.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<JsonNode> items(JsonNode json, String field) {
    return StreamSupport.stream(json.path(field).spliterator(), false).toList();
  }
}
