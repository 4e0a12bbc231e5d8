package dev.livecallback.operator;

import dev.livecallback.account.TokenFile;
import dev.livecallback.leader.LeaseTerms;
import dev.livecallback.volcengine.Credentials;
import dev.livecallback.volcengine.SecretText;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code livecallback operator}: reads and checks the settings, and runs the operator. */
@Command(
    name = "operator",
    description = "Runs the operator. Every option can be an environment variable instead.",
    mixinStandardHelpOptions = true)
public final class OperatorCommand implements Callable<Integer> {
  private static final int FAILED = 1;
  private static final Pattern PERIOD = Pattern.compile("(\\d{1,6})(s|m|h)");
  private static final Pattern NAMESPACE = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
  private static final Pattern ACCOUNT =
      Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?/[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?");
  private static final Duration SHORTEST_PERIOD = Duration.ofSeconds(1);
  private static final Duration LONGEST_PERIOD = Duration.ofHours(24);
  private static final int MOST_CALLS = 1000;
  private static final int HIGHEST_PORT = 65535;

  private final Map<String, String> environment;

  @Spec private @Nullable CommandSpec spec;

  @Option(names = "--kubeconfig", description = "KUBECONFIG: path; absent = in-cluster or ~/.kube.")
  private @Nullable String kubeconfig;

  @Option(names = "--live-endpoint", description = "LIVE_ENDPOINT: URL of the Live API.")
  private @Nullable String liveEndpoint;

  @Option(names = "--sts-endpoint", description = "STS_ENDPOINT: URL of the STS API.")
  private @Nullable String stsEndpoint;

  @Option(names = "--live-region", description = "LIVE_REGION: the region that is signed.")
  private @Nullable String region;

  @Option(names = "--live-quota", description = "LIVE_QUOTA: calls per second and action, 1-1000.")
  private @Nullable String quota;

  @Option(
      names = "--sync-period",
      description = "SYNC_PERIOD: how often each vhost and domain is read; 1s to 24h.")
  private @Nullable String syncPeriod;

  @Option(
      names = "--watch-namespaces",
      description = "WATCH_NAMESPACES: comma-separated; empty = all.")
  private @Nullable String watchNamespaces;

  @Option(
      names = "--http-port",
      description = "HTTP_PORT: for /healthz, /readyz and /metrics; 0 = any.")
  private @Nullable String httpPort;

  @Option(names = "--http-bind", description = "HTTP_BIND: the address for it; 0.0.0.0 = all.")
  private @Nullable String httpBind;

  @Option(
      names = "--default-account",
      description = "DEFAULT_ACCOUNT: namespace/name of the LiveAccount of objects that name none.")
  private @Nullable String defaultAccount;

  @Option(
      names = "--allowed-endpoints",
      description = "ALLOWED_ENDPOINTS: comma-separated URLs that a LiveAccount may name.")
  private @Nullable String allowedEndpoints;

  @Option(names = "--pod-namespace", description = "POD_NAMESPACE: the operator's own namespace.")
  private @Nullable String podNamespace;

  @Option(
      names = "--leader-election",
      description = "LEADER_ELECTION: true = of several replicas one acts; false = there is one.")
  private @Nullable String leaderElection;

  @Option(
      names = "--lease-duration",
      description = "LEASE_DURATION: so long after its last renewal a lease is left alone.")
  private @Nullable String leaseDuration;

  @Option(
      names = "--lease-renew-deadline",
      description = "LEASE_RENEW_DEADLINE: so long after its last renewal its holder acts.")
  private @Nullable String leaseRenewDeadline;

  @Option(
      names = "--lease-retry-period",
      description = "LEASE_RETRY_PERIOD: how often the lease is renewed, or looked at.")
  private @Nullable String leaseRetryPeriod;

  /** Reads what isn't given as an option from these variables. */
  public OperatorCommand(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  @Override
  public Integer call() throws InterruptedException {
    try {
      return new OperatorProcess(settings()).run() ? 0 : FAILED;
    } catch (StartupException e) {
      if (spec != null) {
        spec.commandLine().getErr().println("livecallback operator: " + e.getMessage());
        spec.commandLine().getErr().flush();
      }
      return FAILED;
    }
  }

  /** The settings, checked. */
  Settings settings() throws StartupException {
    String own =
        namespace("POD_NAMESPACE", or(podNamespace, "POD_NAMESPACE", "live-callback-operator"));
    return new Settings(
        credentials(),
        TokenFile.of(environment),
        EgressSettings.of(environment),
        url("LIVE_ENDPOINT", or(liveEndpoint, "LIVE_ENDPOINT", "https://live.volcengineapi.com")),
        url("STS_ENDPOINT", or(stsEndpoint, "STS_ENDPOINT", "https://sts.volcengineapi.com")),
        region(),
        number("LIVE_QUOTA", or(quota, "LIVE_QUOTA", "10"), 1, MOST_CALLS),
        period("SYNC_PERIOD", or(syncPeriod, "SYNC_PERIOD", "10m"), "10m"),
        namespaces(or(watchNamespaces, "WATCH_NAMESPACES", "")),
        number("HTTP_PORT", or(httpPort, "HTTP_PORT", "8080"), 0, HIGHEST_PORT),
        or(httpBind, "HTTP_BIND", "127.0.0.1"),
        own,
        account(or(defaultAccount, "DEFAULT_ACCOUNT", own + "/default")),
        endpoints(or(allowedEndpoints, "ALLOWED_ENDPOINTS", "")),
        kubeconfig(),
        lease(),
        processName());
  }

  private @Nullable LeaseTerms lease() throws StartupException {
    String elects = or(leaderElection, "LEADER_ELECTION", "true");
    if (!elects.equals("true") && !elects.equals("false")) {
      throw new StartupException("LEADER_ELECTION is \"" + elects + "\": it takes true or false.");
    }
    LeaseTerms terms =
        new LeaseTerms(
            period("LEASE_DURATION", or(leaseDuration, "LEASE_DURATION", "15s"), "15s"),
            period(
                "LEASE_RENEW_DEADLINE",
                or(leaseRenewDeadline, "LEASE_RENEW_DEADLINE", "10s"),
                "10s"),
            period("LEASE_RETRY_PERIOD", or(leaseRetryPeriod, "LEASE_RETRY_PERIOD", "2s"), "2s"));
    if (!terms.isSafe()) {
      throw new StartupException(
          "LEASE_DURATION (%d s), LEASE_RENEW_DEADLINE (%d s) and LEASE_RETRY_PERIOD (%d s): each has to be longer than the next, such as 15s, 10s and 2s."
              .formatted(
                  terms.duration().toSeconds(),
                  terms.renewDeadline().toSeconds(),
                  terms.retryPeriod().toSeconds()));
    }
    return elects.equals("true") ? terms : null;
  }

  /** The Pod's name, where there is one, with something behind it that no other process has. */
  private String processName() {
    String host = environment.getOrDefault("HOSTNAME", "").strip();
    return (host.isEmpty() ? "live-callback-operator" : host)
        + "_"
        + UUID.randomUUID().toString().substring(0, 8);
  }

  private @Nullable String kubeconfig() {
    String path = or(kubeconfig, "KUBECONFIG", "");
    return path.isEmpty() ? null : path;
  }

  private String region() throws StartupException {
    String text = or(region, "LIVE_REGION", "cn-north-1");
    if (!text.matches("[a-z0-9-]{1,40}")) {
      throw new StartupException(
          "LIVE_REGION is \"" + text + "\": it takes a region such as cn-north-1.");
    }
    return text;
  }

  private @Nullable Credentials credentials() throws StartupException {
    String accessKeyId = environment.getOrDefault("ACCESS_KEY_ID", "").strip();
    String secret = environment.getOrDefault("SECRET_ACCESS_KEY", "").strip();
    String token = environment.getOrDefault("SESSION_TOKEN", "").strip();
    if (accessKeyId.isEmpty() && secret.isEmpty() && token.isEmpty()) {
      return null;
    }
    if (accessKeyId.isEmpty() || secret.isEmpty()) {
      throw new StartupException(
          (accessKeyId.isEmpty() ? "ACCESS_KEY_ID" : "SECRET_ACCESS_KEY")
              + " isn't set: give the access key of the cloud account in the environment variables"
              + " ACCESS_KEY_ID and SECRET_ACCESS_KEY (in deploy/manifests: in the Secret"
              + " live-credentials), or neither, if every LiveAccount names its own.");
    }
    return new Credentials(
        accessKeyId, new SecretText(secret), token.isEmpty() ? null : new SecretText(token));
  }

  private String or(@Nullable String option, String variable, String otherwise) {
    if (option != null) {
      return option.strip();
    }
    String value = environment.getOrDefault(variable, "").strip();
    return value.isEmpty() ? otherwise : value;
  }

  private static URI url(String name, String text) throws StartupException {
    HttpUrl url = HttpUrl.parse(text);
    // OkHttp forgives too many slashes; a person who reads the setting wouldn't.
    String start = url == null ? "" : url.scheme() + "://" + url.host();
    if (url != null
        && text.regionMatches(true, 0, start, 0, start.length())
        && url.encodedPath().equals("/")
        && url.encodedQuery() == null
        && url.encodedFragment() == null
        && url.encodedUsername().isEmpty()
        && url.encodedPassword().isEmpty()) {
      return URI.create(text);
    }
    // A URL with a password in it is not repeated.
    String shown = text.contains("@") ? "" : " is \"" + text + "\": it";
    throw new StartupException(
        name
            + shown
            + " takes a URL of scheme and host only, such as https://live.volcengineapi.com.");
  }

  private static Set<URI> endpoints(String text) throws StartupException {
    Set<URI> urls = new HashSet<>();
    for (String each : text.split(",", -1)) {
      if (!each.isBlank()) {
        urls.add(url("ALLOWED_ENDPOINTS", each.strip()));
      }
    }
    return urls;
  }

  private static String account(String text) throws StartupException {
    if (ACCOUNT.matcher(text).matches()) {
      return text;
    }
    throw new StartupException(
        "DEFAULT_ACCOUNT is \""
            + text
            + "\": it takes the namespace and name of a LiveAccount, such as"
            + " live-callback-operator/default.");
  }

  private static int number(String name, String text, int least, int most) throws StartupException {
    try {
      int number = Integer.parseInt(text);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below, with the remedy.
    }
    throw new StartupException(
        name + " is \"" + text + "\": it takes a whole number from " + least + " to " + most + ".");
  }

  private static Duration period(String name, String text, String example) throws StartupException {
    Matcher matcher = PERIOD.matcher(text);
    if (matcher.matches()) {
      long amount = Long.parseLong(matcher.group(1));
      Duration period =
          switch (matcher.group(2)) {
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            default -> Duration.ofHours(amount);
          };
      if (period.compareTo(SHORTEST_PERIOD) >= 0 && period.compareTo(LONGEST_PERIOD) <= 0) {
        return period;
      }
    }
    throw new StartupException(
        "%s is \"%s\": it takes a duration from 1s to 24h, such as %s."
            .formatted(name, text, example));
  }

  private static Set<String> namespaces(String text) throws StartupException {
    Set<String> names =
        Arrays.stream(text.split(",", -1))
            .map(String::strip)
            .filter(name -> !name.isEmpty())
            .collect(Collectors.toUnmodifiableSet());
    for (String name : names) {
      namespace("WATCH_NAMESPACES", name);
    }
    return names;
  }

  private static String namespace(String variable, String name) throws StartupException {
    if (NAMESPACE.matcher(name).matches()) {
      return name;
    }
    throw new StartupException(
        variable
            + " names \""
            + name
            + "\": a namespace's name has lower-case letters, digits and -.");
  }
}
