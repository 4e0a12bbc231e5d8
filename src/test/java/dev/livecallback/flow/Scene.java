package dev.livecallback.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.livecallback.api.Reason;
import dev.livecallback.testing.DefaultAccount;
import dev.livecallback.testing.OperatorUnderTest;
import dev.livecallback.testing.SimulatorUnderTest;
import dev.livecallback.testing.TestCluster;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A namespace, a simulator and the operators that were started between them, all of which end with
 * {@link #close}. Tests get one by {@link Flow}.
 */
final class Scene implements AutoCloseable {
  private static final String UPDATE = "UpdateCallback";
  private static final String DESCRIBE = "DescribeCallback";
  private static final String DELETE = "DeleteCallback";

  private final TestCluster cluster;
  private final SimulatorUnderTest simulator;
  private final Callbacks callbacks;
  private final Accounts accounts;
  private final Console console;
  private final List<OperatorUnderTest> operators = new ArrayList<>();

  private final Map<String, String> settings;

  private Scene(TestCluster cluster, SimulatorUnderTest simulator, Map<String, String> settings) {
    this.cluster = cluster;
    this.simulator = simulator;
    this.settings = settings;
    this.callbacks = new Callbacks(cluster);
    this.accounts = new Accounts(cluster);
    this.console = new Console(simulator);
  }

  /** Starts a simulator with these options; no operator yet. */
  static Scene open(TestCluster cluster, String... simulatorOptions) {
    return open(cluster, Map.of(), simulatorOptions);
  }

  /** Opens the scene that a test class asks for. */
  static Scene open(TestCluster cluster, Flow flow) {
    List<String> options = new ArrayList<>(List.of(flow.simulator()));
    Map<String, String> settings = new HashMap<>();
    if (flow.quota() > 0) {
      settings.put("LIVE_QUOTA", String.valueOf(flow.quota()));
    }
    if (!flow.sync().isEmpty()) {
      settings.put("SYNC_PERIOD", flow.sync());
    }
    Scene scene = open(cluster, settings, options.toArray(String[]::new));
    if (flow.operator()) {
      scene.start();
    }
    return scene;
  }

  private static Scene open(
      TestCluster cluster, Map<String, String> settings, String... simulatorOptions) {
    DefaultAccount.in(cluster);
    return new Scene(cluster, simulator(simulatorOptions), settings);
  }

  /**
   * A simulator that throttles nothing unless a fault has it do so: what a busy machine holds up
   * arrives in a burst, and would be sent once more. What operators send is judged by {@link
   * #sent}.
   */
  static SimulatorUnderTest simulator(String... options) {
    return SimulatorUnderTest.start(
        Stream.concat(Stream.of("--quota=1000"), Stream.of(options)).toArray(String[]::new));
  }

  TestCluster cluster() {
    return cluster;
  }

  SimulatorUnderTest simulator() {
    return simulator;
  }

  /** The objects. */
  Callbacks callbacks() {
    return callbacks;
  }

  /** The accounts other than the default one. */
  Accounts accounts() {
    return accounts;
  }

  /** The records, as another person has them. */
  Console console() {
    return console;
  }

  /**
   * Has an object take over a record of a vhost that is as it says, and waits for that. What is
   * changed outside then is drift at once: after a write of ours it may be that write's delay for a
   * minute.
   *
   * @param more further fields of the spec, or ""
   */
  void adopt(String name, String scope, String app, String url, String more) {
    console.put(scope, app, "push", url);
    callbacks.create(name, Callbacks.spec(scope, app, "push", url, more));
    callbacks.awaitReadyFor(name, Reason.IN_SYNC);
  }

  /** Runs a command out of a message, as the person does whom it tells. */
  void follow(String command) {
    cluster.shell(command).succeeded();
  }

  /** An operator of this namespace only, which logs all that it can. */
  OperatorUnderTest.Builder operator() {
    OperatorUnderTest.Builder operator =
        OperatorUnderTest.of(cluster.kubeconfig(), simulator)
            .watching(cluster.namespace())
            .with("LOG_LEVEL", "debug");
    settings.forEach(operator::with);
    return operator;
  }

  /** The operator that was started first. */
  OperatorUnderTest firstOperator() {
    return operators.getFirst();
  }

  /** Starts that operator, and waits until it is ready. */
  OperatorUnderTest start() {
    return start(operator());
  }

  /** Starts another one, and waits until it is ready. */
  OperatorUnderTest start(OperatorUnderTest.Builder builder) {
    OperatorUnderTest operator = builder.start();
    operators.add(operator);
    return operator;
  }

  /** The log lines of all operators so far. */
  List<String> logs() {
    return operators.stream().flatMap(operator -> operator.log().stream()).toList();
  }

  /** When each of these calls was sent; waits for the log to say so, so each has to succeed. */
  List<Instant> sent(List<JsonNode> calls) {
    Callbacks.awaitThat(
        "the log to tell when each call was sent",
        () -> {
          CallTimes times = times();
          assertThat(calls).allMatch(call -> times.sent(call).isPresent());
        });
    CallTimes times = times();
    return calls.stream().map(times::sent).flatMap(Optional::stream).toList();
  }

  /** When calls were sent, as far as the operators' logs say by now. */
  CallTimes times() {
    return CallTimes.of(logs());
  }

  /**
   * The calls of a scope so far, oldest first: {@code UpdateCallback} for a success, {@code
   * UpdateCallback CODE} for another answer.
   */
  List<String> calls(String scope) {
    return simulator.calls().stream()
        .filter(call -> call.path("scope").asText().equals(scope))
        .map(
            call ->
                (call.path("action").asText() + " " + call.path("code").asText("")).stripTrailing())
        .toList();
  }

  /**
   * All calls of some scopes so far, oldest first, with what they were about: {@code UpdateCallback
   * vhost/NAME APP push}, {@code DescribeCallback vhost/NAME}.
   */
  List<String> callsInFull(String... scopes) {
    List<String> asked = List.of(scopes);
    return simulator.calls().stream()
        .filter(call -> asked.contains(call.path("scope").asText()))
        .map(
            call ->
                Stream.of("action", "scope", "app", "messageType", "code")
                    .map(field -> call.path(field).asText(""))
                    .filter(text -> !text.isEmpty() && !text.equals("null"))
                    .collect(Collectors.joining(" ")))
        .toList();
  }

  /** How many writes of a scope arrived, whatever they were answered. */
  long puts(String scope) {
    return count(scope, UPDATE);
  }

  /** How many reads of a scope arrived, whatever they were answered. */
  long reads(String scope) {
    return count(scope, DESCRIBE);
  }

  /** How many reads of a scope an operator got the answer of, as far as its log says by now. */
  long answeredReads(String scope) {
    CallTimes times = times();
    return simulator.calls(DESCRIBE).stream()
        .filter(call -> call.path("scope").asText().equals(scope))
        .filter(call -> times.sent(call).isPresent())
        .count();
  }

  /** How many deletes of a scope arrived, whatever they were answered. */
  long removes(String scope) {
    return count(scope, DELETE);
  }

  /** The records of a scope: {@code vhost/NAME} or {@code domain/NAME}. */
  List<JsonNode> records(String scope) {
    String kind = scope.startsWith("vhost/") ? "Vhost" : "Domain";
    String name = scope.substring(scope.indexOf('/') + 1);
    return simulator.records().stream()
        .filter(record -> record.path(kind).asText().equals(name))
        .toList();
  }

  /** Has all calls of an action on a scope answered so, until the fault is removed. */
  String spoil(String action, String scope, String effect) {
    return simulator.addFault(
        "{\"action\":\"%s\",\"scope\":\"%s\",%s}".formatted(action, scope, effect));
  }

  /** Has all writes of a scope throttled until the fault is removed. */
  String holdPuts(String scope) {
    return spoil(UPDATE, scope, "\"effect\":\"throttle\"");
  }

  /** Has all reads of a scope throttled until the fault is removed. */
  String holdReads(String scope) {
    return spoil(DESCRIBE, scope, "\"effect\":\"throttle\"");
  }

  /** Has all deletes of a scope throttled until the fault is removed. */
  String holdRemoves(String scope) {
    return spoil(DELETE, scope, "\"effect\":\"throttle\"");
  }

  @Override
  public void close() {
    operators.forEach(OperatorUnderTest::close);
    simulator.close();
  }

  private long count(String scope, String action) {
    return calls(scope).stream().filter(call -> call.startsWith(action)).count();
  }
}
