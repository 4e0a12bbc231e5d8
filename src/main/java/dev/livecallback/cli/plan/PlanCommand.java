package dev.livecallback.cli.plan;

import dev.livecallback.api.AccountName;
import dev.livecallback.cli.CloudCommand;
import dev.livecallback.cli.CloudLogin;
import dev.livecallback.cli.CloudOptions;
import dev.livecallback.cli.ClusterReader;
import dev.livecallback.cli.CommandClock;
import dev.livecallback.cli.CommandFailedException;
import dev.livecallback.cli.ExitCode;
import dev.livecallback.cli.KubernetesOptions;
import dev.livecallback.cli.PlainText;
import dev.livecallback.cli.ProgressLine;
import dev.livecallback.cli.SystemCommandClock;
import dev.livecallback.operator.config.OperatorSettings;
import dev.livecallback.settings.OperatorSetting;
import dev.livecallback.shadow.ShadowApiServer;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.InputStream;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code livecallback plan}, which shows what would happen. */
@Command(
    name = "plan",
    header = "Shows what would happen in the cloud if you applied files, or started this version.",
    description = {
      "",
      "This command runs the operator's own engine in virtual time, against a copy of"
          + " the cluster with the files applied, and a copy of the cloud's records. It"
          + " changes nothing in the cloud or in a cluster.",
      "",
      "Each line is exact, or has a ? and says what the command can't know.",
      ""
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    exitCodeOnInvalidInput = 1,
    usageHelpWidth = PlainText.WIDTH,
    footer = {
      "",
      "Signs: + a record is made; ~ one is changed; - one is removed; = one gets another owner; . one"
          + " is left alone; ! it can't be done; ? it isn't known.",
      "",
      "Exit codes: 0 done; 1 an error, or wrong usage; 2 there are changes, with"
          + " --detailed-exitcode; 3 something is refused, blocked or not known.",
      "",
      "Examples:",
      "  livecallback plan -f live/",
      "  kubectl kustomize . | livecallback plan -f - -n live",
      "  livecallback plan -A"
    })
public final class PlanCommand extends CloudCommand {
  @Option(
      names = {"-f", "--filename"},
      paramLabel = "PATH",
      description =
          "A file, a folder, or - for standard input; may be repeated. Without it: the"
              + " cluster's own objects, as if this version started now.")
  private List<String> files = new ArrayList<>();

  @Option(
      names = {"-R", "--recursive"},
      description = "Read the folders in a folder, too.")
  private boolean recursive;

  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NAMESPACE",
      description =
          "The namespace of objects in files that name none; without -f, the namespace of"
              + " the objects to look at. Without it: the namespace of the kubeconfig's"
              + " context.")
  private @Nullable String namespace;

  @Option(
      names = {"-A", "--all-namespaces"},
      description = "Without -f: look at the objects of all namespaces.")
  private boolean everywhere;

  @Option(
      names = {"-l", "--selector"},
      paramLabel = "LABELS",
      description =
          "Without -f: look only at the objects with these labels. With --prune: the"
              + " labels of the objects to remove.")
  private @Nullable String selector;

  @Option(
      names = "--prune",
      description =
          "Also remove the LiveCallbacks and LiveAccounts with the labels of -l that aren't in the"
              + " files, in the namespaces of the files.")
  private boolean prune;

  @Option(names = "--prune-all", description = "The same as --prune, whatever the labels.")
  private boolean pruneAll;

  @Option(
      names = "--detailed-exitcode",
      description = "Exit with 2 if there are changes, and nothing is refused or unknown.")
  private boolean detailed;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "${COMPLETION-CANDIDATES}. Without it: ${DEFAULT-VALUE}.")
  private PlanFormat format = PlanFormat.text;

  @Mixin private CloudOptions cloud = new CloudOptions();
  @Mixin private KubernetesOptions cluster = new KubernetesOptions();

  private final boolean terminal;
  private final InputStream stdin;

  private enum PlanFormat {
    text,
    json
  }

  /**
   * @param environment the environment variables
   * @param terminal whether standard error is a terminal
   * @param stdin standard input
   */
  public PlanCommand(Map<String, String> environment, boolean terminal, InputStream stdin) {
    this(environment, terminal, stdin, new SystemCommandClock());
  }

  PlanCommand(
      Map<String, String> environment, boolean terminal, InputStream stdin, CommandClock clock) {
    super(
        environment,
        CloudLogin.settings(
            environment,
            List.of(
                OperatorSetting.DEFAULT_ACCOUNT,
                OperatorSetting.STS_ENDPOINT,
                OperatorSetting.WATCH_NAMESPACES,
                OperatorSetting.POD_NAMESPACE)),
        clock);
    this.terminal = terminal;
    this.stdin = stdin;
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
    PlanResult plan;
    if (!files.isEmpty() && !login.hasCluster()) {
      plan = planOffline(login, err);
    } else {
      try (KubernetesClient client = login.cluster()) {
        plan = plan(client, login, err);
      }
    }
    out.print(format == PlanFormat.json ? PlanJson.of(plan) : PlanText.of(plan, isColoured()));
    out.flush(); // before the messages, so that a terminal shows the plan first
    if (plan.skipped() > 0) {
      err.printf(
          "livecallback plan: Objects of other kinds in the files, which don't count: %d.%n",
          plan.skipped());
    }
    return exitCode(plan);
  }

  /**
   * Returns the accounts that can't be used, if the files have them, or if they could be used
   * without the edits.
   */
  private static Map<AccountName, String> broken(
      Edits edits, Rehearsal.Course alone, Rehearsal.Course edited) {
    Map<AccountName, String> broken = new TreeMap<>(edited.brokenAccounts());
    broken
        .keySet()
        .removeIf(
            account ->
                !edits.accounts().containsKey(account)
                    && alone.brokenAccounts().containsKey(account));
    return broken;
  }

  private ExitCode exitCode(PlanResult plan) {
    if (plan.refusals() + plan.unknown() > 0) {
      return ExitCode.LEFT_OUT;
    }
    return detailed && plan.hasChanges() ? ExitCode.CHANGES : ExitCode.DONE;
  }

  @Override
  protected void check() throws CommandFailedException {
    KubernetesOptions.checkNamespace(namespace);
    if (everywhere && (namespace != null || !files.isEmpty())) {
      throw new CommandFailedException(
          "-A is for the cluster's own objects: leave it out, or --namespace and -f.");
    }
    if ((prune || pruneAll) && files.isEmpty()) {
      throw new CommandFailedException("--prune removes what isn't in files: name some by -f.");
    }
    if (prune && pruneAll) {
      throw new CommandFailedException("--prune and --prune-all exclude each other: choose one.");
    }
    if (prune != (selector != null && !files.isEmpty())) {
      throw new CommandFailedException(
          prune
              ? "--prune takes the labels of the objects that may go: name them by -l, or take"
                  + " --prune-all."
              : "With -f, -l is for --prune: leave it out, or add --prune.");
    }
    if (recursive && files.isEmpty()) {
      throw new CommandFailedException("-R is for the folders of -f: leave it out, or name one.");
    }
  }

  private PlanResult planOffline(CloudLogin login, PrintWriter err)
      throws CommandFailedException, InterruptedException {
    if (prune || pruneAll) {
      throw new CommandFailedException(
          "--prune removes what is in a cluster, and there is no kubeconfig: name one by"
              + " --kubeconfig.");
    }
    OperatorSettings operator = login.operatorSettings();
    Manifests manifests =
        Manifests.read(
            files,
            recursive,
            Objects.requireNonNullElse(namespace, "default"),
            namespace != null,
            () -> stdin);
    PlanInputs.Inputs inputs = OfflineInputs.of(manifests, operator);
    inputs.warnings().forEach(each -> err.println("livecallback plan: " + each));
    return rehearse(inputs, Set.of(), manifests.skipped(), operator, login, err);
  }

  private PlanResult plan(KubernetesClient client, CloudLogin login, PrintWriter err)
      throws CommandFailedException, InterruptedException {
    String where =
        Objects.requireNonNullElse(
            namespace, Objects.requireNonNullElse(client.getNamespace(), "default"));
    Manifests manifests = Manifests.read(files, recursive, where, namespace != null, () -> stdin);
    ClusterReader reader = new ClusterReader(client, "plan for what you may, by --namespace");
    OperatorSettings operator =
        new DeploymentSettings(
                login.operatorSettings(), each -> err.println("livecallback plan: " + each))
            .read(reader);
    PlanInputs inputs =
        new PlanInputs(reader, client.getKubernetesSerialization(), operator.defaultAccount());
    Set<String> namespaces = new TreeSet<>();
    manifests
        .objects()
        .forEach(each -> namespaces.add(each.path("metadata").path("namespace").asText()));
    if (namespace != null || namespaces.isEmpty()) {
      namespaces.add(where);
    }
    inputs.readObjects(everywhere ? Set.of() : namespaces);
    inputs.apply(manifests, client, new ProgressLine(err, terminal, clock()));
    if (prune || pruneAll) {
      inputs.prune(selector, namespaces, manifests);
    }
    Set<String> chosen =
        files.isEmpty() ? inputs.select(selector, everywhere ? Set.of() : Set.of(where)) : Set.of();
    PlanInputs.Inputs gathered = inputs.gather(chosen);
    gathered.warnings().forEach(each -> err.println("livecallback plan: " + each));
    return rehearse(gathered, chosen, manifests.skipped(), operator, login, err);
  }

  private PlanResult rehearse(
      PlanInputs.Inputs inputs,
      Set<String> chosen,
      int skipped,
      OperatorSettings operator,
      CloudLogin login,
      PrintWriter err)
      throws CommandFailedException, InterruptedException {
    ClusterState state = inputs.state();
    Set<String> scopes = new HashSet<>();
    state.objects().forEach(each -> scopes.add(each.getSpec().scope()));
    inputs.edits().objects().forEach(each -> scopes.add(each.getSpec().scope()));
    CloudSnapshot snapshot =
        new CloudSnapshot(
            new LiveReads(login, new ProgressLine(err, terminal, clock()), scopes.size()));
    try {
      Rehearsal.Course edited =
          Rehearsal.of(operator, state, inputs.edits(), snapshot, clock().now());
      boolean same = inputs.edits().equals(Edits.NONE);
      Rehearsal.Course alone =
          same ? edited : Rehearsal.of(operator, state, Edits.NONE, snapshot, clock().now());
      List<PlannedChange> changes =
          new ChangeFinder(state, inputs.edits(), alone, edited, snapshot, operator).find();
      Set<String> named = new HashSet<>(chosen);
      inputs.edits().objects().forEach(each -> named.add(ShadowApiServer.name(each)));
      named.addAll(inputs.edits().removedObjects());
      return new PlanResult(
          changes.stream()
              .filter(each -> named.contains(each.object()) || (!same && !each.ofItself()))
              .toList(),
          inputs.refused(),
          broken(inputs.edits(), alone, edited),
          skipped,
          same ? edited.calls() : Math.max(0, edited.calls() - alone.calls()),
          edited.writes().isEmpty() ? Duration.ZERO : edited.took());
    } catch (LiveReads.Stopped e) {
      throw e.cause();
    }
  }
}
