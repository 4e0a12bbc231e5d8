package dev.livecallback.cli.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.livecallback.Main;
import dev.livecallback.cli.ApiServerStub;
import dev.livecallback.cli.CommandClock;
import dev.livecallback.cli.FakeTime;
import dev.livecallback.cli.SystemCommandClock;
import dev.livecallback.testing.SimulatorUnderTest;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;
import picocli.CommandLine;

@DisplayName("livecallback export")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExportCommandTest {
  private static final String HOOK = "https://hooks.example.com/live";

  @TempDir private Path folder;
  private SimulatorUnderTest simulator;

  private record Run(int exit, String out, String err) {
    List<Map<String, Object>> objects() {
      List<Map<String, Object>> objects = new ArrayList<>();
      new Yaml().loadAll(out).forEach(each -> objects.add(asMap(each)));
      return objects;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> asMap(Object each) {
      return (Map<String, Object>) each;
    }

    String lastLine() {
      return err.lines().reduce("", (_, next) -> next).replaceFirst(".*\\[K", "");
    }
  }

  @BeforeAll
  void starts() {
    simulator = SimulatorUnderTest.start("--quota=100000");
  }

  @AfterAll
  void ends() {
    simulator.close();
  }

  @AfterEach
  void resets() {
    simulator.reset();
  }

  private Run run(Map<String, String> changed, String... arguments) {
    return run(new FakeTime(), changed, arguments);
  }

  private Run run(CommandClock clock, Map<String, String> changed, String... arguments) {
    Map<String, String> environment = new HashMap<>();
    environment.put("LIVE_ENDPOINT", simulator.endpoint().toString());
    environment.put("ACCESS_KEY_ID", SimulatorUnderTest.ACCESS_KEY_ID);
    environment.put("SECRET_ACCESS_KEY", SimulatorUnderTest.SECRET_ACCESS_KEY);
    environment.put("HOME", folder.toString());
    environment.putAll(changed);
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exit =
        Main.prepared(new CommandLine(new ExportCommand(environment, true, clock)))
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err, true))
            .execute(arguments);
    return new Run(exit, out.toString(), err.toString());
  }

  private Run run(String... arguments) {
    return run(Map.of(), arguments);
  }

  @Test
  void endsWithItsTimeThoughTheCloudIsSilent() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Run run =
          run(
              new SystemCommandClock(),
              Map.of("LIVE_ENDPOINT", "http://127.0.0.1:" + silent.getLocalPort()),
              "--timeout=1s");

      assertThat(run.exit()).isEqualTo(1);
      assertThat(run.err())
          .contains("It isn't done within 1s, for the cloud doesn't answer: look at the way there");
      assertThat(run.out()).isEmpty();
    }
  }

  @Test
  void failsWhereItsAnswerCanNotBeWritten() {
    putVhost("push.example.com", "", "push", "");
    StringWriter err = new StringWriter();

    int exit =
        Main.prepared(
                new CommandLine(
                    new ExportCommand(
                        Map.of(
                            "LIVE_ENDPOINT", simulator.endpoint().toString(),
                            "ACCESS_KEY_ID", SimulatorUnderTest.ACCESS_KEY_ID,
                            "ACCESS_KEY_SECRET", SimulatorUnderTest.SECRET_ACCESS_KEY),
                        false,
                        new FakeTime())))
            .setOut(new PrintWriter(new FullDisk()))
            .setErr(new PrintWriter(err, true))
            .execute("--vhost=push.example.com");

    assertThat(exit).isEqualTo(1);
    assertThat(err.toString()).contains("The answer can't be written to standard output.");
  }

  private static final class FullDisk extends Writer {
    @Override
    public void write(char[] text, int from, int length) throws IOException {
      throw new IOException("No space left on device");
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  private void put(String scope, String app, String type, String more) {
    simulator.putRecord(
        "{%s%s, \"MessageType\": \"%s\", \"CallbackDetailList\": [{\"CallbackType\": \"http\", \"URL\": \"%s\"}]%s}"
            .formatted(
                scope,
                app.isEmpty() ? "" : ", \"App\": \"" + app + "\"",
                type,
                HOOK,
                more.isEmpty() ? "" : ", " + more));
  }

  private void putVhost(String vhost, String app, String type, String more) {
    put("\"Vhost\": \"" + vhost + "\"", app, type, more);
  }

  private static String signed(String key) {
    return "\"AuthEnable\": true, \"AuthKeyPrimary\": \"" + key + "\"";
  }

  @Test
  void readsAThousandRecordsOfSeventyScopesWithOneReadEachAndWritesTheSameBytesTwice() {
    String[] types = {"push", "push_end", "snapshot", "record", "audit_snapshot"};
    for (int vhost = 0; vhost < 50; vhost++) {
      for (int i = 0; i < 18; i++) {
        putVhost("v" + vhost + ".example.com", "app" + i / 5, types[i % 5], "");
      }
    }
    for (int domain = 0; domain < 20; domain++) {
      for (String type : types) {
        put("\"Domain\": \"d" + domain + ".example.com\"", "", type, "");
      }
    }
    simulator.addAccount(
        "{\"account\":\"2100000001\",\"accessKeyId\":\"%s\",\"secretAccessKey\":\"%s\",\"vhosts\":[%s],\"domains\":{%s}}"
            .formatted(
                SimulatorUnderTest.ACCESS_KEY_ID,
                SimulatorUnderTest.SECRET_ACCESS_KEY,
                Stream.iterate(0, i -> i < 50, i -> i + 1)
                    .map(i -> "\"v" + i + ".example.com\"")
                    .collect(Collectors.joining(",")),
                Stream.iterate(0, i -> i < 50, i -> i + 1)
                    .map(
                        i ->
                            "\"%s%d.example.com\":\"v%d.example.com\""
                                .formatted(i < 20 ? "d" : "p", i, i))
                    .collect(Collectors.joining(","))));
    simulator.forgetCalls();

    Run run = run();
    Map<String, Long> reads =
        simulator.calls("DescribeCallback").stream()
            .collect(
                Collectors.groupingBy(call -> call.path("scope").asText(), Collectors.counting()));

    assertThat(run.exit()).isZero();
    assertThat(run.lastLine())
        .startsWith("1000 records: 1000 objects, 0 left out. Next: kubectl apply ");
    assertThat(run.objects()).hasSize(1000);
    assertThat(reads.values()).allMatch(count -> count == 1);
    assertThat(reads).hasSize(100); // 30 more domains have no record
    assertThat(simulator.calls().size()).isEqualTo(101);
    assertThat(run().out()).isEqualTo(run.out());
  }

  @Test
  void printsObjectsAndNothingElseAndSaysTheRestOnStderr() {
    putVhost("push.example.com", "sports", "push", signed("hush1"));
    putVhost("push.example.com", "", "record", "\"TranscodeCallback\": 0");

    Run run = run("--vhost", "push.example.com", "-n", "live");

    assertThat(run.exit()).isZero();
    assertThat(run.objects())
        .extracting(object -> object.get("kind"))
        .containsExactly("LiveCallback", "LiveCallback");
    assertThat(run.out()).contains("namespace: live\n").doesNotContain("accountRef", "hush1");
    assertThat(run.err())
        .contains(
            "Missing: Secret push-example-com-sports-push-",
            "kubectl -n live create secret generic push-example-com-sports-push-",
            "--from-literal=primary=KEY")
        .doesNotContain("hush1");
    assertThat(run.lastLine())
        .matches(
            "2 records: 2 objects, 0 left out\\. Next: kubectl -n live apply -f FILE .*, then"
                + " kubectl -n live wait livecallbacks --all --for=condition=Ready --timeout=5m");
  }

  @Test
  void tellsHowFarItIsOnATerminalAfterASecond() {
    for (int i = 0; i < 5; i++) {
      putVhost("v" + i + ".example.com", "", "push", "");
    }
    assertThat(run().err()).contains("\r\u001b[K3 of 10 vhosts and domains read, about 3s left");
  }

  @Test
  void writesAFileForEachObjectAndKeysApartWhereNobodyElseReadsThem() throws IOException {
    putVhost("push.example.com", "sports", "push", signed("hush1"));
    putVhost("push.example.com", "", "record", "");
    Path dir = folder.resolve("out");

    Run run =
        run("--vhost=push.example.com", "--output-dir=" + dir, "--with-secrets", "-n", "live");

    assertThat(run.exit()).isZero();
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("kubectl apply -f " + dir + "/secrets").doesNotContain("hush1");
    assertThat(run.lastLine()).contains("kubectl -n live apply -k " + dir);
    try (var files = Files.list(dir)) {
      assertThat(files.map(each -> each.getFileName().toString()))
          .hasSize(4)
          .contains("kustomization.yaml", "secrets");
    }
    Map<String, Object> kustomization =
        new Yaml().load(Files.readString(dir.resolve("kustomization.yaml")));
    assertThat((List<?>) kustomization.get("resources"))
        .hasSize(2)
        .allSatisfy(file -> assertThat(dir.resolve((String) file)).exists());
    List<Path> secrets = secrets(dir);
    assertThat(secrets).hasSize(2);
    assertThat(secrets.getFirst()).hasFileName(".gitignore").hasContent("*\n!.gitignore\n");
    assertThat(secrets.getLast()).content().contains("primary: hush1", "namespace: live");
    assertThat(mode(secrets.getLast())).isEqualTo("rw-------");

    Files.setPosixFilePermissions(secrets.getLast(), PosixFilePermissions.fromString("rw-r--r--"));
    run("--vhost=push.example.com", "--output-dir=" + dir, "--with-secrets", "-n", "live");
    assertThat(secrets(dir)).isEqualTo(secrets);
    assertThat(mode(secrets.getLast())).isEqualTo("rw-------");
  }

  private static List<Path> secrets(Path dir) throws IOException {
    try (var files = Files.list(dir.resolve("secrets"))) {
      return files.sorted().toList();
    }
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  @Test
  void needsAFolderForKeys() {
    assertThat(run("--with-secrets", "--vhost", "a").exit()).isOne();
    assertThat(run("--with-secrets", "--vhost", "a").err()).contains("needs --output-dir");
  }

  @Test
  void onlyObservesWhereTheApiMasksKeys() {
    simulator.turn("{\"maskKey\": true}");
    putVhost("push.example.com", "sports", "push", signed("hush1"));
    Path dir = folder.resolve("masked");

    Run run = run("--vhost=push.example.com", "--output-dir=" + dir, "--with-secrets");

    assertThat(run.exit()).isEqualTo(3);
    assertThat(run.err())
        .contains(
            "Observed: push-example-com-sports-push-", "doesn't show its key", "Missing: Secret");
    assertThat(run.lastLine()).startsWith("1 record: 1 object, 0 left out.");
  }

  @Test
  void readsTheDomainsOfAVhostOnlyToTellWhoseARecordIs() {
    simulator.addAccount(
        "{\"account\":\"2100000001\",\"accessKeyId\":\"%s\",\"secretAccessKey\":\"%s\",\"vhosts\":[\"push.example.com\"],\"domains\":{\"in.example.com\":\"push.example.com\"}}"
            .formatted(SimulatorUnderTest.ACCESS_KEY_ID, SimulatorUnderTest.SECRET_ACCESS_KEY));
    simulator.turn("{\"vhostListsDomainRecords\": true}");
    put("\"Domain\": \"in.example.com\"", "", "push", "");
    putVhost("push.example.com", "sports", "push", "");

    Run run = run("--vhost=push.example.com");

    assertThat(run.exit()).isEqualTo(3);
    assertThat(run.objects()).hasSize(1);
    assertThat(run.err())
        .contains(
            "Left out: push callbacks of vhost/push.example.com: the listing of"
                + " domain/in.example.com");

    simulator.forgetCalls();
    run("--vhost=push.example.com", "--domain=in.example.com", "--vhost=Push.example.com");
    assertThat(simulator.calls("DescribeCallback"))
        .as("each scope is read once")
        .extracting(call -> call.path("scope").asText().toLowerCase(Locale.ROOT))
        .containsExactlyInAnyOrder("vhost/push.example.com", "domain/in.example.com");

    simulator.turn("{\"includeDomainField\": true}");
    Run named = run();
    assertThat(named.exit()).isZero();
    assertThat(named.objects()).hasSize(2);
  }

  @Test
  void asksForNamesWhereDomainsMayNotBeListed() {
    simulator.deny("{\"account\":\"2100000001\",\"action\":\"ListDomainDetail\"}");
    putVhost("push.example.com", "", "push", "");
    putVhost("push.example.com", "sports", "push", "");

    Run all = run();
    assertThat(all.exit()).isOne();
    assertThat(all.out()).isEmpty();
    assertThat(all.err())
        .contains("live:ListDomainDetail", "name what to export by --vhost and --domain");

    Run named = run("--vhost", "push.example.com");
    assertThat(named.exit()).isEqualTo(3);
    assertThat(named.objects()).hasSize(2);
    assertThat(named.err()).contains("Observed: push-example-com-push-");
    assertThat(named.out()).containsOnlyOnce("managementPolicy: Observe");
  }

  @Test
  void goesOnWithoutAScopeThatIsNotThere() {
    simulator.addAccount(
        "{\"account\":\"2100000001\",\"accessKeyId\":\"%s\",\"secretAccessKey\":\"%s\",\"vhosts\":[\"push.example.com\"],\"domains\":{}}"
            .formatted(SimulatorUnderTest.ACCESS_KEY_ID, SimulatorUnderTest.SECRET_ACCESS_KEY));
    putVhost("push.example.com", "sports", "push", "");

    Run both = run("--vhost", "push.example.com", "--vhost", "nowhere.example.com");
    assertThat(both.exit()).isEqualTo(3);
    assertThat(both.objects()).hasSize(1);
    assertThat(both.err()).contains("Not read: vhost/nowhere.example.com: ");

    Run none = run("--vhost", "nowhere.example.com");
    assertThat(none.exit()).isOne();
    assertThat(none.err().lines()).hasSize(1);
  }

  @Test
  void asksWhatTheAccountAllowsOnlyWhereItKnowsTheNamespaceOfTheObjects() throws IOException {
    putVhost("push.example.com", "sports", "push", "");
    putVhost("push.example.com", "news", "push", "");
    try (ApiServerStub cluster = ApiServerStub.start()) {
      String kubeconfig = "--kubeconfig=" + cluster.kubeconfig(folder);
      String account = "--account=live/main";
      cluster.account(
          "{\"profile\": \"Volcengine\", \"credentials\": {\"environment\": {}}, \"allow\":"
              + " [{\"namespaces\": [\"team\"], \"scopes\": [\"vhost/other.example.com\"]}]}");

      Run known = run("--vhost=push.example.com", account, kubeconfig, "--namespace=team");
      assertThat(known.exit()).isEqualTo(3);
      assertThat(known.out()).isEmpty();
      assertThat(known.err())
          .contains("Left out: push callbacks of vhost/push.example.com, app news: ");

      Run unknown = run("--vhost=push.example.com", account, kubeconfig);
      assertThat(unknown.exit()).as(unknown.err()).isZero();
      assertThat(unknown.objects()).hasSize(2);
    }
  }

  @Test
  void saysInASentenceWhatIsWrong() {
    putVhost("push.example.com", "sports", "push", "");

    isRefused(run(Map.of("SECRET_ACCESS_KEY", "wrong-secret")), "secret access key");
    isRefused(run(Map.of("LIVE_ENDPOINT", "http://127.0.0.1:9")), "LIVE_ENDPOINT");
    isRefused(run(Map.of("LIVE_ENDPOINT", "nonsense")), "LIVE_ENDPOINT");
    isRefused(run(Map.of("LIVE_ENDPOINT", simulator.adminEndpoint().toString())), "LIVE_ENDPOINT");
    isRefused(run(Map.of("ACCESS_KEY_ID", "", "SECRET_ACCESS_KEY", "")), "--account");
    isRefused(run("--account=live/default"), "--kubeconfig");
    isRefused(run("--account=live"), "--account");
    isRefused(run("--calls-per-second=fast"), "--calls-per-second");
    isRefused(run("--timeout=never"), "--timeout");
    isRefused(run("--vhost=https://push.example.com"), "--vhost");
    isRefused(run("-n", "Not A Namespace"), "--namespace");
    isRefused(run("--output-dir=/proc/nowhere", "--vhost=push.example.com"), "--output-dir");
    isRefused(run("-o", "json"), "--output");
    isRefused(run("-o", "yaml", "--output-dir=x"), "--output-dir");
  }

  private static void isRefused(Run run, String part) {
    assertThat(run.exit()).as(run.err()).isOne();
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains(part).doesNotContain("\tat ", "wrong-secret", "Exception");
    assertThat(run.err().strip().lines()).hasSize(1);
  }

  @Test
  void changesNothing() {
    putVhost("push.example.com", "sports", "push", "");
    run();
    run("--vhost=push.example.com", "--observe");

    assertThat(simulator.calls())
        .extracting((JsonNode call) -> call.path("action").asText())
        .containsOnly("ListDomainDetail", "DescribeCallback");
  }
}
