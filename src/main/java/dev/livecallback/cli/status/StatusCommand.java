package dev.livecallback.cli.status;

import dev.livecallback.api.AccountName;
import dev.livecallback.api.Formats;
import dev.livecallback.api.LiveAccount;
import dev.livecallback.api.LiveCallback;
import dev.livecallback.api.Timestamps;
import dev.livecallback.cli.CloudCommand;
import dev.livecallback.cli.CloudLogin;
import dev.livecallback.cli.CloudOptions;
import dev.livecallback.cli.ClusterReader;
import dev.livecallback.cli.CommandClock;
import dev.livecallback.cli.CommandFailedException;
import dev.livecallback.cli.ExitCode;
import dev.livecallback.cli.KubernetesOptions;
import dev.livecallback.cli.PlainText;
import dev.livecallback.cli.SystemCommandClock;
import dev.livecallback.volcengine.CallbackKey;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * The command {@code livecallback status}, which shows the state of one object, or the objects that
 * aren't Ready.
 */
@Command(
    name = "status",
    header = "Shows the state of one LiveCallback, and why; or which objects aren't Ready.",
    description = {
      "",
      "With a NAME: its conditions, its record, who owns the record's key, the"
          + " ledger, the last drift, what it waits for and what to do, its events."
          + " Without a NAME: the LiveCallbacks and LiveAccounts that aren't Ready, the"
          + " worst first, and since when.",
      "",
      "It reads with your rights, and changes nothing in the cloud or in a cluster."
          + " It reads from the cloud only with --read.",
      ""
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    exitCodeOnInvalidInput = 1,
    usageHelpWidth = PlainText.WIDTH,
    footer = {
      "",
      "Exit codes: 0 the object, or all that were looked at, are Ready; 1 an error, or wrong usage;"
          + " 3 the object, or some of them, aren't Ready.",
      "",
      "Examples:",
      "  livecallback status stream-started -n live",
      "  livecallback status stream-started -n live --read",
      "  livecallback status -A"
    })
public final class StatusCommand extends CloudCommand {
  private static final int SHOWN_EVENTS = 10;

  @Parameters(
      arity = "0..1",
      paramLabel = "NAME",
      description = "The LiveCallback. Without it: the objects that aren't Ready.")
  private @Nullable String name;

  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NAMESPACE",
      description = "The namespace. Without it: the namespace of the kubeconfig's context.")
  private @Nullable String namespace;

  @Option(
      names = {"-A", "--all-namespaces"},
      description = "Look at the objects of all namespaces.")
  private boolean everywhere;

  @Option(
      names = {"-l", "--selector"},
      paramLabel = "LABELS",
      description = "Look only at the objects with these labels, such as team=sports.")
  private @Nullable String selector;

  @Option(
      names = "--read",
      description =
          "Read the record now, by one DescribeCallback with the account's credentials, and compare"
              + " it with the object. Its key is compared if you may read the object's Secret.")
  private boolean read;

  @Mixin private CloudOptions cloud = new CloudOptions();
  @Mixin private KubernetesOptions cluster = new KubernetesOptions();

  /**
   * @param environment the environment variables
   */
  public StatusCommand(Map<String, String> environment) {
    this(environment, new SystemCommandClock());
  }

  StatusCommand(Map<String, String> environment, CommandClock clock) {
    super(environment, CloudLogin.settings(environment), clock);
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
    boolean ready;
    try (KubernetesClient client = login.cluster()) {
      ClusterReader reader = new ClusterReader(client, "look where you may, by --namespace");
      String where =
          Objects.requireNonNullElse(
              namespace, Objects.requireNonNullElse(client.getNamespace(), "default"));
      ready =
          name == null ? list(reader, where, out, err) : tell(reader, login, where, name, out, err);
    }
    return ready ? ExitCode.DONE : ExitCode.LEFT_OUT;
  }

  @Override
  protected void check() throws CommandFailedException {
    KubernetesOptions.checkNamespace(namespace);
    if (everywhere && namespace != null) {
      throw new CommandFailedException("-A and --namespace exclude each other: leave one out.");
    }
    if (name == null && read) {
      throw new CommandFailedException("--read is about one object: name it.");
    }
    if (name != null && (everywhere || selector != null)) {
      throw new CommandFailedException(
          "-A and --selector are about many objects: leave them out, or NAME.");
    }
    if (name != null && !Formats.matches(name, Formats.OBJECT_NAME, Formats.NAME_LENGTH)) {
      throw new CommandFailedException(
          "\"%s\" can't be the name of a LiveCallback: it has lower-case letters, digits, '-' and '.'."
              .formatted(PlainText.visible(name)));
    }
  }

  private boolean tell(
      ClusterReader reader,
      CloudLogin login,
      String namespace,
      String name,
      PrintWriter out,
      PrintWriter err)
      throws CommandFailedException, InterruptedException {
    LiveCallback object = reader.find(LiveCallback.class, namespace, name);
    Optional<AccountName> byDefault = cloud.account().or(login::defaultAccount);
    ClusterView view = ClusterView.around(object, reader, byDefault);
    RecordReading reading = read ? reading(object, view, login, reader) : null;
    List<Event> events = events(object, reader).orElse(null);
    if (events == null) {
      err.println(
          "livecallback status: You may not list events in %s: have the right to get it granted."
              .formatted(namespace));
    }
    out.print(ObjectStory.of(object, view, reading, events, clock().now()));
    return Health.of(object).isReady();
  }

  private RecordReading reading(
      LiveCallback object, ClusterView view, CloudLogin login, ClusterReader reader)
      throws CommandFailedException, InterruptedException {
    Optional<AccountName> account = cloud.account().or(() -> view.accountOf(object));
    if (account.isEmpty()) {
      throw new CommandFailedException(
          "The object names no account, and nobody here knows the operator's default one: name it"
              + " by --account NAMESPACE/NAME.");
    }
    Optional<CallbackKey> key = view.keyOf(object);
    if (key.isEmpty()) {
      throw new CommandFailedException(
          "This version can't tell which record the object is for: leave --read out.");
    }
    CloudLogin.Session session = login.open(account.get(), "leave --read out");
    return RecordReading.of(object, key.get(), session.calls(), reader);
  }

  private static Optional<List<Event>> events(LiveCallback object, ClusterReader reader)
      throws CommandFailedException {
    String uid = object.getMetadata().getUid();
    return reader
        .askIfPermitted(
            "events",
            client ->
                client
                    .v1()
                    .events()
                    .inNamespace(object.getMetadata().getNamespace())
                    .withField("involvedObject.uid", uid)
                    .list()
                    .getItems())
        .map(
            all ->
                all.stream()
                    .filter(event -> Objects.equals(event.getInvolvedObject().getUid(), uid))
                    .sorted(
                        Comparator.comparing(
                            event ->
                                Timestamps.instant(ObjectStory.when(event)).orElse(Instant.MIN)))
                    .toList())
        .map(all -> all.subList(Math.max(0, all.size() - SHOWN_EVENTS), all.size()));
  }

  private boolean list(ClusterReader reader, String namespace, PrintWriter out, PrintWriter err)
      throws CommandFailedException {
    String where = everywhere ? "in all namespaces" : "in namespace " + namespace;
    List<LiveCallback> objects =
        reader
            .ask("LiveCallbacks " + where, client -> listed(client, LiveCallback.class, namespace))
            .orElse(List.of());
    Optional<List<LiveAccount>> accounts =
        reader.askIfPermitted(
            "LiveAccounts " + where, client -> listed(client, LiveAccount.class, namespace));
    if (accounts.isEmpty()) {
      err.println(
          "livecallback status: You may not list LiveAccounts %s: they are left out."
              .formatted(where));
    }
    List<Health> all = new ArrayList<>();
    objects.forEach(each -> all.add(Health.of(each)));
    accounts.ifPresent(each -> each.forEach(account -> all.add(Health.of(account))));
    out.print(UnwellTable.of(all, clock().now()));
    out.flush();
    long unwell = all.stream().filter(each -> !each.isReady()).count();
    err.println(
        unwell == 0
            ? "All %d objects %s are Ready.".formatted(all.size(), where)
            : "%d of %d objects %s aren't Ready. Why: livecallback status NAME -n NAMESPACE, or livecallback explain REASON; of many at once: livecallback doctor"
                .formatted(unwell, all.size(), where));
    return unwell == 0;
  }

  private <T extends HasMetadata> List<T> listed(
      KubernetesClient client, Class<T> kind, String namespace) {
    var objects = client.resources(kind);
    var there = everywhere ? objects.inAnyNamespace() : objects.inNamespace(namespace);
    return (selector == null ? there.list() : there.withLabelSelector(selector).list()).getItems();
  }
}
