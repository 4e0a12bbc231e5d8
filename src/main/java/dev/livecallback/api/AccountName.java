package dev.livecallback.api;

import io.fabric8.kubernetes.api.model.HasMetadata;

/**
 * The name of an account. This is the only place that joins and cuts {@code namespace/name}, the
 * form in statuses and settings. Within one process this text is the account's key.
 */
public record AccountName(String namespace, String name) {

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
    return new AccountName(text.substring(0, slash), text.substring(slash + 1));
  }

  /** Returns {@code namespace/name}. */
  @Override
  public String toString() {
    return namespace + "/" + name;
  }
}
