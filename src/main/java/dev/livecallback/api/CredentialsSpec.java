package dev.livecallback.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/**
 * The source of an account's credentials: exactly one of these.
 *
 * @param secretRef a Secret of the account's namespace
 * @param webIdentity a role that the operator assumes with its own token
 * @param environment the operator's environment
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
    value =
        "[has(self.secretRef), has(self.webIdentity), has(self.environment)]"
            + ".exists_one(given, given)",
    message =
        "set exactly one of secretRef, webIdentity and environment: secretRef for access keys in a"
            + " Secret, webIdentity for a role, environment: {} for the operator's own keys")
public record CredentialsSpec(
    @JsonPropertyDescription("Access keys in an Opaque Secret of this account's namespace.")
        @Nullable CredentialsSecretRef secretRef,
    @JsonPropertyDescription(
            "A role that the operator assumes with the token of its service account,"
                + " without any stored key. Only in the operator's namespace.")
        @Nullable WebIdentitySpec webIdentity,
    @JsonPropertyDescription(
            "The operator's own keys, from files of a mounted Secret or its environment variables,"
                + " such as ACCESS_KEY_ID, ACCESS_KEY_SECRET and SESSION_TOKEN. Only in the"
                + " operator's namespace. Written as environment: {}")
        @Nullable EnvironmentSpec environment) {}
