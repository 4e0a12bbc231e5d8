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
 * @param accessKeyId of the access key's id
 * @param secretAccessKey of its secret
 * @param sessionToken of the token of a temporary key, which may be missing
 */
public record CredentialNames(String accessKeyId, String secretAccessKey, String sessionToken) {
  /** Those of the example of the vendor's SDK. */
  public static final CredentialNames EXAMPLE =
      new CredentialNames("ACCESS_KEY_ID", "ACCESS_KEY_SECRET", "SESSION_TOKEN");

  /** The operator's own. */
  public static final CredentialNames OWN =
      new CredentialNames("ACCESS_KEY_ID", "SECRET_ACCESS_KEY", "SESSION_TOKEN");

  /** Those of the vendor's SDKs (volc-sdk-golang, -java and -python). */
  public static final CredentialNames SDK =
      new CredentialNames("VOLC_ACCESSKEY", "VOLC_SECRETKEY", "VOLC_SESSIONTOKEN");

  /** Those of the vendor's Terraform provider and newer SDKs. */
  public static final CredentialNames TERRAFORM =
      new CredentialNames(
          "VOLCENGINE_ACCESS_KEY", "VOLCENGINE_SECRET_KEY", "VOLCENGINE_SESSION_TOKEN");

  /** All that are looked for everywhere, the vendor's first. */
  public static final List<CredentialNames> USUAL = List.of(EXAMPLE, OWN, SDK, TERRAFORM);

  /** What the values under the names of several sets come to. */
  public sealed interface KeyChoice {
    /**
     * One access key. Where several sets hold the same one, the first of them.
     *
     * @param names where it stands
     */
    record Key(CredentialNames names, Credentials credentials) implements KeyChoice {}

    /** Nothing under any of the names. */
    record Nothing() implements KeyChoice {}

    /**
     * A part that belongs to no whole key.
     *
     * @param names the set that it is of
     * @param present the part's name
     * @param missing the name of what is missing beside it
     */
    record Incomplete(CredentialNames names, String present, String missing) implements KeyChoice {}

    /** Two whole keys that aren't the same: which one is meant, nobody can tell. */
    record Two(CredentialNames one, CredentialNames other) implements KeyChoice {}
  }

  /** All of its names. */
  public List<String> all() {
    return List.of(accessKeyId, secretAccessKey, sessionToken);
  }

  /** Its names for people: the id's and the secret's. */
  public String pair() {
    return accessKeyId + " with " + secretAccessKey;
  }

  /** All names of these sets, each once. */
  public static Set<String> allOf(List<CredentialNames> sets) {
    return sets.stream()
        .flatMap(set -> set.all().stream())
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /**
   * Looks for the one access key that stands under these names.
   *
   * @param sets those to look at; where the same part is of several, the first one is told of
   * @param values what stands under a name; null or empty = nothing
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
