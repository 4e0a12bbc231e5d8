package dev.livecallback.api;

import io.fabric8.kubernetes.api.model.HasMetadata;

/**
 * The name of an account, which is the account's key: {@code namespace/name}, as in statuses,
 * settings and messages. This is the only place that joins and cuts this text.
 *
 * <p>A status may hold any text in its place, because an older version or somebody else may have
 * written it. Such a text is a name too, but that of no account. Nothing checks or corrects it, and
 * {@link #toString} returns it unchanged. So names are equal, and in order, as their texts are.
 *
 * @param text {@code namespace/name}; from a status, any text
 */
public record AccountName(String text) implements Comparable<AccountName> {
  /** The name of no account, in the place of a name that isn't known yet. */
  public static final AccountName NONE = new AccountName("");

  /** Creates the name of an account in a namespace. */
  public AccountName(String namespace, String name) {
    this(namespace + "/" + name);
  }

  /** Returns the name of that object. */
  public static AccountName of(HasMetadata account) {
    return new AccountName(account.getMetadata().getNamespace(), account.getMetadata().getName());
  }

  /**
   * Reads {@code namespace/name}.
   *
   * @throws IllegalArgumentException if the text isn't that
   */
  public static AccountName parse(String text) {
    int slash = text.indexOf('/');
    if (slash <= 0 || slash == text.length() - 1) {
      throw new IllegalArgumentException("not namespace/name: " + text);
    }
    return new AccountName(text);
  }

  /** Returns the account's namespace; "" if the text has no slash. */
  public String namespace() {
    return text.substring(0, Math.max(0, text.indexOf('/')));
  }

  /** Returns the account's name in its namespace; the whole text if that has no slash. */
  public String name() {
    return text.substring(text.indexOf('/') + 1);
  }

  /** Compares the texts. */
  @Override
  public int compareTo(AccountName other) {
    return text.compareTo(other.text);
  }

  /** Returns the text. */
  @Override
  public String toString() {
    return text;
  }
}
