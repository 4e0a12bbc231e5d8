package dev.livecallback.simulator;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.livecallback.volcengine.SecretText;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The roles that AssumeRoleWithOIDC gives, and the web identity token that each requires. Safe for
 * use by many threads.
 */
public final class Roles {
  /** The placeholder for a token: the role accepts any token. */
  public static final String ANY_TOKEN = "*";

  private static final int MOST = 1_000;
  private static final Pattern TRN = Pattern.compile("trn:iam::(\\d{1,18}):role/([\\w.@-]{1,64})");

  /**
   * A role.
   *
   * @param trn the role's name, {@code trn:iam::ID:role/NAME}
   * @param token the token for which it is given, {@link #ANY_TOKEN} = any
   */
  public record Role(String trn, SecretText token) {
    /** Checks the name; throws {@link IllegalArgumentException} with a sentence. */
    public Role {
      if (!TRN.matcher(trn).matches()) {
        throw new IllegalArgumentException("A role is named trn:iam::ID:role/NAME.");
      }
    }

    /** Returns a role with that name, given for that token. */
    public static Role of(String trn, String token) {
      return new Role(trn, new SecretText(token));
    }

    /** Returns the account that the role belongs to. */
    public String account() {
      return Roles.matcher(trn).group(1);
    }
  }

  private final @Nullable SecretText tokenOfTheOthers;

  @GuardedBy("this")
  private final Map<String, SecretText> tokens = new TreeMap<>();

  /**
   * Creates an empty list of named roles.
   *
   * @param tokenOfTheOthers the token for which every role that isn't named is given; null = no
   *     such role is given
   */
  Roles(@Nullable SecretText tokenOfTheOthers) {
    this.tokenOfTheOthers = tokenOfTheOthers;
  }

  /**
   * Adds a role, or gives it another token.
   *
   * @throws IllegalStateException if there are 1,000 already
   */
  public synchronized void add(Role role) {
    if (tokens.size() >= MOST && !tokens.containsKey(role.trn())) {
      throw new IllegalStateException("There are " + MOST + " roles already.");
    }
    tokens.put(role.trn(), role.token());
  }

  /** Does the same for a role's name and token. */
  public void add(String trn, String token) {
    add(Role.of(trn, token));
  }

  /**
   * Removes a role; credentials that were issued for it stay valid. Returns false if no role has
   * this name.
   */
  public synchronized boolean remove(String trn) {
    return tokens.remove(trn) != null;
  }

  /** Returns the names of the roles. */
  public synchronized List<String> names() {
    return List.copyOf(tokens.keySet());
  }

  synchronized void clear() {
    tokens.clear();
  }

  /** Returns whether that role is given for that token. */
  synchronized boolean trusts(String trn, SecretText token) {
    SecretText expected = tokens.containsKey(trn) ? tokens.get(trn) : tokenOfTheOthers;
    return expected != null && (expected.reveal().equals(ANY_TOKEN) || expected.equals(token));
  }

  /**
   * Returns a matcher that splits a role's name into account and name; {@link Matcher#hasMatch}
   * says whether the text is such a name.
   */
  static Matcher matcher(String trn) {
    Matcher matcher = TRN.matcher(trn);
    var _ = matcher.matches();
    return matcher;
  }

  /** Returns the caller that asks for a role: the role, as far as the request names it. */
  static Who who(ApiRequest request) {
    Matcher role = TRN.matcher(request.form("RoleTrn").orElse(""));
    return role.matches() ? new Who(role.group(1), "role/" + role.group(2)) : Who.UNKNOWN;
  }
}
