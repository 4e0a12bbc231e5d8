package dev.livecallback.settings;

import dev.livecallback.volcengine.CredentialNames;
import dev.livecallback.volcengine.DirectHost;
import dev.livecallback.volcengine.Egress;
import dev.livecallback.volcengine.SecretText;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The settings of {@code livecallback operator}. The table of {@code docs/install.md} and the
 * options of the command are made of them, and the chart is checked against them.
 */
public final class OperatorSetting {
  public static final Setting<SecretText> ACCESS_KEY_ID =
      Setting.of(CredentialNames.EXAMPLE.accessKeyId())
          .meaning("the access key for accounts with `credentials.environment`")
          .details(
              "Needed only if there is such an account. The account `default` of the manifests is"
                  + " one, and reads the key from files (`CREDENTIALS_DIR`)")
          .takes(new SecretType());

  public static final Setting<SecretText> ACCESS_KEY_SECRET =
      Setting.of(CredentialNames.EXAMPLE.secretAccessKey())
          .meaning("the secret of `ACCESS_KEY_ID`: set both or neither")
          .takes(new SecretType());

  public static final Setting<SecretText> SESSION_TOKEN =
      Setting.of(CredentialNames.EXAMPLE.sessionToken())
          .meaning("the token of a temporary access key")
          .details(
              "The operator doesn't renew it. To replace it without a restart, use"
                  + " `CREDENTIALS_DIR`")
          .takes(new SecretType());

  public static final Setting<SecretText> SECRET_ACCESS_KEY =
      Setting.of(CredentialNames.OWN.secretAccessKey())
          .meaning("another name of `ACCESS_KEY_SECRET`")
          .takes(new SecretType());

  public static final Setting<SecretText> VOLC_ACCESSKEY =
      Setting.of(CredentialNames.SDK.accessKeyId())
          .meaning("the access key by the name that the vendor's SDKs read")
          .details("See [below](#names-of-the-access-key)")
          .takes(new SecretType());

  public static final Setting<SecretText> VOLC_SECRETKEY =
      Setting.of(CredentialNames.SDK.secretAccessKey())
          .meaning("the secret of `VOLC_ACCESSKEY`")
          .takes(new SecretType());

  public static final Setting<SecretText> VOLC_SESSIONTOKEN =
      Setting.of(CredentialNames.SDK.sessionToken())
          .meaning("the session token of `VOLC_ACCESSKEY`, if the key is temporary")
          .takes(new SecretType());

  public static final Setting<SecretText> VOLCENGINE_ACCESS_KEY =
      Setting.of(CredentialNames.TERRAFORM.accessKeyId())
          .meaning("the access key by the name that the vendor's Terraform provider reads")
          .details("See [below](#names-of-the-access-key)")
          .takes(new SecretType());

  public static final Setting<SecretText> VOLCENGINE_SECRET_KEY =
      Setting.of(CredentialNames.TERRAFORM.secretAccessKey())
          .meaning("the secret of `VOLCENGINE_ACCESS_KEY`")
          .takes(new SecretType());

  public static final Setting<SecretText> VOLCENGINE_SESSION_TOKEN =
      Setting.of(CredentialNames.TERRAFORM.sessionToken())
          .meaning("the session token of `VOLCENGINE_ACCESS_KEY`, if the key is temporary")
          .takes(new SecretType());

  /**
   * The settings that can hold the access key, by the sets of names of {@link
   * CredentialNames#USUAL}.
   */
  public static final List<Setting<SecretText>> KEYS =
      List.of(
          ACCESS_KEY_ID,
          ACCESS_KEY_SECRET,
          SESSION_TOKEN,
          SECRET_ACCESS_KEY,
          VOLC_ACCESSKEY,
          VOLC_SECRETKEY,
          VOLC_SESSIONTOKEN,
          VOLCENGINE_ACCESS_KEY,
          VOLCENGINE_SECRET_KEY,
          VOLCENGINE_SESSION_TOKEN);

  public static final Setting<String> CREDENTIALS_DIR =
      Setting.of("CREDENTIALS_DIR")
          .without("none; in the manifests the Secret `live-credentials`")
          .meaning(
              "path of a folder with the access key in files, such as a mounted Secret. The"
                  + " files are named like the variables above")
          .details(
              "The operator reads the files every second. If they hold a key, the variables don't"
                  + " count. You can add, change and remove the files without a restart")
          .takes(new Text("PATH"));

  public static final Setting<String> OIDC_TOKEN_FILE =
      Setting.of("VOLCENGINE_OIDC_TOKEN_FILE")
          .meaning("path of the token that is exchanged for a role's credentials")
          .details("See [`credentials.webIdentity`](accounts.md#a-role-without-any-stored-key)")
          .takes(new Text("PATH"));

  public static final Setting<String> DEFAULT_ACCOUNT =
      Setting.of("DEFAULT_ACCOUNT")
          .option("--default-account")
          .without("`default` in `POD_NAMESPACE`")
          .meaning(
              "the LiveAccount for objects without `accountRef`, as `namespace/name`, or as `name`"
                  + " in `POD_NAMESPACE`")
          .details("If it changes, these objects move to the new account")
          .takes(
              new Word(
                  "NAMESPACE/NAME",
                  "((" + NamespaceType.PATTERN + "/)?[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?)?",
                  "the namespace and name of a LiveAccount, such as"
                      + " live-callback-operator/default"));

  public static final Setting<List<URI>> ALLOWED_ENDPOINTS =
      Setting.of("ALLOWED_ENDPOINTS")
          .option("--allowed-endpoints")
          .meaning(
              "URLs that a LiveAccount may name in `spec.endpoint`, with scheme, host and port,"
                  + " comma-separated")
          .takes(new Url().list());

  public static final Setting<String> KUBECONFIG =
      Setting.of("KUBECONFIG")
          .option("--kubeconfig")
          .without("in a Pod its ServiceAccount, else `~/.kube/config`")
          .meaning("path of a kubeconfig")
          .takes(new Text("PATH"));

  public static final Setting<URI> LIVE_ENDPOINT =
      Setting.of("LIVE_ENDPOINT")
          .option("--live-endpoint")
          .byDefault("https://live.volcengineapi.com")
          .meaning("URL of Volcengine's Live API, with scheme, host and port")
          .details("An account may name another URL of `ALLOWED_ENDPOINTS`")
          .takes(new Url());

  public static final Setting<URI> STS_ENDPOINT =
      Setting.of("STS_ENDPOINT")
          .option("--sts-endpoint")
          .byDefault("https://sts.volcengineapi.com")
          .meaning("URL of Volcengine's STS API")
          .takes(new Url());

  public static final Setting<String> LIVE_REGION =
      Setting.of("LIVE_REGION")
          .option("--live-region")
          .byDefault("cn-north-1")
          .meaning("the region used for signing on Volcengine, if the account sets no `region`")
          .takes(new Word("REGION", "[a-z0-9-]{1,40}", "a region such as cn-north-1"));

  public static final Setting<Integer> LIVE_QUOTA =
      Setting.of("LIVE_QUOTA")
          .option("--live-quota")
          .byDefault("10")
          .meaning(
              "calls a second for each action of the API, for the default account on Volcengine")
          .details(
              "If the account sets `callsPerSecond`, the lower number counts. The cloud account's"
                  + " quota is 10; a lower value leaves room for other tools")
          .takes(new WholeNumber(1, 1000));

  public static final Setting<Duration> SYNC_PERIOD =
      Setting.of("SYNC_PERIOD")
          .option("--sync-period")
          .byDefault("10m")
          .meaning(
              "how often each vhost and domain is read to find outside changes, if the"
                  + " account sets no period")
          .details(
              "Each read is one call. The period varies by ±10 %. If the API refuses a record, the operator"
                  + " tries again after growing pauses, up to this period or 15 minutes,"
                  + " whichever is longer")
          .takes(new Period("10m"));

  public static final Setting<List<String>> WATCH_NAMESPACES =
      Setting.of("WATCH_NAMESPACES")
          .option("--watch-namespaces")
          .without("all")
          .meaning(
              "the namespaces whose objects and accounts the operator manages,"
                  + " comma-separated")
          .details("It always manages the accounts of its own namespace")
          .takes(new NamespaceType().list());

  public static final Setting<String> HTTP_BIND =
      Setting.of("HTTP_BIND")
          .option("--http-bind")
          .byDefault("127.0.0.1")
          .without("`127.0.0.1`; in the manifests `0.0.0.0`")
          .meaning("the address for health and metrics, `0.0.0.0` = all")
          .takes(new Text("ADDRESS"));

  public static final Setting<Integer> HTTP_PORT =
      Setting.of("HTTP_PORT")
          .option("--http-port")
          .byDefault("8080")
          .meaning("the port of `/healthz`, `/readyz` and `/metrics`")
          .details(
              "`/healthz` answers 200 if the process works. `/readyz` answers 200 if the caches"
                  + " have synced, and says whether this replica is the leader. For `/metrics`, see"
                  + " [monitoring.md](monitoring.md)")
          .takes(new WholeNumber(0, 65_535, "0 = any"));

  public static final Setting<String> POD_NAMESPACE =
      Setting.of("POD_NAMESPACE")
          .option("--pod-namespace")
          .byDefault("live-callback-operator")
          .meaning(
              "the operator's own namespace. Only its accounts may use the operator's keys"
                  + " and role")
          .takes(new NamespaceType());

  public static final Setting<Boolean> LEADER_ELECTION =
      Setting.of("LEADER_ELECTION")
          .option("--leader-election")
          .byDefault("true")
          .meaning("whether the replicas elect a leader")
          .details(
              "See [below](#replicas). Set `false` only if there is never more than one"
                  + " replica, not even during an upgrade, such as on a laptop")
          .takes(Choice.flag());

  public static final Setting<Duration> LEASE_DURATION =
      Setting.of("LEASE_DURATION")
          .option("--lease-duration")
          .byDefault("15s")
          .meaning("how long a lease is valid after its last renewal")
          .details(
              "If the leader crashes, a standby takes over after this time; after a graceful"
                  + " shutdown, within 2 s")
          .takes(new Period("15s"));

  public static final Setting<Duration> LEASE_RENEW_DEADLINE =
      Setting.of("LEASE_RENEW_DEADLINE")
          .option("--lease-renew-deadline")
          .byDefault("10s")
          .meaning("how long the leader may act without renewing the lease")
          .details(
              "Has to be shorter than `LEASE_DURATION`. The leader survives an outage of the API server"
                  + " of up to this time")
          .takes(new Period("10s"));

  public static final Setting<Duration> LEASE_RETRY_PERIOD =
      Setting.of("LEASE_RETRY_PERIOD")
          .option("--lease-retry-period")
          .byDefault("2s")
          .meaning("how often the leader renews the lease, and a standby checks it")
          .details(
              "Has to be shorter than `LEASE_RENEW_DEADLINE`. All replicas need the same `LEASE_…` values")
          .takes(new Period("2s"));

  public static final Setting<Optional<Egress.HttpProxy>> HTTPS_PROXY =
      Setting.of("HTTPS_PROXY")
          .alias("https_proxy")
          .meaning(
              "the HTTP proxy for https URLs of the cloud, and of the API server unless"
                  + " `NO_PROXY` lists it. Example: `http://proxy.example.com:3128`, with"
                  + " `user:password@` if the proxy asks for it")
          .details("`https_proxy` works too")
          .takes(new HttpProxyUrl());

  public static final Setting<List<DirectHost>> NO_PROXY =
      Setting.of("NO_PROXY")
          .alias("no_proxy")
          .meaning(
              "hosts that are called without the proxy, comma-separated: names (with their"
                  + " subdomains), addresses, networks, or `*`")
          .details(
              "`no_proxy` works too. See [below](#proxy) for the rules. If `HTTPS_PROXY` is set in"
                  + " a cluster, add the API server: `$(KUBERNETES_SERVICE_HOST)` in a Deployment")
          .takes(new DirectHosts().list());

  public static final Setting<List<X509Certificate>> CA_BUNDLE =
      Setting.of("CA_BUNDLE")
          .meaning(
              "path of a PEM file with additional CA certificates to trust for the cloud's servers")
          .details("Read at the start")
          .takes(new Certificates());

  public static final Setting<String> LOG_FORMAT =
      Setting.of("LOG_FORMAT")
          .byDefault("json")
          .meaning("how log lines look")
          .details("Both begin with the time in UTC, in RFC 3339")
          .takes(Choice.of("json", "text").inAnyCase());

  public static final Setting<String> LOG_LEVEL =
      Setting.of("LOG_LEVEL")
          .byDefault("info")
          .meaning("the lowest level that is logged")
          .takes(Choice.of("error", "warn", "info", "debug", "trace").inAnyCase());

  /** The options of the JVM, which the launcher reads. */
  public static final Setting<String> JAVA_OPTIONS =
      Setting.of("LIVECALLBACK_JAVA_OPTS")
          .meaning("further options of the JVM, such as `-Xmx256m`")
          .details("If you raise `-Xmx`, raise the Deployment's memory limit too")
          .takes(new Text("OPTIONS"));

  /** All settings, in the order of the documentation. */
  public static final List<Setting<?>> ALL =
      List.of(
          ACCESS_KEY_ID,
          ACCESS_KEY_SECRET,
          SESSION_TOKEN,
          SECRET_ACCESS_KEY,
          VOLC_ACCESSKEY,
          VOLC_SECRETKEY,
          VOLC_SESSIONTOKEN,
          VOLCENGINE_ACCESS_KEY,
          VOLCENGINE_SECRET_KEY,
          VOLCENGINE_SESSION_TOKEN,
          CREDENTIALS_DIR,
          OIDC_TOKEN_FILE,
          DEFAULT_ACCOUNT,
          ALLOWED_ENDPOINTS,
          KUBECONFIG,
          LIVE_ENDPOINT,
          STS_ENDPOINT,
          LIVE_REGION,
          LIVE_QUOTA,
          SYNC_PERIOD,
          WATCH_NAMESPACES,
          HTTP_BIND,
          HTTP_PORT,
          POD_NAMESPACE,
          LEADER_ELECTION,
          LEASE_DURATION,
          LEASE_RENEW_DEADLINE,
          LEASE_RETRY_PERIOD,
          HTTPS_PROXY,
          NO_PROXY,
          CA_BUNDLE,
          LOG_FORMAT,
          LOG_LEVEL,
          JAVA_OPTIONS);

  private OperatorSetting() {}
}
