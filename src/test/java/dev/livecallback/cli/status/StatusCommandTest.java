package dev.livecallback.cli.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.livecallback.Main;
import dev.livecallback.api.Reason;
import dev.livecallback.cli.ApiServerStub;
import dev.livecallback.cli.FakeTime;
import dev.livecallback.cli.PlainText;
import dev.livecallback.testing.SimulatorUnderTest;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** It is 2026-03-01T12:00:00Z. */
@DisplayName("livecallback status")
class StatusCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String API = "/apis/livecallback.dev/v1";
  private static final String ALL = API + "/livecallbacks";
  private static final String ALL_ACCOUNTS = API + "/liveaccounts";
  private static final String IN_LIVE = API + "/namespaces/live/livecallbacks";
  private static final String EVENTS = "/api/v1/namespaces/live/events";

  @TempDir private Path folder;
  private ApiServerStub server;

  private FakeTime time = new FakeTime();

  private record Run(int exit, String out, String err) {}

  @BeforeEach
  void starts() throws IOException {
    server = ApiServerStub.start();
    server.answer(EVENTS, 200, list());
  }

  @AfterEach
  void ends() {
    server.close();
  }

  private Run run(Map<String, String> changed, String... arguments) {
    Map<String, String> environment = new HashMap<>();
    try {
      environment.put("KUBECONFIG", server.kubeconfig(folder).toString());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    environment.putAll(changed);
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exit =
        Main.prepared(new CommandLine(new StatusCommand(environment, time)))
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err, true))
            .execute(arguments);
    return new Run(exit, out.toString(), err.toString());
  }

  private Run run(String... arguments) {
    return run(Map.of(), arguments);
  }

  private Run story() {
    return run("started", "-n", "live");
  }

  private static String list(Object... items) {
    return "{\"apiVersion\": \"v1\", \"kind\": \"List\", \"metadata\": {}, \"items\": ["
        + String.join(", ", Stream.of(items).map(Object::toString).toList())
        + "]}";
  }

  private static ObjectNode named(String kind, String namespace, String name) {
    ObjectNode object = JSON.createObjectNode();
    object.put("apiVersion", "livecallback.dev/v1").put("kind", kind);
    object
        .putObject("metadata")
        .put("namespace", namespace)
        .put("name", name)
        .put("uid", namespace + "-" + name)
        .put("generation", 2)
        .put("creationTimestamp", "2026-02-01T12:00:00Z");
    return object;
  }

  private static ObjectNode callback(String namespace, String name) {
    ObjectNode object = named("LiveCallback", namespace, name);
    ObjectNode spec = object.putObject("spec");
    spec.put("vhost", "push.example.com").put("app", "sports").put("messageType", "push");
    spec.putObject("accountRef").put("name", "main").put("namespace", "live");
    spec.putArray("callbackDetailList")
        .addObject()
        .put("url", "https://hooks.example.com/live?a=1");
    return object;
  }

  private static ObjectNode account(String ready, String reason) {
    ObjectNode object = named("LiveAccount", "live", "main");
    object
        .putObject("spec")
        .put("profile", "Volcengine")
        .putObject("credentials")
        .putObject("secretRef")
        .put("name", "keys");
    condition(object, "Ready", ready, reason, "Of the account.", "2026-02-27T12:00:00Z");
    return object;
  }

  private static void condition(
      ObjectNode object, String type, String status, String reason, String message, String since) {
    object
        .withObject("/status")
        .put("observedGeneration", 2)
        .withArray("conditions")
        .addObject()
        .put("type", type)
        .put("status", status)
        .put("reason", reason)
        .put("message", message)
        .put("lastTransitionTime", since)
        .put("observedGeneration", 2);
  }

  private static void ledger(ObjectNode object) {
    object
        .withObject("/status")
        .withArray("records")
        .addObject()
        .put("account", "live/main")
        .put("scope", "vhost/push.example.com")
        .put("app", "sports")
        .put("messageType", "push")
        .put("written", "w")
        .put("held", "h")
        .put("heldSince", "2026-02-20T12:00:00Z")
        .put("effectiveBy", "2026-02-20T12:05:00Z")
        .put("requestId", "2026022012");
  }

  private static String event(int number, String uid, String time, String message) {
    ObjectNode event = JSON.createObjectNode();
    event.putObject("metadata").put("name", "e" + number).put("namespace", "live");
    event.putObject("involvedObject").put("uid", uid);
    event
        .put("type", "Warning")
        .put("reason", "Contested")
        .put("message", message)
        .put("count", number)
        .put("lastTimestamp", time);
    return event.toString();
  }

  /** The API server has it, and nothing else. */
  private void has(ObjectNode object) {
    server.answer(IN_LIVE + "/started", 200, object.toString());
    server.answer(ALL, 200, list(object));
    server.answer(ALL_ACCOUNTS, 200, list(account("True", "CredentialsValid")));
  }

  private static ObjectNode contested() {
    ObjectNode object = callback("live", "started");
    String message = "Something else keeps changing the record back: find out what.";
    condition(object, "Ready", "False", "Contested", message, "2026-03-01T09:00:00Z");
    condition(object, "Drifted", "True", "Contested", message, "2026-03-01T11:59:00Z");
    condition(object, "Stalled", "True", "Contested", message, "2026-03-01T09:00:00Z");
    ledger(object);
    ObjectNode status = object.withObject("/status");
    status
        .withArray("drift")
        .addObject()
        .put("field", "callbackDetailList")
        .put("want", "https://hooks.example.com/live?a=1")
        .put("have", "https://other.example.com/?…");
    ObjectNode observed = status.putObject("observed");
    observed
        .put("transcodeCallback", false)
        .put("authEnable", true)
        .put("authKeyPrimary", "different")
        .putArray("callbackDetailList")
        .addObject()
        .put("callbackType", "http")
        .put("url", "https://other.example.com/?…");
    status
        .putObject("lastDrift")
        .put("detectedAt", "2026-03-01T11:59:00Z")
        .putArray("fields")
        .add("callbackDetailList");
    return object;
  }

  @Test
  void tellsATypicalStory() {
    has(contested());
    ObjectNode rival = callback("sports", "started");
    rival.withObject("/spec").put("vhost", "PUSH.example.com");
    condition(rival, "Ready", "False", "Conflict", "It is another's.", "2026-03-01T11:00:00Z");
    ObjectNode other = callback("sports", "ended");
    other.withObject("/spec").put("messageType", "push_end");
    server.answer(ALL, 200, list(contested(), rival, other));
    server.answer(
        EVENTS,
        200,
        list(
            event(2, "live-started", "2026-03-01T11:58:00Z", "It is changed back again and again."),
            event(1, "live-started", "2026-03-01T09:00:00Z", "It was changed back."),
            event(1, "other", "2026-03-01T11:58:00Z", "Not of this object.")));

    Run run = story();

    assertThat(run.exit()).isEqualTo(3);
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .isEqualTo(
            """
            LiveCallback live/started isn't Ready: Contested for 3h
              Callback  push of vhost/push.example.com, app sports
              to        https://hooks.example.com/live?a=1
              Policies  managementPolicy Enforce, adoptionPolicy IfIdentical, deletionPolicy Delete
              Account   live/main, which is Ready: CredentialsValid for 2d

            Conditions
              Ready False: Contested for 3h
                Something else keeps changing the record back: find out what.
              Drifted True: Contested for 60s
              Stalled True: Contested for 3h

            Record in the cloud
              It differed when the operator read it last:
              callbackDetailList
                object  https://hooks.example.com/live?a=1
                record  https://other.example.com/?…
              to        https://other.example.com/?…
              with      transcodeCallback false, authEnable true, key: different
              The status doesn't say when that was; --read reads the record now.

            Owner of the key
              this object
              sports/started is for the same record: Conflict
              Looked at were the LiveCallbacks of all namespaces.

            Ledger: what the object has written or may have written
              push of vhost/push.example.com, app sports through live/main: reads back as written for 9d; last
              write 2026022012

            Last drift
              seen 60s ago in callbackDetailList; not put back

            What it waits for, and what to do
              Cause: Another writer keeps changing the record: a second cluster with the same object, a script,
                     a pipeline, a person. The record was put back three times within six sync periods.
              Remedy: Find the other writer (the cloud's audit log has each UpdateCallback with its access key)
                      and stop it. The record is put back when the pause is over; to be quicker, correct it in
                      the console and ask for a look now. Or leave the record to the other writer with Observe,
                      in Git if the object comes from there (runbook: docs/runbooks/LiveCallbackContested.md).
              Ends by itself: The record is still put back, at pauses that double up to 6 hours. It is over once
                              nothing changes the record any more.
                kubectl --namespace live get livecallback started --output jsonpath='{.status.lastDrift}{"\\n"}{.status.drift}{"\\n"}'
                kubectl --namespace live annotate livecallback started --overwrite --field-manager=livecallback livecallback.dev/reconcile-requested-at="$(date)"
                kubectl --namespace live patch livecallback started --type merge --patch '{"spec":{"managementPolicy":"Observe"}}'

            Events
              3h ago Warning Contested: It was changed back.
              2m ago Warning Contested (2 times): It is changed back again and again.
            """);
  }

  @ParameterizedTest
  @EnumSource(Reason.class)
  void printsTheAdviceOnEachReason(Reason reason) {
    ObjectNode object = callback("live", "started");
    condition(object, "Ready", "False", reason.word(), "So it is.", "2026-03-01T11:00:00Z");
    has(object);

    Run run = story();

    String unwrapped = run.out().replaceAll("\\s+", " ");
    assertThat(run.exit()).isEqualTo(3);
    assertThat(unwrapped)
        .contains("isn't Ready: " + reason + " for 60m ")
        .contains(
            Stream.of(reason.advice().cause(), reason.advice().remedy(), reason.advice().ends())
                .map(PlainText::ofMarkdown)
                .toList())
        .doesNotContain("sports-recordings", "namespace streaming", "](");
    assertThat(run.out().lines())
        .filteredOn(line -> line.startsWith("    kubectl"))
        .hasSize((int) reason.advice().commands().lines().count());
    assertThat(run.out().lines())
        .filteredOn(line -> !line.startsWith("    kubectl"))
        .allMatch(line -> line.length() <= PlainText.WIDTH);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void tellsOf(String situation, Consumer<ObjectNode> change, int exit, List<String> parts) {
    ObjectNode object = callback("live", "started");
    change.accept(object);
    has(object);

    Run run = story();

    assertThat(run.exit()).isEqualTo(exit);
    assertThat(run.out().replaceAll("\\s+", " ")).contains(parts);
  }

  private static Consumer<ObjectNode> ready(String status, String reason) {
    return object -> condition(object, "Ready", status, reason, "So.", "2026-03-01T11:50:00Z");
  }

  static List<Arguments> tellsOf() {
    return List.of(
        arguments(
            "an object in order",
            ready("True", "InSync").andThen(StatusCommandTest::ledger),
            0,
            List.of(
                "LiveCallback live/started is Ready: InSync for 10m",
                "live/main, which is Ready: CredentialsValid for 2d",
                "Owner of the key this object No other object is for the same record. Looked at were the"
                    + " LiveCallbacks of all namespaces.",
                "reads back as written for 9d; last write 2026022012",
                "Last drift none",
                "Events none;")),
        arguments(
            "an object that the operator hasn't seen",
            (Consumer<ObjectNode>) object -> {},
            3,
            List.of(
                "isn't Ready: not seen by the operator yet",
                "Conditions none: the operator hasn't seen the object yet",
                "The status says nothing of it.",
                "nobody yet",
                "WATCH_NAMESPACES")),
        arguments(
            "an object whose last edit the operator hasn't seen",
            ready("True", "InSync")
                .andThen(object -> object.withObject("/metadata").put("generation", 3)),
            3,
            List.of("isn't Ready: InSync, before the last edit for 10m")),
        arguments(
            "an object that is being deleted",
            ready("False", "Deleting")
                .andThen(
                    object ->
                        object
                            .withObject("/metadata")
                            .put("deletionTimestamp", "2026-03-01T11:50:00Z")),
            3,
            List.of("Deleted 10m ago; it goes after its record")),
        arguments(
            "an odd object",
            ready("False", "FromTheFuture")
                .andThen(
                    object -> {
                      object.withObject("/spec").putArray("messageType").add(1);
                      object.withObject("/spec").put("deletionPolicy", "Other\u001b[2J");
                      object.withObject("/status").put("lastDrift", "yesterday");
                    }),
            3,
            List.of(
                "? of vhost/push.example.com",
                "deletionPolicy Other\\u001b[2J",
                "Unknown spec.messageType can't be read",
                "This version doesn't know the reason FromTheFuture")),
        arguments(
            "an object of the default account, which nobody knows",
            ready("False", "AccountNotReady")
                .andThen(object -> object.withObject("/spec").remove("accountRef")),
            3,
            List.of("Account the operator's default one")),
        arguments(
            "an object without spec and status",
            (Consumer<ObjectNode>) object -> object.remove(List.of("spec", "status")),
            3,
            List.of("Callback ? of ?")));
  }

  @Test
  void takesAnObjectsOwnNamesForTheCommandsAndNoneThatAShellWouldRun() {
    ObjectNode object = callback("live", "started");
    ready("False", "ApiUnavailable").accept(object);
    has(object);
    assertThat(story().out()).contains("    kubectl --namespace live annotate liveaccount main ");

    object.withObject("/spec/accountRef").put("name", "a;reboot");
    has(object);
    assertThat(story().out().lines())
        .filteredOn(line -> line.startsWith("    kubectl"))
        .noneMatch(line -> line.contains("reboot") || line.contains("annotate"));
  }

  @Test
  void showsNoMoreEventsThanTenTheNewestLast() {
    has(contested());
    server.answer(
        EVENTS,
        200,
        list(
            Stream.iterate(12, i -> i > 0, i -> i - 1)
                .map(i -> event(1, "live-started", "2026-03-01T11:%02d:00Z".formatted(i), "e" + i))
                .toArray()));

    assertThat(story().out().split("Events\n", 2)[1].lines())
        .hasSize(10)
        .first()
        .isEqualTo("  57m ago Warning Contested: e3");
  }

  @Test
  void tellsWhatItCanWhereRightsAreMissing() {
    has(contested());
    server.answer(ALL, 403, "");
    server.answer(IN_LIVE, 200, list(contested()));
    server.answer(ALL_ACCOUNTS, 403, "");
    server.account(403, "");
    server.answer(EVENTS, 403, "");

    Run run = story();

    assertThat(run.exit()).isEqualTo(3);
    assertThat(run.err())
        .startsWith("livecallback status: You may not list events in live")
        .hasLineCount(1);
    assertThat(run.out())
        .contains(
            "live/main, which isn't there or may not be read by you",
            "LiveCallbacks of namespace live, the\n  only one whose you may list.",
            "unknown: they can't be listed");
    server.answer(IN_LIVE, 403, "");
    assertThat(story().out()).contains("you may not list LiveCallbacks.");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void failsWithOneSentence(String arguments, Consumer<ApiServerStub> given, String sentence) {
    given.accept(server);

    Run run = run(arguments.split(" "));

    assertThat(run.exit()).isOne();
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .startsWith("status: ")
        .contains(sentence)
        .endsWith(".\n")
        .hasLineCount(1)
        .doesNotContain("\tat ", "bug");
  }

  private static Arguments fails(String arguments, Consumer<ApiServerStub> given, String sentence) {
    return arguments(arguments, given, sentence);
  }

  static List<Arguments> failsWithOneSentence() {
    Consumer<ApiServerStub> nothing = server -> {};
    Consumer<ApiServerStub> noCrds = server -> server.answer(API, 404, "");
    return List.of(
        fails("started -n live", nothing, "There is no LiveCallback live/started on http:"),
        fails("started -n live", noCrds, " doesn't know LiveCallbacks: install the CRDs"),
        fails(
            "started -n live",
            server -> server.answer(IN_LIVE + "/started", 403, ""),
            "You may not read LiveCallback live/started: "),
        fails("-A", server -> server.answer(ALL, 403, ""), "You may not read LiveCallbacks in all"),
        fails("-A", noCrds, " doesn't know LiveCallbacks in all namespaces: install the CRDs"),
        fails("-A", ApiServerStub::close, ": look whether kubectl reaches it"),
        fails("-A -n live", nothing, "-A and --namespace exclude each other"),
        fails("-A --read", nothing, "--read is about one object"),
        fails("started -A", nothing, "-A and --selector are about many"),
        fails("Started!", nothing, "\"Started!\" can't be the name"),
        fails("-n Live", nothing, "--namespace is \"Live\""),
        fails("-A -l a=(", server -> server.answer(ALL, 400, ""), ": look at --selector."));
  }

  @Test
  void listsWhatIsNotReadyTheWorstFirst() {
    ObjectNode good = callback("live", "good");
    ready("True", "InSync").accept(good);
    ObjectNode unseen = callback("live", "unseen");
    ObjectNode writing = callback("live", "writing");
    ready("False", "Writing").accept(writing);
    ObjectNode queued = callback("live", "queued");
    ready("Unknown", "Queued").accept(queued);
    server.answer(ALL, 200, list(unseen, good, queued, writing, contested()));
    server.answer(ALL_ACCOUNTS, 200, list(account("False", "ApiUnavailable")));

    Run run = run("-A");

    assertThat(run.exit()).isEqualTo(3);
    assertThat(run.out())
        .isEqualTo(
            """
            KIND          NAMESPACE  NAME     SINCE  READY    STALLED  REASON
            LiveCallback  live       started  3h     False    True     Contested
            LiveAccount   live       main     2d     False    -        ApiUnavailable
            LiveCallback  live       writing  10m    False    -        Writing
            LiveCallback  live       queued   10m    Unknown  -        Queued
            LiveCallback  live       unseen   28d    -        -        not seen by the operator yet
            """);
    assertThat(run.err())
        .startsWith("5 of 6 objects in all namespaces aren't Ready.")
        .hasLineCount(1);
  }

  @Test
  void printsNothingWhereAllIsWell() {
    ObjectNode good = callback("live", "good");
    ready("True", "InSync").accept(good);
    server.answer(IN_LIVE, 200, list(good));
    server.answer(API + "/namespaces/live/liveaccounts", 403, "");

    Run run = run("-n", "live");

    assertThat(run.exit()).isZero();
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .contains(
            "You may not list LiveAccounts in namespace live",
            "All 1 objects in namespace live are Ready.");
  }

  @ParameterizedTest(name = "the object signs: {0}")
  @ValueSource(booleans = {false, true})
  void readsTheRecordBesideTheObjectAndShowsNoSecretOfIt(boolean signs) {
    try (SimulatorUnderTest simulator = SimulatorUnderTest.start("--quota=1000")) {
      ObjectNode object = callback("live", "started");
      ready("True", "InSync").accept(object);
      if (signs) {
        object
            .withObject("/spec")
            .put("authEnable", true)
            .putObject("authKeyPrimarySecretRef")
            .put("name", "auth")
            .put("key", "primary");
        server.answer("/api/v1/namespaces/live/secrets/auth", 403, "");
      }
      has(object);
      server.account(200, account("True", "CredentialsValid").toString());
      server.secret(200, keys());
      Map<String, String> environment = Map.of("LIVE_ENDPOINT", simulator.endpoint().toString());

      Run absent = run(environment, "started", "-n", "live", "--read");
      assertThat(absent.out()).contains("There is none, as read now.");

      simulator.putRecord(
          """
          {"Vhost": "push.example.com", "App": "sports", "MessageType": "push",
           "AuthEnable": true, "AuthKeyPrimary": "hush-auth",
           "CallbackDetailList": [{"CallbackType": "http",
             "URL": "https://me:hunter2@a.example.com/?token=hunter3"}]}
          """);
      simulator.forgetCalls();
      Run run = run(environment, "started", "-n", "live", "--read");

      assertThat(run.exit()).isZero();
      assertThat(run.out())
          .contains(
              "It differs, as read now:",
              "object  https://hooks.example.com/live?a=1",
              "record  https://…@a.example.com/?…",
              signs ? "key: there is one" : "key: different")
          .doesNotContain("hunter", "hush", SimulatorUnderTest.SECRET_ACCESS_KEY);
      assertThat(simulator.calls())
          .extracting(call -> call.path("action").asText())
          .containsExactly("DescribeCallback");
    }
  }

  @Test
  void endsWithItsTimeThoughTheCloudIsSilent() {
    has(callback("live", "started"));
    server.account(200, account("True", "CredentialsValid").toString());
    server.secret(200, keys());
    time = new FakeTime(Duration.ofMinutes(2));

    Run run = run("started", "-n", "live", "--read", "--timeout=1m");

    assertThat(run.exit()).isOne();
    assertThat(run.err())
        .contains("It isn't done within 1m, for the cloud doesn't answer: look at the way there")
        .hasLineCount(1);
    assertThat(run.out()).isEmpty();
  }

  @Test
  void saysWhoseCredentialsAReadWouldNeed() {
    ObjectNode object = callback("live", "started");
    object.withObject("/spec").remove("accountRef");
    has(object);
    assertThat(run("started", "-n", "live", "--read").err())
        .contains("name it by --account NAMESPACE/NAME.");

    server.account(200, account("True", "CredentialsValid").toString());
    server.secret(403, "");
    Run refused = run("started", "-n", "live", "--read", "--account=live/main");

    assertThat(refused.exit()).isOne();
    assertThat(refused.out()).isEmpty();
    assertThat(refused.err())
        .contains("You may not read Secret live/keys of LiveAccount live/main: ")
        .contains("granted, or leave --read out.")
        .hasLineCount(1);
  }

  private static String keys() {
    ObjectNode secret = JSON.createObjectNode();
    secret.put("apiVersion", "v1").put("kind", "Secret").put("type", "Opaque");
    secret.putObject("metadata").put("namespace", "live").put("name", "keys");
    secret
        .putObject("data")
        .put("accessKeyId", base64(SimulatorUnderTest.ACCESS_KEY_ID))
        .put("secretAccessKey", base64(SimulatorUnderTest.SECRET_ACCESS_KEY));
    return secret.toString();
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
