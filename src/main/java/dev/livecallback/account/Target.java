package dev.livecallback.account;

/**
 * The target of a callback as rules see it. Only a URL that every program reads in the same way can
 * be judged.
 */
sealed interface Target {
  /** Returns the URL as it was written. */
  String url();

  /**
   * A URL that leads to one certain place.
   *
   * @param scheme http or https
   * @param host the host in lower case; an IPv6 address in brackets
   * @param port the port as written, else the scheme's
   * @param path the path as written, percent escapes too; at least a slash
   */
  record Plain(String url, String scheme, String host, int port, String path) implements Target {
    /** Returns {@code scheme://host[:port]}. */
    String origin() {
      return scheme + "://" + host + (port == TargetReader.standardPort(scheme) ? "" : ":" + port);
    }
  }

  /**
   * A URL that programs may read in different ways.
   *
   * @param why the reason, in words that follow the URL: {@code it has a user name}
   */
  record Unclear(String url, String why) implements Target {}
}
