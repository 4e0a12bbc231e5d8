package dev.livecallback.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A rule of who may use an account for what. An object is allowed if one rule allows its namespace,
 * its scope and all of its URLs.
 *
 * @param namespaces patterns of namespaces, 1 to 100; {@code *} stands for any characters
 * @param scopes patterns of {@code vhost/NAME} or {@code domain/NAME}, 1 to 100; {@code *} stands
 *     for one label; null = all
 * @param urls patterns of callback URLs, 1 to 100; null = all
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record AllowRule(
    @JsonPropertyDescription(
            "The namespaces whose objects may use the account: 1 to 100 names of at most 63"
                + " characters, in which * stands for any characters. Example: [\"sports-*\"]")
        @Required
        @ValidationRule(
            value = "self.all(name, name.matches('^" + Formats.ALLOWED_NAMESPACE + "$'))",
            message =
                "namespaces are names of namespaces, in which * stands for any characters:"
                    + " lower-case letters, digits, '-' and '*', like sports-*")
        List<String> namespaces,
    @JsonPropertyDescription(
            "The vhosts and domains that they may use: 1 to 100 of vhost/NAME or domain/NAME, at"
                + " most 261 characters each, in which * stands for one label. Absent = all."
                + " Example: [\"vhost/*.sports.example.com\"]")
        @ValidationRule(
            value = "self.all(scope, scope.matches('^" + Formats.ALLOWED_SCOPE + "$'))",
            message =
                "scopes are vhost/NAME or domain/NAME, in which * stands for one label, like"
                    + " vhost/*.sports.example.com")
        @Nullable List<String> scopes,
    @JsonPropertyDescription(
            "Where callbacks may go: 1 to 100 http or https URLs of at most 200 ASCII characters, in"
                + " which * stands for one label of the host or any characters of the path. All"
                + " URLs of an object have to match. Absent = anywhere."
                + " Example: [\"https://*.example.com/*\"]")
        @ValidationRule(
            value = "self.all(url, url.matches('^" + Formats.ALLOWED_URL + "$'))",
            message =
                "urls are http or https URLs in ASCII characters without spaces, in which * stands"
                    + " for the rest, like https://*.example.com/*")
        @Nullable List<String> urls) {

  /** Takes copies. */
  public AllowRule {
    namespaces = namespaces == null ? List.of() : List.copyOf(namespaces);
    scopes = scopes == null ? null : List.copyOf(scopes);
    urls = urls == null ? null : List.copyOf(urls);
  }
}
