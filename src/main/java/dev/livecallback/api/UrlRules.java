package dev.livecallback.api;

/** CEL rules of the URLs in a spec. Each field adds its own sentences. */
final class UrlRules {
  /** ASCII characters that a URL may have. */
  static final String CHARACTERS =
      "self.matches('^[A-Za-z0-9._~:/?#\\\\[\\\\]@!$&\\'()*+,;=%-]*$')";

  /** An absolute http or https URL with a host. */
  static final String ABSOLUTE =
      "isURL(self) && url(self).getScheme() in ['http', 'https']"
          + " && url(self).getHostname() != ''";

  /** A port that exists, or none. */
  static final String PORT =
      "!isURL(self) || url(self).getPort() == '' || (size(url(self).getPort()) <= 5"
          + " && int(url(self).getPort()) >= 1 && int(url(self).getPort()) <= 65535)";

  /** Neither user name nor password. */
  static final String NO_USER = "!self.matches('^[A-Za-z]*:?//[^/?#]*@')";

  private UrlRules() {}
}
