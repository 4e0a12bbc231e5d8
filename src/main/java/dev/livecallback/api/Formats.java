package dev.livecallback.api;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The formats of the texts in a spec, as regular expressions for a whole text. The CRDs' rules are
 * made of them. Each text is checked again where a spec is used: the CRD in force may be another
 * version's, and a restored backup may hold texts that no CRD of today accepts.
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

  /** The greatest length of the name of an object, a vhost or a domain, and of a Secret's key. */
  public static final int NAME_LENGTH = 253;

  /** The greatest length of an application. */
  public static final int APP_LENGTH = 30;

  private static final Map<String, Pattern> PATTERNS = new ConcurrentHashMap<>();

  private Formats() {}

  /** Returns whether a text has this format and at most this length. */
  public static boolean matches(String text, String format, int longest) {
    return text.length() <= longest
        && PATTERNS.computeIfAbsent(format, Pattern::compile).matcher(text).matches();
  }

  /**
   * Describes a value that isn't known.
   *
   * @return empty = the value is known; else a clause like {@code spec.messageType is "relay"}
   */
  public static Optional<String> unless(boolean known, String field, @Nullable String value) {
    return known
        ? Optional.empty()
        : Optional.of("spec." + field + " is " + Texts.quoted(value == null ? "" : value));
  }

  /**
   * Describes a text, if there is one, that doesn't have this format or is too long, as {@link
   * #unless} does.
   */
  public static Optional<String> unlessMatches(
      String field, @Nullable String value, String format, int longest) {
    return unless(value == null || matches(value, format, longest), field, value);
  }
}
