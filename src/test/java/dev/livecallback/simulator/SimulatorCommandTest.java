package dev.livecallback.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** {@code livecallback simulator}: its flags, and what it says. */
class SimulatorCommandTest {
  private record Run(int exit, String out, String err) {}

  private static Run run(Consumer<SimulatorServer> whileUp, String... arguments) {
    return run(Map.of(), whileUp, arguments);
  }

  private static Run run(
      Map<String, String> environment, Consumer<SimulatorServer> whileUp, String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    List<String> all = new ArrayList<>(Arrays.asList(arguments));
    for (String free : List.of("--port=", "--admin-port=")) {
      if (all.stream().noneMatch(each -> each.startsWith(free))) {
        all.add(free + "0");
      }
    }
    int exit =
        new CommandLine(new SimulatorCommand(environment, whileUp::accept))
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err, true))
            .setParameterExceptionHandler(
                (wrong, _) -> {
                  wrong.getCommandLine().getErr().println(wrong.getMessage());
                  return 2;
                })
            .execute(all.toArray(String[]::new));
    return new Run(exit, out.toString(), err.toString());
  }

  @Test
  void listensOnLoopbackWithADemoAccountUnlessToldOtherwise() {
    Run run =
        run(
            simulator -> {
              assertThat(simulator.endpoint().getHost()).isEqualTo("127.0.0.1");
              assertThat(simulator.adminEndpoint().getHost()).isEqualTo("127.0.0.1");
              assertThat(simulator.accounts().ids()).containsExactly("2100000001");
              assertThat(simulator.accounts().vhosts("2100000001")).containsExactly("*");
            });

    assertThat(run.exit()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out().lines().toList())
        .satisfiesExactly(
            line -> assertThat(line).matches("simulator: live API at http://127.0.0.1:\\d+"),
            line -> assertThat(line).matches("simulator: admin API at http://127.0.0.1:\\d+"),
            line -> assertThat(line).matches("simulator: console page at http://127.0.0.1:\\d+/"),
            line -> assertThat(line).contains("demo account 2100000001", "ACCESS_KEY_ID="));
  }

  @Test
  void takesEveryFlag() {
    Run run =
        run(
            simulator -> {
              assertThat(simulator.accounts().ids()).containsExactly("1", "2");
              assertThat(simulator.accounts().key("AK1").orElseThrow().token()).isNull();
              assertThat(simulator.accounts().key("AK2").orElseThrow().token()).isNotNull();
              assertThat(simulator.accounts().key("AK2").orElseThrow().user()).isEqualTo("root");
              assertThat(simulator.accounts().key("AK3").orElseThrow().user()).isEqualTo("alice");
              assertThat(simulator.roles().names()).containsExactly("trn:iam::2:role/live");
              assertThat(simulator.accounts().vhosts("1")).containsExactly("a", "b", "d", "v");
              assertThat(simulator.accounts().vhosts("2")).containsExactly("b", "d");
              assertThat(simulator.accounts().domains("1")).containsOnlyKeys("c", "d");
              assertThat(simulator.accounts().domains("2")).containsEntry("d", "d");
              assertThat(simulator.accounts().vhostOf("1", "c")).isEqualTo("v");
              assertThat(simulator.knobs().quota().get()).isEqualTo(5);
              assertThat(simulator.knobs().latencyMillis().get()).isEqualTo(7);
              assertThat(simulator.knobs().includeDomainField().get()).isTrue();
            },
            "--account=1:AK1:SK1,2:AK2:SK2:TOKEN",
            "--account=2/alice:AK3:SK3",
            "--role=trn:iam::2:role/live=ROLETOKEN",
            "--region=ap-singapore-1,cn-north-1",
            "--vhost=1:a",
            "--vhost=b",
            "--domain=1:c=v,d",
            "--profile=byteplus",
            "--quota=5",
            "--latency-ms=7",
            "--oidc-token=fake",
            "--seed=9",
            "--bind=127.0.0.1",
            "--admin-bind=127.0.0.1");

    assertThat(run.exit()).isZero();
    assertThat(run.out()).doesNotContain("demo account", "SK1", "TOKEN", "SK3");
  }

  @Test
  void takesSettingsFromTheEnvironmentToo() {
    Map<String, String> environment =
        Map.of(
            "SIM_ACCOUNTS", "1:AK1:SK1, 2:AK2:SK2",
            "SIM_ROLES", "trn:iam::2:role/live=*",
            "SIM_VHOSTS", "1:a,1:b",
            "SIM_DOMAINS", "",
            "SIM_QUOTA", "5",
            "SIM_LATENCY_MS", " ",
            "SIM_PROFILE", "byteplus");
    Run run =
        run(
            environment,
            simulator -> {
              assertThat(simulator.accounts().ids()).containsExactly("1", "2");
              assertThat(simulator.roles().names()).containsExactly("trn:iam::2:role/live");
              assertThat(simulator.accounts().vhosts("1")).containsExactly("a", "b");
              assertThat(simulator.accounts().vhosts("2")).containsExactly("*");
              assertThat(simulator.knobs().quota().get()).isEqualTo(6);
              assertThat(simulator.knobs().latencyMillis().get()).isZero();
              assertThat(simulator.knobs().includeDomainField().get()).isTrue();
            },
            "--quota=6");

    assertThat(run.err()).isEmpty();
    assertThat(run.exit()).isZero();
  }

  @Test
  void goesByTheProfilesQuotaUnlessAnotherIsSet() {
    run(
        simulator -> assertThat(simulator.knobs().quota().get()).isEqualTo(1),
        "--profile=byteplus");
    run(simulator -> assertThat(simulator.knobs().quota().get()).isEqualTo(10));
  }

  @Test
  void keepsTheAdminApiOnLoopbackWhereverTheCloudApiIsAndWarnsIfToldOtherwise() {
    Run cloudOnly =
        run(simulator -> assertThat(simulator.adminIsLocal()).isTrue(), "--bind=0.0.0.0");
    Run both =
        run(simulator -> assertThat(simulator.adminIsLocal()).isFalse(), "--admin-bind=0.0.0.0");

    assertThat(cloudOnly.out())
        .contains("live API at http://0.0.0.0:", "admin API at http://127.0.0.1:")
        .doesNotContain("whoever");
    assertThat(both.out()).contains("whoever reaches the admin API can read every key");
  }

  @ParameterizedTest(name = "{0} is answered: {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "--port=-1 | --port must be from 0 to 65535.",
        "--port=65536 | --port must be from 0 to 65535.",
        "--port=x | --port must be from 0 to 65535.",
        "--admin-port=65536 | --admin-port must be from 0 to 65535.",
        "--quota=-1 | --quota must be from 0 to 100000, 0 = the profile's.",
        "--latency-ms=600001 | --latency-ms must be from 0 to 600000.",
        "--profile=other | --profile must be volcengine or byteplus.",
        "--account=SECRET | --account must be ID:AK:SK or ID/USER:AK:SK, with :TOKEN behind it if there is one, where ID is the account's number.",
        "--role=live=SECRET | --role must be trn:iam::ID:role/NAME=TOKEN, * for any token.",
        "--vhost=a b | --vhost must be NAME or ACCOUNT:NAME, where * stands for any.",
        "--domain=a=b=c | --domain must be NAME, NAME=VHOST or ACCOUNT:NAME=VHOST, * for any.",
        "--nothing | Unknown option: '--nothing'"
      })
  void refusesWrongFlagsWithOneSentence(String flag, String sentence) {
    Run run = run(_ -> assertThat(flag).as("must not start").isEmpty(), flag);

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err().strip()).isEqualTo(sentence);
  }

  @Test
  void saysWhichPortIsTaken() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      for (String flag : List.of("--port=", "--admin-port=")) {
        Run run =
            run(_ -> assertThat(flag).as("must not start").isEmpty(), flag + taken.getLocalPort());

        assertThat(run.exit()).isOne();
        assertThat(run.err().lines()).hasSize(1);
        assertThat(run.err())
            .startsWith("The simulator can't listen at 127.0.0.1")
            .contains(String.valueOf(taken.getLocalPort()));
      }
    }
  }

  @Test
  void saysThatAnAddressIsNotThere() {
    Run run = run(_ -> {}, "--bind=nowhere.invalid");

    assertThat(run.exit()).isOne();
    assertThat(run.err()).startsWith("The simulator can't listen at nowhere.invalid");
  }
}
