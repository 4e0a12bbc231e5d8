package dev.livecallback.operator;

import dev.livecallback.account.TokenFile;
import dev.livecallback.leader.LeaseTerms;
import dev.livecallback.volcengine.Credentials;
import dev.livecallback.volcengine.Egress;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How this operator was started. All of it is checked: see {@link OperatorCommand}.
 *
 * @param credentials those of the environment, for accounts that use them; null = there are none
 * @param tokenFile where the token of the operator's web identity is
 * @param egress the way out to the cloud
 * @param liveEndpoint the URL of Volcengine's Live API
 * @param stsEndpoint the URL of its STS API
 * @param region the region that is signed there
 * @param callsPerSecond the default account's limit for each action, 1 to 1000
 * @param syncPeriod how often each scope is read where the account doesn't say; it caps the pauses
 *     between tries of what the API refuses, too, 15 minutes at least
 * @param watchNamespaces the namespaces to watch; empty = all
 * @param httpPort where health is served; 0 = any free port
 * @param httpBind the address that health is served on
 * @param ownNamespace the operator's own namespace
 * @param defaultAccount the {@code namespace/name} of the account of objects that name none
 * @param allowedEndpoints which other URLs credentials may be sent to, if an account names them
 * @param kubeconfig path of a kubeconfig; null = as the pod or the user's home has it
 * @param lease how the one that acts is chosen among several; null = there are no others
 * @param processName what this process is called beside others; no other has that name
 */
public record Settings(
    @Nullable Credentials credentials,
    TokenFile tokenFile,
    Egress egress,
    URI liveEndpoint,
    URI stsEndpoint,
    String region,
    int callsPerSecond,
    Duration syncPeriod,
    Set<String> watchNamespaces,
    int httpPort,
    String httpBind,
    String ownNamespace,
    String defaultAccount,
    Set<URI> allowedEndpoints,
    @Nullable String kubeconfig,
    @Nullable LeaseTerms lease,
    String processName) {

  /** Takes a copy. */
  public Settings {
    watchNamespaces = Set.copyOf(watchNamespaces);
    allowedEndpoints = Set.copyOf(allowedEndpoints);
  }

  /** The namespaces of accounts and Secrets: those watched, and the operator's own; empty = all. */
  Set<String> accountNamespaces() {
    return watchNamespaces.isEmpty()
        ? Set.of()
        : Stream.concat(watchNamespaces.stream(), Stream.of(ownNamespace))
            .collect(Collectors.toUnmodifiableSet());
  }
}
