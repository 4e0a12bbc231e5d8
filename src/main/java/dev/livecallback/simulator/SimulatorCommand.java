package dev.livecallback.simulator;

import dev.livecallback.settings.CommandSettings;
import dev.livecallback.settings.Setting;
import dev.livecallback.settings.SettingException;
import dev.livecallback.settings.SettingValues;
import dev.livecallback.volcengine.SecretText;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code livecallback simulator}: runs a simulator until it is told to end. */
@Command(
    name = "simulator",
    description = "Runs a stand-in for the cloud's callback API.",
    mixinStandardHelpOptions = true)
public final class SimulatorCommand implements Callable<Integer> {
  /** The lifetime of the command. */
  interface Life {
    /** Waits until the simulator is to end. */
    void last(SimulatorServer server) throws InterruptedException;
  }

  private final CommandSettings settings;
  private final Life life;
  private @Nullable CommandSpec spec;

  /**
   * Creates a command that runs until the process is told to end, with these environment variables.
   */
  public SimulatorCommand(Map<String, String> environment) {
    this(environment, SimulatorCommand::untilTheEnd);
  }

  SimulatorCommand(Map<String, String> environment, Life life) {
    this.settings = new CommandSettings(SimulatorSetting.ALL, environment);
    this.life = life;
  }

  @Spec
  void spec(CommandSpec given) {
    spec = given;
    settings.addTo(given);
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
              + config.bind()
              + ", port "
              + config.port()
              + ", or at "
              + config.adminBind()
              + ", port "
              + config.adminPort()
              + ": "
              + e.getMessage()
              + ".");
      err.flush();
      return 1;
    }
  }

  private SimulatorConfig config() {
    try {
      return config(settings.read());
    } catch (SettingException e) {
      Setting<?> wrong = e.setting();
      throw new ParameterException(
          commandSpec().commandLine(),
          wrong.option().orElseThrow() + " must be " + wrong.type().takes() + ".");
    }
  }

  private static SimulatorConfig config(SettingValues values) {
    SecretText token = values.of(SimulatorSetting.OIDC_TOKEN);
    return new SimulatorConfig(
        values.of(SimulatorSetting.BIND),
        values.of(SimulatorSetting.ADMIN_BIND),
        values.of(SimulatorSetting.PORT),
        values.of(SimulatorSetting.ADMIN_PORT),
        values.of(SimulatorSetting.ACCOUNTS),
        Stream.of(SimulatorSetting.VHOSTS, SimulatorSetting.DOMAINS)
            .flatMap(names -> values.of(names).stream())
            .toList(),
        values.of(SimulatorSetting.PROFILE),
        values.of(SimulatorSetting.QUOTA),
        values.of(SimulatorSetting.LATENCY_MILLIS),
        values.of(SimulatorSetting.ROLES),
        token.reveal().isEmpty() ? null : token,
        Set.copyOf(values.of(SimulatorSetting.REGIONS)),
        values.of(SimulatorSetting.SEED),
        InstantSource.system());
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
