package dev.livecallback.volcengine;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A set of names under which the parts of one access key stand: environment variables, entries of a
 * Secret, or files of a folder. Parts of different sets never become one key.
 *
 * @param accessKeyId the name of the access key's id
 * @param secretAccessKey the name of the access key's secret
 * @param sessionToken the name of a temporary key's token, which may be missing
 */
public record CredentialNames(String accessKeyId, String secretAccessKey, String sessionToken) {
  /** The names in the example of the vendor's SDK. */
  public static final CredentialNames EXAMPLE =
      new CredentialNames("ACCESS_KEY_ID", "ACCESS_KEY_SECRET", "SESSION_TOKEN");

  /** The operator's own names. */
  public static final CredentialNames OWN =
      new CredentialNames("ACCESS_KEY_ID", "SECRET_ACCESS_KEY", "SESSION_TOKEN");

  /** The names of the vendor's SDKs (volc-sdk-golang, -java and -python). */
  public static final CredentialNames SDK =
      new CredentialNames("VOLC_ACCESSKEY", "VOLC_SECRETKEY", "VOLC_SESSIONTOKEN");

  /** The names of the vendor's Terraform provider and newer SDKs. */
  public static final CredentialNames TERRAFORM =
      new CredentialNames(
          "VOLCENGINE_ACCESS_KEY", "VOLCENGINE_SECRET_KEY", "VOLCENGINE_SESSION_TOKEN");

  /** The sets that are looked for everywhere, the example's first. */
  public static final List<CredentialNames> USUAL = List.of(EXAMPLE, OWN, SDK, TERRAFORM);

  /** The access key, or the lack of one, that the values under several sets of names amount to. */
  public sealed interface KeyChoice {
    /**
     * The one access key. If several sets hold the same key, it is the first one's.
     *
     * @param names the set under which the key stands
     */
    record Key(CredentialNames names, Credentials credentials) implements KeyChoice {}

    /** No value under any of the names. */
    record Nothing() implements KeyChoice {}

    /**
     * A part that belongs to no whole key.
     *
     * @param names the set that the part belongs to
     * @param present the part's name
     * @param missing the name of the part that is missing beside it
     */
    record Incomplete(CredentialNames names, String present, String missing) implements KeyChoice {}

    /** Two whole keys that differ: nobody can tell which one is meant. */
    record Two(CredentialNames one, CredentialNames other) implements KeyChoice {}
  }

  /** Returns all names of this set. */
  public List<String> all() {
    return List.of(accessKeyId, secretAccessKey, sessionToken);
  }

  /** Returns the names of the id and the secret, for people. */
  public String pair() {
    return accessKeyId + " with " + secretAccessKey;
  }

  /** Returns all names of these sets, each once. */
  public static Set<String> allOf(List<CredentialNames> sets) {
    return sets.stream()
        .flatMap(set -> set.all().stream())
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /**
   * Looks for the one access key that stands under these names.
   *
   * @param sets the sets to look at. If a part belongs to several sets, the result names the first
   *     of them
   * @param values gives the value under a name; null or empty = there is none
   */
  public static KeyChoice choose(
      List<CredentialNames> sets, Function<String, @Nullable String> values) {
    List<KeyChoice.Key> keys = sets.stream().flatMap(set -> set.key(values)).toList();
    Set<String> used = allOf(keys.stream().map(KeyChoice.Key::names).toList());
    for (CredentialNames set : sets) {
      for (String name : set.all()) {
        if (!used.contains(name) && !text(values, name).isEmpty()) {
          return new KeyChoice.Incomplete(set, name, set.missing(values));
        }
      }
    }
    if (keys.isEmpty()) {
      return new KeyChoice.Nothing();
    }
    KeyChoice.Key first = keys.getFirst();
    return keys.stream()
        .filter(key -> !key.credentials().equals(first.credentials()))
        .findFirst()
        .<KeyChoice>map(other -> new KeyChoice.Two(first.names(), other.names()))
        .orElse(first);
  }

  private Stream<KeyChoice.Key> key(Function<String, @Nullable String> values) {
    String id = text(values, accessKeyId);
    String secret = text(values, secretAccessKey);
    String token = text(values, sessionToken);
    return id.isEmpty() || secret.isEmpty()
        ? Stream.empty()
        : Stream.of(
            new KeyChoice.Key(
                this,
                new Credentials(
                    id, new SecretText(secret), token.isEmpty() ? null : new SecretText(token))));
  }

  private String missing(Function<String, @Nullable String> values) {
    return text(values, accessKeyId).isEmpty() ? accessKeyId : secretAccessKey;
  }

  private static String text(Function<String, @Nullable String> values, String name) {
    String text = values.apply(name);
    return text == null ? "" : text;
  }
}
