package dev.livecallback.simulator;

import static java.util.Map.entry;

import dev.livecallback.simulator.Accounts.AccessKey;
import dev.livecallback.simulator.Roles.Role;
import dev.livecallback.volcengine.Scope;
import dev.livecallback.volcengine.SecretText;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code livecallback simulator}: runs a simulator until it is told to end. */
@Command(
    name = "simulator",
    description = "Runs a stand-in for the cloud's callback API.",
    mixinStandardHelpOptions = true)
public final class SimulatorCommand implements Callable<Integer> {
  private static final Pattern ACCOUNT =
      Pattern.compile("(\\d{1,18})(?:/([\\w.@-]{1,64}))?:([^:,\\s]+):([^:,\\s]+)(?::([^:,\\s]+))?");
  private static final Pattern ROLE =
      Pattern.compile("(trn:iam::\\d{1,18}:role/[\\w.@-]{1,64})=(\\S+)");
  private static final Pattern VHOST =
      Pattern.compile("(?:(\\d{1,18}):)?(\\*|[A-Za-z0-9_.-]{1,253})");
  private static final Pattern DOMAIN =
      Pattern.compile("(?:(\\d{1,18}):)?(\\*|[A-Za-z0-9_.-]{1,253})(?:=([A-Za-z0-9_.-]{1,253}))?");

  /** The environment variable of each flag; an empty one counts as not set. */
  static final Map<String, String> VARIABLES =
      Map.ofEntries(
          entry("--bind", "SIM_BIND"),
          entry("--admin-bind", "SIM_ADMIN_BIND"),
          entry("--port", "SIM_PORT"),
          entry("--admin-port", "SIM_ADMIN_PORT"),
          entry("--account", "SIM_ACCOUNTS"),
          entry("--vhost", "SIM_VHOSTS"),
          entry("--domain", "SIM_DOMAINS"),
          entry("--profile", "SIM_PROFILE"),
          entry("--quota", "SIM_QUOTA"),
          entry("--latency-ms", "SIM_LATENCY_MS"),
          entry("--role", "SIM_ROLES"),
          entry("--oidc-token", "SIM_OIDC_TOKEN"),
          entry("--region", "SIM_REGIONS"),
          entry("--seed", "SIM_SEED"));

  /** How long the command stays up. */
  interface Life {
    /** Returns when the simulator is to end. */
    void last(SimulatorServer server) throws InterruptedException;
  }

  private final Map<String, String> environment;
  private final Life life;
  private @Nullable CommandSpec spec;

  @Option(
      names = "--bind",
      defaultValue = "127.0.0.1",
      description = "The address that the cloud API listens at (SIM_BIND; ${DEFAULT-VALUE}).")
  private String bind = "";

  @Option(
      names = "--admin-bind",
      defaultValue = "127.0.0.1",
      description =
          "The address that the admin API listens at; it shows keys and asks nobody who they are"
              + " (SIM_ADMIN_BIND; ${DEFAULT-VALUE}).")
  private String adminBind = "";

  @Option(
      names = "--port",
      defaultValue = "8400",
      description = "The port of the cloud API, 0 = a free one (SIM_PORT; ${DEFAULT-VALUE}).")
  private int port;

  @Option(
      names = "--admin-port",
      defaultValue = "8401",
      description = "The port of the admin API, 0 = a free one (SIM_ADMIN_PORT; ${DEFAULT-VALUE}).")
  private int adminPort;

  @Option(
      names = "--account",
      split = ",",
      defaultValue = "",
      paramLabel = "ID[/USER]:AK:SK[:TOKEN]",
      description =
          "An access key of an account, or of a user in it; repeatable (SIM_ACCOUNTS; a demo"
              + " account).")
  private List<String> accounts = new ArrayList<>();

  @Option(
      names = "--vhost",
      split = ",",
      defaultValue = "",
      paramLabel = "[ACCOUNT:]NAME",
      description = "A vhost that is known, * = any; repeatable (SIM_VHOSTS; any).")
  private List<String> vhosts = new ArrayList<>();

  @Option(
      names = "--domain",
      split = ",",
      defaultValue = "",
      paramLabel = "[ACCOUNT:]NAME[=VHOST]",
      description = "A push domain that is known, * = any; repeatable (SIM_DOMAINS; any).")
  private List<String> domains = new ArrayList<>();

  @Option(
      names = "--profile",
      defaultValue = "volcengine",
      description = "volcengine or byteplus (SIM_PROFILE; ${DEFAULT-VALUE}).")
  private String profile = "";

  @Option(
      names = "--quota",
      defaultValue = "0",
      description = "Calls a second for each account and action (SIM_QUOTA; the profile's).")
  private int quota;

  @Option(
      names = "--latency-ms",
      defaultValue = "0",
      description = "How long every call takes (SIM_LATENCY_MS; ${DEFAULT-VALUE}).")
  private int latencyMillis;

  @Option(
      names = "--role",
      split = ",",
      defaultValue = "",
      paramLabel = "TRN=TOKEN",
      description =
          "A role that AssumeRoleWithOIDC gives for that token, * = any; repeatable (SIM_ROLES;"
              + " none).")
  private List<String> roles = new ArrayList<>();

  @Option(
      names = "--region",
      split = ",",
      defaultValue = "",
      description =
          "A region that calls may be signed for; repeatable (SIM_REGIONS; the profile's).")
  private List<String> regions = new ArrayList<>();

  @Option(
      names = "--oidc-token",
      defaultValue = "",
      description =
          "The token that AssumeRoleWithOIDC takes for any other role, * = any (SIM_OIDC_TOKEN;"
              + " none).")
  private String oidcToken = "";

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "What chance is drawn from (SIM_SEED; ${DEFAULT-VALUE}).")
  private long seed;

  /** Runs until the process is told to end, with these environment variables. */
  public SimulatorCommand(Map<String, String> environment) {
    this(environment, SimulatorCommand::untilTheEnd);
  }

  SimulatorCommand(Map<String, String> environment, Life life) {
    this.environment = Map.copyOf(environment);
    this.life = life;
  }

  @Spec
  void spec(CommandSpec given) {
    spec = given;
    given.defaultValueProvider(
        argument -> argument instanceof OptionSpec option ? variable(option) : null);
  }

  private @Nullable String variable(OptionSpec option) {
    String value = environment.get(VARIABLES.getOrDefault(option.longestName(), ""));
    return value == null || value.isBlank() ? null : value.strip();
  }

  @Override
  public Integer call() throws InterruptedException {
    SimulatorConfig config = config();
    PrintWriter out = commandSpec().commandLine().getOut();
    try (SimulatorServer server = SimulatorServer.start(config)) {
      out.println("simulator: live API at " + server.endpoint());
      out.println("simulator: admin API at " + server.adminEndpoint());
      out.println("simulator: console page at " + server.adminEndpoint() + "/");
      if (!server.adminIsLocal()) {
        out.println(
            "simulator: whoever reaches the admin API can read every key and change everything;"
                + " --admin-bind 127.0.0.1 keeps it on this machine");
      }
      if (config.keys().isEmpty()) {
        out.println(
            "simulator: demo account "
                + SimulatorConfig.DEMO_ACCOUNT
                + " with the fake key ACCESS_KEY_ID="
                + SimulatorConfig.DEMO_ACCESS_KEY_ID
                + " SECRET_ACCESS_KEY="
                + SimulatorConfig.DEMO_SECRET_ACCESS_KEY);
      }
      out.flush();
      life.last(server);
      return 0;
    } catch (IOException e) {
      PrintWriter err = commandSpec().commandLine().getErr();
      err.println(
          "The simulator can't listen at "
              + bind
              + ", port "
              + port
              + ", or at "
              + adminBind
              + ", port "
              + adminPort
              + ": "
              + e.getMessage()
              + ".");
      err.flush();
      return 1;
    }
  }

  private SimulatorConfig config() {
    require(port >= 0 && port <= 65_535, "--port must be from 0 to 65535.");
    require(adminPort >= 0 && adminPort <= 65_535, "--admin-port must be from 0 to 65535.");
    require(quota >= 0 && quota <= 100_000, "--quota must be from 0 to 100000, 0 = the profile's.");
    require(
        latencyMillis >= 0 && latencyMillis <= 600_000, "--latency-ms must be from 0 to 600000.");
    return new SimulatorConfig(
        bind,
        adminBind,
        port,
        adminPort,
        given(accounts).stream().map(this::key).toList(),
        names(),
        profile(),
        quota,
        latencyMillis,
        given(roles).stream().map(this::role).toList(),
        oidcToken.isEmpty() ? null : new SecretText(oidcToken),
        Set.copyOf(given(regions)),
        seed,
        InstantSource.system());
  }

  private AccessKey key(String text) {
    Matcher parts = ACCOUNT.matcher(text);
    require(
        parts.matches(),
        "--account must be ID:AK:SK or ID/USER:AK:SK, with :TOKEN behind it if there is one, where"
            + " ID is the account's number.");
    return AccessKey.of(
        parts.group(1),
        parts.group(2) == null ? AccessKey.ROOT : parts.group(2),
        parts.group(3),
        parts.group(4),
        parts.group(5));
  }

  private Role role(String text) {
    Matcher parts = ROLE.matcher(text);
    require(parts.matches(), "--role must be trn:iam::ID:role/NAME=TOKEN, * for any token.");
    return Role.of(parts.group(1), parts.group(2));
  }

  private List<SimulatorConfig.Name> names() {
    List<SimulatorConfig.Name> names = new ArrayList<>();
    for (String text : given(vhosts)) {
      Matcher parts = VHOST.matcher(text);
      require(parts.matches(), "--vhost must be NAME or ACCOUNT:NAME, where * stands for any.");
      names.add(
          new SimulatorConfig.Name(parts.group(1), Scope.vhost(parts.group(2)), parts.group(2)));
    }
    for (String text : given(domains)) {
      Matcher parts = DOMAIN.matcher(text);
      require(
          parts.matches(), "--domain must be NAME, NAME=VHOST or ACCOUNT:NAME=VHOST, * for any.");
      String vhost = parts.group(3) == null ? parts.group(2) : parts.group(3);
      names.add(new SimulatorConfig.Name(parts.group(1), Scope.domain(parts.group(2)), vhost));
    }
    return names;
  }

  private Profile profile() {
    for (Profile each : Profile.values()) {
      if (each.word().equals(profile)) {
        return each;
      }
    }
    throw new ParameterException(
        commandSpec().commandLine(), "--profile must be volcengine or byteplus.");
  }

  private static List<String> given(List<String> texts) {
    return texts.stream().map(String::trim).filter(text -> !text.isEmpty()).toList();
  }

  private void require(boolean holds, String sentence) {
    if (!holds) {
      throw new ParameterException(commandSpec().commandLine(), sentence);
    }
  }

  private CommandSpec commandSpec() {
    if (spec == null) {
      throw new IllegalStateException("the command runs by way of picocli");
    }
    return spec;
  }

  private static void untilTheEnd(SimulatorServer server) throws InterruptedException {
    CountDownLatch end = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  server.close();
                  end.countDown();
                },
                "simulator-stop"));
    end.await();
  }
}
