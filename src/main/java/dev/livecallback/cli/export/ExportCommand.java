package dev.livecallback.cli.export;

import dev.livecallback.account.AccountSettings;
import dev.livecallback.api.Formats;
import dev.livecallback.cli.CloudCommand;
import dev.livecallback.cli.CloudLogin;
import dev.livecallback.cli.CloudOptions;
import dev.livecallback.cli.CommandClock;
import dev.livecallback.cli.CommandFailedException;
import dev.livecallback.cli.ExitCode;
import dev.livecallback.cli.KubernetesOptions;
import dev.livecallback.cli.ProgressLine;
import dev.livecallback.cli.SystemCommandClock;
import dev.livecallback.volcengine.Scope;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code livecallback export}, which writes an object for each record in the cloud. */
@Command(
    name = "export",
    header = "Writes an object for each callback record in the cloud.",
    description = {
      "",
      "If you apply the objects, they take the records over. The operator then writes"
          + " nothing, because each object equals its record. This command changes"
          + " nothing in the cloud or in a cluster.",
      "",
      "Authentication keys are never printed. An object names the Secret that has to"
          + " hold its key. Standard error lists missing Secrets, and records that can't"
          + " become objects.",
      ""
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    exitCodeOnInvalidInput = 1,
    usageHelpWidth = 100,
    footer = {
      "",
      "Exit codes: 0 done; 1 an error, or wrong usage; 3 something was left out, or only observed.",
      "",
      "Examples:",
      "  livecallback export > callbacks.yaml",
      "  livecallback export --vhost push.example.com -n live --output-dir live --with-secrets",
      "  livecallback export --account live/default -n live | kubectl apply -f -"
    })
public final class ExportCommand extends CloudCommand {
  @Option(
      names = "--vhost",
      paramLabel = "VHOST",
      description =
          "A vhost to export; may be repeated. Without --vhost and --domain: all vhosts and push"
              + " domains of the cloud account, by ListDomainDetail.")
  private List<String> vhosts = new ArrayList<>();

  @Option(
      names = "--domain",
      paramLabel = "DOMAIN",
      description = "A push domain to export; may be repeated.")
  private List<String> domains = new ArrayList<>();

  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NAMESPACE",
      description =
          "The namespace of the objects. Without it the objects name none: kubectl apply"
              + " decides, and the allow rules of --account's account aren't checked.")
  private @Nullable String namespace;

  @Option(
      names = "--observe",
      description =
          "Write objects that only observe (managementPolicy: Observe): the operator reports"
              + " differences, and changes nothing.")
  private boolean observe;

  @ArgGroup private @Nullable Output output;

  @Option(
      names = "--with-secrets",
      description =
          "Write the keys too, into files that only you may read. Needs --output-dir: keys are"
              + " never printed.")
  private boolean withSecrets;

  @Mixin private CloudOptions cloud = new CloudOptions();
  @Mixin private KubernetesOptions cluster = new KubernetesOptions();

  private final boolean terminal;

  /** The destination of the objects. */
  private static final class Output {
    @SuppressWarnings("UnusedVariable") // there is only one
    @Option(
        names = {"-o", "--output"},
        paramLabel = "FORMAT",
        description =
            "Print the objects as ${COMPLETION-CANDIDATES}. That is also what is done without it.")
    private @Nullable Format format;

    @Option(
        names = "--output-dir",
        paramLabel = "DIR",
        description =
            "Write each object into a file of its own in this folder, with a kustomization.yaml.")
    private @Nullable Path folder;
  }

  private enum Format {
    yaml
  }

  /**
   * @param environment the environment variables
   * @param terminal whether standard error is a terminal
   */
  public ExportCommand(Map<String, String> environment, boolean terminal) {
    this(environment, terminal, new SystemCommandClock());
  }

  ExportCommand(Map<String, String> environment, boolean terminal, CommandClock clock) {
    super(environment, CloudLogin.settings(environment), clock);
    this.terminal = terminal;
  }

  @Spec
  void spec(CommandSpec given) {
    begin(given);
  }

  @Override
  protected CloudOptions cloud() {
    return cloud;
  }

  @Override
  protected KubernetesOptions cluster() {
    return cluster;
  }

  @Override
  protected ExitCode run(CloudLogin login, PrintWriter out, PrintWriter err)
      throws CommandFailedException, InterruptedException {
    CloudLogin.Session session = login.open();
    CloudReading reading = read(session, new ProgressLine(err, terminal, clock()));
    ExportForm form = new ExportForm(namespace, cloud.account().orElse(null), observe);
    RecordRules rules =
        new RecordRules(session.profile(), session.credentials(), refusal(session.account()));
    ExportResult result = new RecordExporter(rules, form).export(reading);
    ObjectYaml yaml = new ObjectYaml(form);
    Path folder = folder();
    if (folder == null) {
      out.print(String.join("---\n", result.objects().stream().map(yaml::of).toList()));
      out.flush(); // before the report, so that a terminal shows the objects first
    } else {
      new ExportFolder(folder, yaml).write(result.objects(), withSecrets);
    }
    new ExportReport(form, folder, withSecrets).tell(result, err);
    return result.complete() ? ExitCode.DONE : ExitCode.LEFT_OUT;
  }

  private @Nullable Path folder() {
    return output == null ? null : output.folder;
  }

  @Override
  protected void check() throws CommandFailedException {
    if (withSecrets && folder() == null) {
      throw new CommandFailedException(
          "--with-secrets needs --output-dir: keys are written into files that only you may read,"
              + " and are never printed.");
    }
    KubernetesOptions.checkNamespace(namespace);
    for (Scope scope : scopes()) {
      if (!Formats.matches(scope.name(), Formats.SCOPE_NAME, Formats.NAME_LENGTH)) {
        throw new CommandFailedException(
            "--%s is \"%s\": it takes a name as the console shows it, without scheme, port and path."
                .formatted(scope.kind().word(), scope.name()));
      }
    }
  }

  private List<Scope> scopes() {
    List<Scope> scopes = new ArrayList<>();
    vhosts.stream().map(Scope::vhost).forEach(scopes::add);
    domains.stream().map(name -> Scope.domain(name.toLowerCase(Locale.ROOT))).forEach(scopes::add);
    return scopes;
  }

  private CloudReading read(CloudLogin.Session session, ProgressLine progress)
      throws CommandFailedException, InterruptedException {
    ScopeReader reader = new ScopeReader(session.calls(), progress);
    List<Scope> scopes = scopes();
    CloudReading reading = scopes.isEmpty() ? reader.readAll() : reader.read(scopes);
    if (reading.asked().isEmpty() && !reading.unread().isEmpty()) {
      throw new CommandFailedException(
          "None of %d vhosts and domains could be read. %s: %s"
              .formatted(
                  reading.unread().size(),
                  reading.unread().firstKey(),
                  reading.unread().values().iterator().next()));
    }
    return reading;
  }

  /**
   * Returns the check of records against an account's allow rules. It refuses nothing if the
   * account or the namespace isn't known.
   */
  private Function<RecordRules.CallbackTarget, Optional<String>> refusal(
      @Nullable AccountSettings account) {
    String asking = namespace;
    return account == null || asking == null
        ? _ -> Optional.empty()
        : target -> account.access().refusal(asking, target.scope(), target.urls());
  }
}
