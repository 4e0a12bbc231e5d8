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
import dev.livecallback.volcengine.LiveClient;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds out where a command's calls go and what they are signed with: by the environment, or by a
 * LiveAccount, which is read as the operator reads it.
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
              // An account can't be read without them, though no command goes by what they say.
              List.of(
                  OperatorSetting.DEFAULT_ACCOUNT,
                  OperatorSetting.STS_ENDPOINT,
                  OperatorSetting.LIVE_QUOTA,
                  OperatorSetting.SYNC_PERIOD))
          .<Setting<?>>flatMap(List::stream)
          .toList();

  /** Those of them that a command has options for. */
  private static final List<Setting<?>> OPTIONS =
      List.of(
          OperatorSetting.LIVE_ENDPOINT,
          OperatorSetting.LIVE_REGION,
          OperatorSetting.ALLOWED_ENDPOINTS);

  private final Map<String, String> environment;
  private final KubernetesOptions cluster;
  private final CloudOptions options;
  private final OperatorSettings settings;

  /**
   * Where a command's calls go.
   *
   * @param calls at the command's pace
   * @param profile the service
   * @param credentials what they are signed with
   * @param account what the account's owner set; null = there is no account
   */
  public record Session(
      PacedCalls calls,
      ServiceProfile profile,
      Credentials credentials,
      @Nullable AccountSettings account) {}

  private CloudLogin(
      Map<String, String> environment,
      KubernetesOptions cluster,
      CloudOptions options,
      OperatorSettings settings) {
    this.environment = environment;
    this.cluster = cluster;
    this.options = options;
    this.settings = settings;
  }

  /** The settings of a command that calls the cloud; it has options for some of them. */
  public static CommandSettings settings(Map<String, String> environment) {
    return new CommandSettings(SETTINGS, OPTIONS, environment);
  }

  /**
   * Reads settings and options.
   *
   * @throws CommandFailedException if one of them is wrong
   */
  public static CloudLogin of(
      Map<String, String> environment,
      CommandSettings settings,
      KubernetesOptions cluster,
      CloudOptions options)
      throws CommandFailedException {
    try {
      SettingValues values = settings.read();
      return new CloudLogin(
          environment,
          cluster,
          options,
          new OperatorSettings(
              values, EnvironmentCredentials.of(values).orElse(null), null, "livecallback"));
    } catch (SettingException e) {
      throw new CommandFailedException(String.valueOf(e.getMessage()));
    }
  }

  /**
   * Finds the credentials, and makes a client that signs with them. Only with {@code --account} the
   * API server is asked; the cloud isn't called yet.
   *
   * @throws CommandFailedException if there are none, or the account can't be used
   */
  public Session open(CommandClock clock) throws CommandFailedException {
    Optional<AccountName> account = options.account();
    return account.isPresent() ? open(account.get(), clock) : openAlone(clock);
  }

  private Session openAlone(CommandClock clock) throws CommandFailedException {
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
    return session(endpoint, settings.of(OperatorSetting.LIVE_REGION), own, profile, null, clock);
  }

  private Session open(AccountName name, CommandClock clock) throws CommandFailedException {
    try (KubernetesClient client = cluster.connect(environment, settings.egress())) {
      LiveAccount account =
          asked(
                  client,
                  "LiveAccount " + name,
                  () ->
                      client
                          .resources(LiveAccount.class)
                          .inNamespace(name.namespace())
                          .withName(name.name())
                          .get())
              .orElseThrow(() -> missing(client, name));
      AccountSettings read = new AccountSettingsReader(asOperatorIn(name.namespace())).of(account);
      if (read.problem() != null) {
        throw new CommandFailedException("LiveAccount " + name + ": " + read.problem().message());
      }
      return session(
          read.liveEndpoint(),
          read.region(),
          credentials(client, name, account.getSpec().credentials()),
          read.profile(),
          read,
          clock);
    }
  }

  /** A person's own key may be used for any account: it is for the person to say. */
  private OperatorSettings asOperatorIn(String namespace) {
    return new OperatorSettings(
        settings.values().with(OperatorSetting.POD_NAMESPACE, namespace),
        settings.credentials(),
        settings.lease(),
        settings.processName());
  }

  private Credentials credentials(KubernetesClient client, AccountName name, CredentialsSpec spec)
      throws CommandFailedException {
    if (spec.secretRef() != null) {
      String secret = spec.secretRef().name();
      Optional<Secret> found =
          asked(
              client,
              "Secret %s/%s of LiveAccount %s".formatted(name.namespace(), secret, name),
              () -> client.secrets().inNamespace(name.namespace()).withName(secret).get());
      AccountSecrets secrets =
          new AccountSecrets((_, _, _) -> found.filter(each -> "Opaque".equals(each.getType())));
      return switch (secrets.find(name.namespace(), spec.secretRef())) {
        case CredentialsLookup.Available(Credentials keys, _) -> keys;
        case CredentialsLookup.Unavailable unavailable ->
            throw new CommandFailedException(unavailable.problem().message());
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
            : "LiveAccount %s takes on a role with the operator's own token, which nobody else has: give an access key in ACCESS_KEY_ID and ACCESS_KEY_SECRET, and leave --account out."
                .formatted(name));
  }

  private static <T> Optional<T> asked(
      KubernetesClient client, String what, Supplier<@Nullable T> question)
      throws CommandFailedException {
    try {
      return Optional.ofNullable(question.get());
    } catch (KubernetesClientException e) {
      throw new CommandFailedException(refused(client, what, e));
    }
  }

  private static CommandFailedException missing(KubernetesClient client, AccountName name) {
    return new CommandFailedException(
        "There is no LiveAccount %s on %s: choose one of kubectl get liveaccounts --all-namespaces, or another cluster by --context."
            .formatted(name, client.getMasterUrl()));
  }

  private static String refused(
      KubernetesClient client, String what, KubernetesClientException refusal) {
    return switch (refusal.getCode()) {
      case HttpURLConnection.HTTP_FORBIDDEN ->
          "You may not read %s: have the right to get it granted, or give an access key in ACCESS_KEY_ID and ACCESS_KEY_SECRET and leave --account out."
              .formatted(what);
      case HttpURLConnection.HTTP_UNAUTHORIZED ->
          "%s doesn't accept the kubeconfig's credentials: log in anew, or choose another context by --context."
              .formatted(client.getMasterUrl());
      default ->
          "%s doesn't say what %s is (%s): look whether kubectl reaches it, and at --kubeconfig and --context."
              .formatted(client.getMasterUrl(), what, cause(refusal));
    };
  }

  private static String cause(KubernetesClientException refusal) {
    if (refusal.getCode() > 0) {
      return "it answers with HTTP status " + refusal.getCode();
    }
    Throwable deepest = refusal;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    return deepest.getClass().getSimpleName();
  }

  private Session session(
      URI endpoint,
      String region,
      Credentials credentials,
      ServiceProfile profile,
      @Nullable AccountSettings account,
      CommandClock clock)
      throws CommandFailedException {
    LiveClient client =
        LiveClient.of(settings.egress(), endpoint, region, credentials, InstantSource.system());
    CallPace pace =
        new CallPace(options.between().orElse(CallPace.between(profile)), options.timeout(), clock);
    return new Session(new PacedCalls(CloudCalls.of(client), pace), profile, credentials, account);
  }
}
