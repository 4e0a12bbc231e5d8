package dev.livecallback.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Access keys in a Secret of the account's namespace. If the reference names no key of the Secret's
 * data, the names that the vendor's programs read are looked for too.
 *
 * @param name the Secret's name
 * @param accessKeyIdKey the key under which the access key id is; null = {@link #ID}
 * @param secretAccessKeyKey the key under which the secret access key is; null = {@link #SECRET}
 * @param sessionTokenKey the key under which the session token is, if there is one; null = {@link
 *     #TOKEN}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record CredentialsSecretRef(
    @JsonPropertyDescription(
            "The name of an Opaque Secret in this account's namespace. Example: live")
        @Required
        @Size(max = 253)
        @ValidationRule(
            value = "self.matches('^" + Formats.OBJECT_NAME + "$')",
            message =
                "name is the name of a Secret in this account's namespace: lower-case letters,"
                    + " digits, '-' and '.'")
        String name,
    @JsonPropertyDescription(
            "The key in the Secret's data under which the access key id is, at most 253 characters."
                + " Absent = accessKeyId, or a name that the vendor's programs read. Example: ak")
        @Size(max = 253)
        @ValidationRule(value = KEY, message = "accessKeyIdKey" + KEY_MESSAGE)
        @Nullable String accessKeyIdKey,
    @JsonPropertyDescription(
            "The key in the Secret's data under which the secret access key is, at most 253"
                + " characters. Absent = secretAccessKey, or a name that the vendor's programs"
                + " read. Example: sk")
        @Size(max = 253)
        @ValidationRule(value = KEY, message = "secretAccessKeyKey" + KEY_MESSAGE)
        @Nullable String secretAccessKeyKey,
    @JsonPropertyDescription(
            "The key in the Secret's data under which the session token of temporary keys is, at"
                + " most 253 characters; the Secret needs none. Absent = sessionToken, or a name"
                + " that the vendor's programs read. Example: token")
        @Size(max = 253)
        @ValidationRule(value = KEY, message = "sessionTokenKey" + KEY_MESSAGE)
        @Nullable String sessionTokenKey) {

  /** Makes a missing name empty. */
  public CredentialsSecretRef {
    name = Texts.shared(name);
  }

  /** The key under which the access key id is, unless another key is named. */
  public static final String ID = "accessKeyId";

  /** The key under which the secret access key is, unless another key is named. */
  public static final String SECRET = "secretAccessKey";

  /** The key under which the session token is, unless another key is named. */
  public static final String TOKEN = "sessionToken";

  private static final String KEY = "self.matches('^" + Formats.SECRET_KEY + "$')";
  private static final String KEY_MESSAGE =
      " is a key in the Secret's data, not the value itself: letters, digits, '-', '_' and '.'";

  /** Returns whether the reference names any key of the Secret's data itself. */
  public boolean namesEntries() {
    return accessKeyIdKey != null || secretAccessKeyKey != null || sessionTokenKey != null;
  }

  /** Returns the key in the Secret's data under which the access key id is. */
  public String idEntry() {
    return Objects.requireNonNullElse(accessKeyIdKey, ID);
  }

  /** Returns the key in the Secret's data under which the secret access key is. */
  public String secretEntry() {
    return Objects.requireNonNullElse(secretAccessKeyKey, SECRET);
  }

  /** Returns the key in the Secret's data under which the session token is, if there is one. */
  public String tokenEntry() {
    return Objects.requireNonNullElse(sessionTokenKey, TOKEN);
  }
}
