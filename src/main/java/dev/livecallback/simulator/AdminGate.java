package dev.livecallback.simulator;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Keeps other web pages out of the admin API, which has no authentication. Any page on the web can
 * have its reader's browser send requests to loopback. If the page's own name leads there, it can
 * even read the answers. So a request has to name the simulator by a name that isn't public. A
 * request that changes something has to come from the simulator's own page, or from no page.
 */
final class AdminGate {
  private static final Pattern ADDRESS =
      Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|\\[[0-9a-f:.]+]");

  /** The names that nobody can have in the public DNS. */
  private static final Pattern PRIVATE =
      Pattern.compile("[a-z0-9_-]+|.*\\.(localhost|local|internal|svc|cluster\\.local)");

  private final String bind;

  /**
   * Creates the gate.
   *
   * @param bind the address or name that the admin API listens at
   */
  AdminGate(String bind) {
    this.bind = bind.toLowerCase(Locale.ROOT);
  }

  /** Returns the reason why a request isn't answered, as a sentence; empty = it is answered. */
  Optional<String> objection(ApiRequest request) {
    String host = request.header("host").orElse("").toLowerCase(Locale.ROOT);
    String name = host.replaceFirst(":\\d*$", "");
    if (!host.isEmpty() && !ours(name)) {
      return Optional.of(
          "The admin API isn't called by a public name; use its address, like 127.0.0.1.");
    }
    boolean reads = request.method().equals("GET") || request.method().equals("HEAD");
    return reads || own(request, host)
        ? Optional.empty()
        : Optional.of("A web page of another origin may not change anything here.");
  }

  private boolean ours(String name) {
    return ADDRESS.matcher(name).matches() || PRIVATE.matcher(name).matches() || name.equals(bind);
  }

  /**
   * Returns whether a request comes from the simulator's own page or from no page. Browsers name
   * the page that sends a change; other programs don't.
   */
  private static boolean own(ApiRequest request, String host) {
    Optional<String> origin = request.header("origin").map(each -> each.toLowerCase(Locale.ROOT));
    return origin.isPresent()
        ? origin.get().equals("http://" + host) || origin.get().equals("https://" + host)
        : request
            .header("sec-fetch-site")
            .map(site -> site.equals("same-origin") || site.equals("none"))
            .orElse(true);
  }
}
