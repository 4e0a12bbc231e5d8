package dev.livecallback.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/**
 * A target of callbacks (an item of the API's {@code CallbackDetailList}).
 *
 * @param callbackType the kind of target: {@code http}, which covers https too; null = {@code http}
 * @param url the URL to POST to: 1 to 100 ASCII characters, absolute http or https
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record CallbackDetailSpec(
    @JsonPropertyDescription(
            "The kind of target. http, which covers https URLs too, is the only one. Absent = http.")
        @Size(max = 16)
        @ValidationRule(
            value = "self == 'http'",
            message =
                "callbackType is http, which covers https URLs too: write http or leave it out")
        @Nullable String callbackType,
    @JsonPropertyDescription(
            "Where the service POSTs: an absolute http or https URL of 1 to 100 ASCII characters,"
                + " without user name, password and fragment. It has to answer 200 within 4"
                + " seconds. Example: https://hooks.example.com/live")
        @Required
        @Size(max = 100)
        @ValidationRule(
            value = UrlRules.CHARACTERS,
            message =
                "url takes only the ASCII characters of a URL: percent-encode the others (a space is"
                    + " %20), and write an international host in its xn-- form")
        @ValidationRule(
            value = UrlRules.ABSOLUTE,
            message =
                "url is an absolute http or https URL with a host, like"
                    + " https://hooks.example.com/live")
        @ValidationRule(
            value = UrlRules.PORT,
            message = "url has a port from 1 to 65535, or none for the scheme's own")
        @ValidationRule(
            value = UrlRules.NO_USER,
            message =
                "url has no user name or password: whoever may read this object could read them;"
                    + " set authEnable to let the receiver recognise the service")
        @ValidationRule(
            value = "!self.contains('#')",
            message =
                "url has no fragment: remove the '#' and what follows it, no server ever sees it; a"
                    + " literal '#' is %23")
        String url) {

  /** Keeps each text in memory once, because many objects have the same texts. */
  public CallbackDetailSpec {
    callbackType = Texts.sharedOrNull(callbackType);
    url = Texts.shared(url);
  }
}
