package dev.livecallback.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/**
 * The account that an object uses.
 *
 * @param name the LiveAccount's name
 * @param namespace the LiveAccount's namespace; null = the object's own
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record AccountRef(
    @JsonPropertyDescription("The name of a LiveAccount, at most 253 characters. Example: live")
        @Required
        @Size(max = 253)
        @ValidationRule(
            value = "self.matches('^" + Formats.OBJECT_NAME + "$')",
            message =
                "name is the name of a LiveAccount: lower-case letters, digits, '-' and '.'; its"
                    + " namespace goes into namespace")
        String name,
    @JsonPropertyDescription(
            "The namespace of the LiveAccount, at most 63 characters; the account has to allow this"
                + " object's namespace. Absent = this object's own namespace. Example: streaming")
        @Size(max = 63)
        @ValidationRule(
            value = "self.matches('^" + Formats.NAMESPACE + "$')",
            message =
                "namespace is the name of a namespace: lower-case letters, digits and '-'; leave it"
                    + " out to mean this object's own")
        @Nullable String namespace) {

  /** Keeps each name in memory once, because many objects have the same names. */
  public AccountRef {
    name = Texts.shared(name);
    namespace = Texts.sharedOrNull(namespace);
  }

  /** Returns the account's name, for an object in the namespace {@code own}. */
  public AccountName accountName(String own) {
    return new AccountName(namespace == null ? own : namespace, name);
  }
}
