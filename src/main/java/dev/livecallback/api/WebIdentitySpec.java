package dev.livecallback.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A role that the operator assumes with the token of its service account (STS AssumeRoleWithOIDC).
 *
 * @param roleTrn the role, {@code trn:iam::ACCOUNT:role/NAME}
 * @param durationSeconds the time for which each set of keys is good, in seconds, 900 to 43200;
 *     null = 3600
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record WebIdentitySpec(
    @JsonPropertyDescription(
            "The role to assume, at most 512 characters. It has to trust the cluster's"
                + " identity provider. Example: trn:iam::2100000001:role/live")
        @Required
        @Size(max = 512)
        @ValidationRule(
            value = "self.matches('^" + Formats.ROLE_TRN + "$')",
            message =
                "roleTrn is the TRN of a role: write it as the console shows it, like"
                    + " trn:iam::2100000001:role/live")
        String roleTrn,
    @JsonPropertyDescription(
            "How long each set of temporary keys is good for, in seconds: 900 to 43200, at"
                + " most what the role allows. The operator renews the keys before they expire."
                + " Absent = 3600. Example: 3600")
        @Min(900)
        @Max(43200)
        @Nullable Integer durationSeconds) {

  /** Makes a missing role empty. */
  public WebIdentitySpec {
    roleTrn = Texts.shared(roleTrn);
  }

  /** Returns the time for which each set of keys is good. */
  public Duration validFor() {
    return Duration.ofSeconds(durationSeconds == null ? 3600 : durationSeconds);
  }
}
