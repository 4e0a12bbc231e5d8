package dev.livecallback.cli;

import dev.livecallback.account.AccountSettings;
import dev.livecallback.account.CredentialsLookup;
import dev.livecallback.account.ServiceProfile;
import dev.livecallback.api.AccountName;
import dev.livecallback.api.CredentialsSpec;
import dev.livecallback.api.LiveAccount;
import dev.livecallback.operator.accounts.AccountSecrets;
import dev.livecallback.operator.accounts.AccountSettingsReader;
import dev.livecallback.operator.config.OperatorSettings;
import dev.livecallback.settings.CommandSettings;
import dev.livecallback.settings.EnvironmentCredentials;
import dev.livecallback.settings.OperatorSetting;
import dev.livecallback.settings.Setting;
import dev.livecallback.settings.SettingException;
import dev.livecallback.settings.SettingValues;
import dev.livecallback.volcengine.Credentials;
import dev.livecallback.volcengine.Egress;
import dev.livecallback.volcengine.LiveClient;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The destination and the credentials of a command's calls. They come from the environment, or from
 * a LiveAccount, which is read as the operator reads it.
 */
public final class CloudLogin {
  /** The operator's settings that count for a command, too. */
  private static final List<Setting<?>> SETTINGS =
      Stream.<List<? extends Setting<?>>>of(
              List.of(
                  OperatorSetting.LIVE_ENDPOINT,
                  OperatorSetting.LIVE_REGION,
                  OperatorSetting.ALLOWED_ENDPOINTS,
                  OperatorSetting.HTTPS_PROXY,
                  OperatorSetting.NO_PROXY,
                  OperatorSetting.CA_BUNDLE),
              OperatorSetting.KEYS,
              // No account can be read without these; some commands use the first two themselves.
              List.of(
                  OperatorSetting.DEFAULT_ACCOUNT,
                  OperatorSetting.STS_ENDPOINT,
                  OperatorSetting.LIVE_QUOTA,
                  OperatorSetting.SYNC_PERIOD),
              // Only the command plan uses these.
              List.of(OperatorSetting.POD_NAMESPACE, OperatorSetting.WATCH_NAMESPACES))
          .<Setting<?>>flatMap(List::stream)
          .toList();

  /** The settings for which every command has an option. */
  private static final List<Setting<?>> OPTIONS =
      List.of(
          OperatorSetting.LIVE_ENDPOINT,
          OperatorSetting.LIVE_REGION,
          OperatorSetting.ALLOWED_ENDPOINTS);

  private final Map<String, String> environment;
  private final KubernetesOptions cluster;
  private final CloudOptions options;
  private final OperatorSettings settings;
  private final CommandClock clock;
  private final TimeLimit limit;

  /**
   * The destination and the credentials of a command's calls.
   *
   * @param calls the calls, at the command's pace
   * @param profile the service
   * @param credentials the credentials that sign the calls
   * @param account the account's settings; null = there is no account
   * @param live the Live API's URL
   * @param sts the STS API's URL
   * @param region the region in the signature
   */
  public record Session(
      PacedCalls calls,
      ServiceProfile profile,
      Credentials credentials,
      @Nullable AccountSettings account,
      URI live,
      URI sts,
      String region) {}

  private CloudLogin(
      Map<String, String> environment,
      KubernetesOptions cluster,
      CloudOptions options,
      OperatorSettings settings,
      CommandClock clock)
      throws CommandFailedException {
    this.environment = environment;
    this.cluster = cluster;
    this.options = options;
    this.settings = settings;
    this.clock = clock;
    this.limit = new TimeLimit(options.timeout(), clock);
  }

  /** Returns the settings of a command that calls the cloud. Some of them have options. */
  public static CommandSettings settings(Map<String, String> environment) {
    return settings(environment, List.of());
  }

  /**
   * Returns the settings of a command that calls the cloud, with options for more of them.
   *
   * @param more the further settings that get options
   */
  public static CommandSettings settings(Map<String, String> environment, List<Setting<?>> more) {
    return new CommandSettings(
        SETTINGS, Stream.concat(OPTIONS.stream(), more.stream()).toList(), environment);
  }

  /**
   * Reads settings and options. The time limit of {@code --timeout} begins now.
   *
   * @throws CommandFailedException if a setting or an option is wrong
   */
  public static CloudLogin of(
      Map<String, String> environment,
      CommandSettings settings,
      KubernetesOptions cluster,
      CloudOptions options,
      CommandClock clock)
      throws CommandFailedException {
    try {
      SettingValues values = settings.read();
      return new CloudLogin(
          environment,
          cluster,
          options,
          new OperatorSettings(
              values, EnvironmentCredentials.of(values).orElse(null), null, "livecallback"),
          clock);
    } catch (SettingException e) {
      throw new CommandFailedException(String.valueOf(e.getMessage()));
    }
  }

  /**
   * Returns whether there is a cluster to ask: a context or a kubeconfig is named, or a kubeconfig
   * or a Pod's ServiceAccount is found.
   */
  public boolean hasCluster() throws CommandFailedException {
    return cluster.isThere(environment, settings.egress());
  }

  /** Returns a client of the cluster. This makes no request yet. */
  public KubernetesClient cluster() throws CommandFailedException {
    return cluster.connect(environment, settings.egress());
  }

  /** Returns the account of objects that name none; empty = the settings name none either. */
  public Optional<AccountName> defaultAccount() {
    return Optional.of(settings.of(OperatorSetting.DEFAULT_ACCOUNT))
        .filter(name -> !name.isEmpty())
        .map(_ -> settings.defaultAccount());
  }

  /**
   * Finds the credentials, and makes a client that signs with them. This asks the API server only
   * with {@code --account}, and doesn't call the cloud yet.
   *
   * @throws CommandFailedException if there are no credentials, or the account can't be used
   */
  public Session open() throws CommandFailedException {
    Optional<AccountName> account = options.account();
    return account.isPresent()
        ? open(
            account.get(),
            "give an access key in ACCESS_KEY_ID and ACCESS_KEY_SECRET, and leave --account out")
        : openAlone();
  }

  private Session openAlone() throws CommandFailedException {
    Credentials own = settings.credentials();
    if (own == null) {
      throw new CommandFailedException(
          "There is no access key: set ACCESS_KEY_ID and ACCESS_KEY_SECRET, or name a LiveAccount"
              + " of the cluster by --account NAMESPACE/NAME.");
    }
    URI endpoint = settings.of(OperatorSetting.LIVE_ENDPOINT);
    ServiceProfile profile =
        endpoint.equals(URI.create(ServiceProfile.BYTEPLUS.liveEndpoint()))
            ? ServiceProfile.BYTEPLUS
            : ServiceProfile.VOLCENGINE;
    String region = settings.of(OperatorSetting.LIVE_REGION);
    return new Session(
        calls(endpoint, region, own, profile),
        profile,
        own,
        null,
        endpoint,
        profile == ServiceProfile.BYTEPLUS ? endpoint : settings.of(OperatorSetting.STS_ENDPOINT),
        region);
  }

  /**
   * Finds the credentials of an account of the cluster, and makes a client that signs with them.
   *
   * @param otherwise the remedy for a person who may not use the account, as the end of a sentence
   */
  public Session open(AccountName name, String otherwise) throws CommandFailedException {
    try (KubernetesClient client = cluster()) {
      ClusterReader reader = new ClusterReader(client, otherwise);
      LiveAccount account = reader.find(LiveAccount.class, name.namespace(), name.name());
      AccountSettings read = new AccountSettingsReader(asOperatorIn(name.namespace())).of(account);
      if (read.problem() != null) {
        throw new CommandFailedException("LiveAccount " + name + ": " + read.problem().message());
      }
      Credentials keys = credentials(reader, name, account.getSpec().credentials());
      return new Session(
          calls(read.liveEndpoint(), read.region(), keys, read.profile()),
          read.profile(),
          keys,
          read,
          read.liveEndpoint(),
          read.stsEndpoint(),
          read.region());
    }
  }

  /**
   * Returns the settings of an operator in this namespace. An account may use the environment's key
   * only there, and a person may use their own key for any account.
   */
  private OperatorSettings asOperatorIn(String namespace) {
    return new OperatorSettings(
        settings.values().with(OperatorSetting.POD_NAMESPACE, namespace),
        settings.credentials(),
        settings.lease(),
        settings.processName());
  }

  private Credentials credentials(ClusterReader reader, AccountName name, CredentialsSpec spec)
      throws CommandFailedException {
    if (spec.secretRef() != null) {
      String secret = spec.secretRef().name();
      Optional<Secret> found =
          reader.ask(
              "Secret %s/%s of LiveAccount %s".formatted(name.namespace(), secret, name),
              client -> client.secrets().inNamespace(name.namespace()).withName(secret).get());
      AccountSecrets secrets =
          new AccountSecrets((_, _, _) -> found.filter(each -> "Opaque".equals(each.getType())));
      return switch (secrets.find(name.namespace(), spec.secretRef())) {
        case CredentialsLookup.Available(Credentials keys, _) -> keys;
        case CredentialsLookup.Missing missing ->
            throw new CommandFailedException(missing.problem().message());
      };
    }
    Credentials own = settings.credentials();
    if (spec.environment() != null && own != null) {
      return own;
    }
    throw new CommandFailedException(
        spec.environment() != null
            ? "LiveAccount %s has its access key in the operator's environment: set ACCESS_KEY_ID and ACCESS_KEY_SECRET here too."
                .formatted(name)
            : "LiveAccount %s assumes a role with the operator's own token, which nobody else has: %s."
                .formatted(name, reader.otherwise()));
  }

  /**
   * Returns calls to this endpoint that are signed with these credentials, at the command's pace.
   */
  public PacedCalls calls(
      URI endpoint, String region, Credentials credentials, ServiceProfile profile)
      throws CommandFailedException {
    LiveClient client =
        LiveClient.of(egress(), endpoint, region, credentials, InstantSource.system());
    return new PacedCalls(CloudCalls.of(client), pace(profile, limit));
  }

  /**
   * Returns the command's pace for a part of the command.
   *
   * @param atMost the longest time that this part may take, from now
   */
  public CallPace pace(ServiceProfile profile, Duration atMost) throws CommandFailedException {
    return pace(profile, new TimeLimit(atMost(atMost), clock));
  }

  /** Returns this duration, or {@code --timeout} if that is shorter. */
  public Duration atMost(Duration wanted) throws CommandFailedException {
    Duration all = options.timeout();
    return all.compareTo(wanted) < 0 ? all : wanted;
  }

  private CallPace pace(ServiceProfile profile, TimeLimit limit) throws CommandFailedException {
    return new CallPace(options.between().orElse(CallPace.between(profile)), limit, clock);
  }

  /** Returns the limit of the time that the command may take to read. */
  public TimeLimit limit() {
    return limit;
  }

  /** Returns the connection settings for the cloud, such as its proxy. */
  public Egress egress() {
    return settings.egress();
  }

  /** Returns the operator's settings, as far as the environment and options give them. */
  public OperatorSettings operatorSettings() {
    return settings;
  }
}
