package dev.livecallback.account;

/** Where a callback goes, as rules see it: only what every program reads the same can be judged. */
sealed interface Target {
  /** The URL as it was written. */
  String url();

  /**
   * It is sure where it leads.
   *
   * @param scheme http or https
   * @param host in lower case; an IPv6 address in brackets
   * @param port as written, else the scheme's
   * @param path as written, percent escapes too; at least a slash
   */
  record Plain(String url, String scheme, String host, int port, String path) implements Target {
    /** {@code scheme://host[:port]}. */
    String origin() {
      return scheme + "://" + host + (port == TargetReader.standardPort(scheme) ? "" : ":" + port);
    }
  }

  /**
   * Programs may differ in where it leads.
   *
   * @param why in words that follow the URL: {@code it has a user name}
   */
  record Unclear(String url, String why) implements Target {}
}
