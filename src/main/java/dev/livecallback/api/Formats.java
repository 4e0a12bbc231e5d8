package dev.livecallback.api;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the texts of a spec consist of, as regular expressions for the whole of them. The CRDs'
 * rules are made of them, and the same is looked at again where a spec is used: the CRD that is in
 * force may be another version's, and a restored backup may hold what no CRD of today takes.
 */
public final class Formats {
  /** The name of a Secret or a LiveAccount, at most 253 characters. */
  public static final String OBJECT_NAME = "[a-z0-9]([-a-z0-9.]*[a-z0-9])?";

  /** The name of a namespace, at most 63 characters. */
  public static final String NAMESPACE = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";

  /** A key in a Secret's data, at most 253 characters. */
  public static final String SECRET_KEY = "[-._a-zA-Z0-9]+";

  /** A vhost or domain, at most 253 characters. */
  public static final String SCOPE_NAME = "[A-Za-z0-9._-]+";

  /** An application, at most 30 characters. */
  public static final String APP = "[A-Za-z0-9_.-]+";

  /** A role, at most 512 characters. */
  public static final String ROLE_TRN = "trn:iam::[0-9]+:role/.+";

  /** Namespaces of a rule, at most 63 characters. */
  public static final String ALLOWED_NAMESPACE = "[a-z0-9*]([a-z0-9*-]*[a-z0-9*])?";

  /** Vhosts or domains of a rule, at most 261 characters. */
  public static final String ALLOWED_SCOPE = "(vhost|domain)/[A-Za-z0-9._*-]+";

  /** URLs of a rule, at most 200 characters. */
  public static final String ALLOWED_URL = "https?://[!-~]+";

  /** Longest name of an object, a vhost or a domain, and longest key of a Secret. */
  public static final int NAME_LENGTH = 253;

  /** Longest application. */
  public static final int APP_LENGTH = 30;

  private static final Map<String, Pattern> PATTERNS = new ConcurrentHashMap<>();

  private Formats() {}

  /** Whether a text is of a format, and not longer than this. */
  public static boolean matches(String text, String format, int longest) {
    return text.length() <= longest
        && PATTERNS.computeIfAbsent(format, Pattern::compile).matcher(text).matches();
  }

  /**
   * Names a value that isn't known.
   *
   * @return empty if it is; else a clause like {@code spec.messageType is "relay"}
   */
  public static Optional<String> unless(boolean known, String field, @Nullable String value) {
    return known
        ? Optional.empty()
        : Optional.of("spec." + field + " is " + Texts.quoted(value == null ? "" : value));
  }

  /** The same of a text that has to be of a format, if it is there, and not longer than this. */
  public static Optional<String> unlessMatches(
      String field, @Nullable String value, String format, int longest) {
    return unless(value == null || matches(value, format, longest), field, value);
  }
}
