package dev.livecallback.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/**
 * A value in a Secret of the object's namespace.
 *
 * @param name the Secret's name
 * @param key the key in the Secret's data
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record SecretKeyRef(
    @JsonPropertyDescription("The name of a Secret in this object's namespace. Example: live-auth")
        @Required
        @Size(max = 253)
        @ValidationRule(
            value = "self.matches('^" + Formats.OBJECT_NAME + "$')",
            message =
                "name is the name of a Secret in this object's namespace: lower-case letters,"
                    + " digits, '-' and '.'")
        String name,
    @JsonPropertyDescription("Which value of the Secret: a key in its data. Example: primary")
        @Required
        @Size(max = 253)
        @ValidationRule(
            value = "self.matches('^" + Formats.SECRET_KEY + "$')",
            message =
                "key is a key in the Secret's data, not the authentication key itself: letters,"
                    + " digits, '-', '_' and '.'")
        String key) {

  /** Makes a missing name or key empty. */
  public SecretKeyRef {
    name = Texts.shared(name);
    key = Texts.shared(key);
  }
}
