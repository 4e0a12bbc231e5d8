package dev.livecallback.operator;

import dev.livecallback.volcengine.Credentials;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How this operator was started. All of it is checked: see {@link OperatorCommand}.
 *
 * @param credentials what requests are signed with
 * @param liveEndpoint the Live API's URL
 * @param stsEndpoint the STS API's URL
 * @param region the region that is signed
 * @param callsPerSecond the account's limit for each action, 1 to 1000
 * @param syncPeriod how often each scope is read; it caps the pauses between tries of what the API
 *     refuses, too, 15 minutes at least
 * @param watchNamespaces the namespaces to watch; empty = all
 * @param httpPort where health is served; 0 = any free port
 * @param httpBind the address that health is served on
 * @param ownNamespace the operator's own namespace
 * @param kubeconfig path of a kubeconfig; null = as the pod or the user's home has it
 */
public record Settings(
    @Nullable Credentials credentials,
    TokenFile tokenFile,
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
    @Nullable String kubeconfig) {

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
