package dev.livecallback.volcengine;

import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The way out to the cloud.
 *
 * @param proxy what https URLs are called through; null = nothing
 * @param direct the hosts that are called without it: a name stands for its subdomains too, {@code
 *     *} for every host
 * @param authorities whom servers may have their certificates from, beside those that Java trusts
 */
public record Egress(
    @Nullable HttpProxy proxy, List<String> direct, List<X509Certificate> authorities) {
  /** Through nothing, trusting whom Java trusts. */
  public static final Egress DIRECT = new Egress(null, List.of(), List.of());

  /** Takes copies. */
  public Egress {
    direct = List.copyOf(direct);
    authorities = List.copyOf(authorities);
  }

  /**
   * A proxy that takes CONNECT.
   *
   * @param host its name or address
   * @param port 1 to 65535
   * @param user who calls; null = it asks nobody
   * @param password the user's, which may be empty; null = there is no user
   */
  public record HttpProxy(
      String host, int port, @Nullable String user, @Nullable SecretText password) {}
}
