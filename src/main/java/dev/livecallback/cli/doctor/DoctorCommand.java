package dev.livecallback.cli.doctor;

import dev.livecallback.api.Formats;
import dev.livecallback.cli.CallPace;
import dev.livecallback.cli.CloudCommand;
import dev.livecallback.cli.CloudLogin;
import dev.livecallback.cli.CloudOptions;
import dev.livecallback.cli.CommandClock;
import dev.livecallback.cli.CommandFailedException;
import dev.livecallback.cli.ExitCode;
import dev.livecallback.cli.KubernetesOptions;
import dev.livecallback.cli.PlainText;
import dev.livecallback.cli.ProgressLine;
import dev.livecallback.cli.SystemCommandClock;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.PrintWriter;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * The command {@code livecallback doctor}, which checks whether an account and a cluster are as the
 * operator assumes.
 */
@Command(
    name = "doctor",
    header = "Checks whether your account and cluster are as the operator assumes.",
    description = {
      "",
      "The operator assumes things of the cloud's API that no document states"
          + " (docs/contract.md, section 8). This command checks which of them hold for"
          + " your account, whether its key has the permissions that the operator needs,"
          + " and whether the cluster has what the operator needs.",
      "",
      "It only reads, unless you ask for the write test: in at most a minute and 60 calls"
          + " of the cloud, and a minute for the cluster. A mere difference is no error.",
      ""
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    exitCodeOnInvalidInput = 1,
    usageHelpWidth = PlainText.WIDTH,
    footer = {
      "",
      "Exit codes: 0 the operator can work; 1 something is broken, an error, or wrong usage; 3 the"
          + " account or the cluster couldn't be looked at.",
      "",
      "Examples:",
      "  livecallback doctor --vhost push.example.com",
      "  livecallback doctor --account live/default --share",
      "  livecallback doctor --vhost push.example.com --write-test"
    })
public final class DoctorCommand extends CloudCommand {
  /**
   * The time limit of the reads. With the last call, which may take 10 s, they take at most a
   * minute.
   */
  private static final Duration READS = Duration.ofSeconds(50);

  private static final int USUAL_READS = 10;
  private static final int MOST_READS = 60;

  /**
   * The time limit of the write test. With the last call and the cleanup, it takes at most three
   * minutes.
   */
  private static final Duration WRITE_TEST = Duration.ofSeconds(135);

  private static final Duration CLUSTER = Duration.ofMinutes(1);
  private static final int USUAL_WRITES = 8;
  private static final int MOST_CALLS = 1_000;

  @Option(
      names = "--vhost",
      paramLabel = "VHOST",
      description = "The vhost to look at first. Without it: the vhosts of the account's domains.")
  private @Nullable String vhost;

  @Option(
      names = "--write-test",
      description =
          "Make one record of the app livecallback-doctor in the vhost of --vhost, edit it, read it"
              + " back, and remove it, in at most 3 minutes. No other record is touched.")
  private boolean writeTest;

  @Option(
      names = "--share",
      description =
          "Leave out names, URLs, ids and the API's messages, for a bug report that"
              + " strangers read.")
  private boolean share;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "One of ${COMPLETION-CANDIDATES}. Without it: ${DEFAULT-VALUE}.")
  private ReportFormat format = ReportFormat.text;

  @Mixin private CloudOptions cloud = new CloudOptions();
  @Mixin private KubernetesOptions cluster = new KubernetesOptions();

  private final boolean terminal;
  private final InstantSource signing;
  private final UnaryOperator<DoctorCloud> seam;

  private String[] version = {};

  private enum ReportFormat {
    text,
    json
  }

  /**
   * @param environment the environment variables
   * @param terminal whether standard error is a terminal
   */
  public DoctorCommand(Map<String, String> environment, boolean terminal) {
    this(
        environment,
        terminal,
        new SystemCommandClock(),
        InstantSource.system(),
        UnaryOperator.identity());
  }

  /**
   * @param signing the clock for the dates in signatures
   * @param seam the wrapper of the calls, for tests
   */
  DoctorCommand(
      Map<String, String> environment,
      boolean terminal,
      CommandClock clock,
      InstantSource signing,
      UnaryOperator<DoctorCloud> seam) {
    super(environment, CloudLogin.settings(environment), clock);
    this.terminal = terminal;
    this.signing = signing;
    this.seam = seam;
  }

  @Spec
  void spec(CommandSpec given) {
    begin(given);
    version = given.root().version();
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
    List<Finding> findings = new ArrayList<>();
    String service = "";
    try {
      CloudLogin.Session session = login.open();
      service = session.profile().word();
      findings.addAll(account(login, session, err));
    } catch (CommandFailedException e) {
      if (!login.hasCluster()) {
        throw e;
      }
      // The cluster can still be checked.
      findings.add(
          new Finding(
              Finding.Part.ACCOUNT,
              DoctorReport.CREDENTIALS,
              Finding.State.UNKNOWN,
              "no account could be looked at: there is no access key here, or the account of"
                  + " --account can't be used from here",
              Objects.requireNonNullElse(e.getMessage(), ""),
              ""));
    }
    findings.addAll(cluster(login));
    DoctorReport report =
        new DoctorReport(
            version.length == 0 ? "livecallback" : version[0], service, findings, share);
    out.print(format == ReportFormat.json ? report.json() : report.text());
    out.flush();
    if (!share) {
      err.println(
          "For a bug report: livecallback doctor --share, which leaves names, URLs, ids"
              + " and keys out.");
    }
    if (report.isBroken()) {
      return ExitCode.FAILED;
    }
    return report.isPartial() ? ExitCode.LEFT_OUT : ExitCode.DONE;
  }

  @Override
  protected void check() throws CommandFailedException {
    if (vhost != null && !Formats.matches(vhost, Formats.SCOPE_NAME, Formats.NAME_LENGTH)) {
      throw new CommandFailedException(
          "--vhost is \"%s\": it takes a name as the console shows it, without scheme, port and path."
              .formatted(PlainText.visible(vhost)));
    }
    if (writeTest && vhost == null) {
      throw new CommandFailedException(
          "--write-test needs --vhost: it makes a record, in the vhost that you name and nowhere"
              + " else.");
    }
  }

  private List<Finding> account(CloudLogin login, CloudLogin.Session session, PrintWriter err)
      throws CommandFailedException, InterruptedException {
    Evidence evidence = new Evidence();
    try (DoctorCloud calls =
        seam.apply(DoctorCloud.of(session, login.egress(), evidence, signing))) {
      return account(login, session, calls, evidence, err);
    }
  }

  private List<Finding> account(
      CloudLogin login,
      CloudLogin.Session session,
      DoctorCloud calls,
      Evidence evidence,
      PrintWriter err)
      throws CommandFailedException, InterruptedException {
    CallPace pace = login.pace(session.profile(), READS);
    ProgressLine progress = new ProgressLine(err, terminal, clock());
    AccountReads reads =
        new AccountReads(
            calls, new DoctorCalls(pace, "reading", USUAL_READS, MOST_READS, progress), evidence);
    reads.make(
        vhost, new AssumptionFindings(reads, session.profile(), session.region(), null)::isEnough);
    progress.clear();
    WriteTest test = null;
    boolean broken =
        new AccountFindings(reads, session.account(), vhost, null, writeTest)
            .list().stream().anyMatch(each -> each.state() == Finding.State.BROKEN);
    if (writeTest && !broken && reads.couldLook()) {
      test = writeTest(calls, pace.onward(login.atMost(WRITE_TEST)), evidence, progress, err);
      test.run();
    }
    List<Finding> findings =
        new ArrayList<>(
            new AccountFindings(reads, session.account(), vhost, test, writeTest).list());
    findings.addAll(
        new AssumptionFindings(reads, session.profile(), session.region(), test).list());
    return findings;
  }

  private WriteTest writeTest(
      DoctorCloud cloud, CallPace pace, Evidence evidence, ProgressLine progress, PrintWriter err) {
    TestRecord record =
        TestRecord.of(Objects.requireNonNull(vhost), clock().now(), new SecureRandom());
    String what = share ? "push callbacks of app " + TestRecord.APP : record.key().toString();
    TestWrites writes =
        new TestWrites(
            cloud,
            new DoctorCalls(pace, "write test", USUAL_WRITES, MOST_CALLS, progress),
            evidence,
            record,
            new TestRecordCleanup(cloud, clock(), record, what, err),
            clock(),
            what);
    return new WriteTest(writes, clock(), record, what, err);
  }

  private List<Finding> cluster(CloudLogin login) throws InterruptedException {
    try {
      if (!login.hasCluster()) {
        return List.of(
            Finding.unknown(
                Finding.Part.CLUSTER, "kubeconfig", "there is none: no cluster was looked at"));
      }
      try (KubernetesClient client = login.cluster()) {
        return clock()
            .within(CLUSTER, () -> looked(client))
            .orElseGet(() -> unasked("It doesn't answer all questions in a minute."));
      }
    } catch (CommandFailedException e) {
      return unasked(e.getMessage());
    }
  }

  private List<Finding> looked(KubernetesClient client) {
    try {
      return ClusterPart.look(client, clock().now());
    } catch (CommandFailedException e) {
      return unasked(e.getMessage());
    }
  }

  /**
   * Returns the finding that the cluster can't be asked. It stands beside the findings about the
   * account.
   */
  private static List<Finding> unasked(@Nullable String why) {
    return List.of(
        new Finding(
            Finding.Part.CLUSTER,
            DoctorReport.API_SERVER,
            Finding.State.UNKNOWN,
            "it can't be asked",
            Objects.requireNonNullElse(why, ""),
            "Look whether kubectl reaches it, and at --kubeconfig and --context."));
  }
}
