package dev.livecallback.api;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The spec of one account, as a person writes it. Absent optional fields have their meaning in code
 * and are never written into the object.
 *
 * @param profile {@link #VOLCENGINE} or {@link #BYTEPLUS}; never changes
 * @param credentials the source of the credentials
 * @param accountId the cloud account's number; null = the service is asked; once set, never changes
 * @param region the region that calls are signed for; null = the profile's
 * @param endpoint the API's URL, absolute http or https; null = the profile's
 * @param callsPerSecond the calls per second; null = as many as the profile allows
 * @param syncPeriod the interval at which each scope is read: a number with unit s, m or h, 1m to
 *     24h; null = as the operator was started
 * @param deleteLimit the limit of deletes; null = no limit
 * @param allow the rules of which namespaces may use the account for what; null = its own one for
 *     anything
 */
@JsonClassDescription("The way to a cloud account, and who may use it for what.")
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
    value =
        "!has(oldSelf.accountId) || (has(self.accountId) && self.accountId == oldSelf.accountId)",
    fieldPath = ".accountId",
    message =
        "accountId can't be changed or removed once it is set, for records were written in that"
            + " cloud account: put it back, and create another LiveAccount for another cloud"
            + " account")
@ValidationRule(
    value =
        "self.profile != 'BytePlus' || !has(self.callsPerSecond)"
            + " || ((!has(self.callsPerSecond.update) || self.callsPerSecond.update <= 1)"
            + " && (!has(self.callsPerSecond.describe) || self.callsPerSecond.describe <= 1)"
            + " && (!has(self.callsPerSecond.delete) || self.callsPerSecond.delete <= 1))",
    fieldPath = ".callsPerSecond",
    message =
        "the profile BytePlus allows 1 call per second and action: set update, describe and delete"
            + " to 1 or leave them out")
@RecordBuilder
public record LiveAccountSpec(
    @JsonPropertyDescription(
            "The service, which decides on the endpoint, the quota and the message types:"
                + " Volcengine"
                + " (Volcengine Live, 10 calls per second and action) or BytePlus (BytePlus"
                + " MediaLive, 1 call). Can't be changed. Example: Volcengine")
        @Required
        @Size(max = 16)
        @ValidationRule(
            value = "self == oldSelf",
            message =
                "profile can't be changed: create another LiveAccount for the other service, and"
                    + " name it in the accountRef of the objects that are to move")
        String profile,
    @JsonPropertyDescription(
            "Where the credentials come from: exactly one of secretRef, webIdentity and"
                + " environment. You can change it.")
        @Required
        CredentialsSpec credentials,
    @JsonPropertyDescription(
            "The number of the cloud account that the credentials have to belong to: 1 to"
                + " 20 digits. Accounts with the same number share its quota and its records."
                + " Absent = the operator asks the service. You can add it later; once set, it"
                + " can't be changed or removed. Example: 2100000001")
        @Size(max = 20)
        @ValidationRule(
            value = "self.matches('^[0-9]{1,20}$')",
            message =
                "accountId is the number of the cloud account as the console shows it: 1 to 20"
                    + " digits in quotes, like \"2100000001\"")
        @Nullable String accountId,
    @JsonPropertyDescription(
            "The region that calls are signed for: 1 to 40 lower-case letters, digits and '-'."
                + " Absent = the profile's. Example: cn-north-1")
        @Size(max = 40)
        @ValidationRule(
            value = "self.matches('^[a-z0-9-]{1,40}$')",
            message =
                "region consists of 1 to 40 lower-case letters, digits and '-', like cn-north-1:"
                    + " leave it out for the profile's")
        @Nullable String region,
    @JsonPropertyDescription(
            "Where the API is: an absolute http or https URL of at most 200 ASCII"
                + " characters, without user name, password, query and fragment. The operator"
                + " calls only the endpoints that it allows (ALLOWED_ENDPOINTS). Absent = the"
                + " profile's. Example: https://live.volcengineapi.com")
        @Size(max = 200)
        @ValidationRule(
            value = UrlRules.CHARACTERS,
            message =
                "endpoint takes only the ASCII characters of a URL: percent-encode the others, and"
                    + " write an international host in its xn-- form")
        @ValidationRule(
            value = UrlRules.ABSOLUTE,
            message =
                "endpoint is an absolute http or https URL with a host, like"
                    + " https://live.volcengineapi.com")
        @ValidationRule(
            value = UrlRules.PORT,
            message = "endpoint has a port from 1 to 65535, or none for the scheme's own")
        @ValidationRule(
            value = UrlRules.NO_USER,
            message =
                "endpoint has no user name or password: the credentials are named in credentials")
        @ValidationRule(
            value = "!self.contains('?') && !self.contains('#')",
            message =
                "endpoint has no query and no fragment: remove the '?' or '#' and what follows it")
        @Nullable String endpoint,
    @JsonPropertyDescription(
            "How many calls to make per second, for each action of the API: at most what"
                + " the profile"
                + " allows (Volcengine 10, BytePlus 1); fewer leave room for other tools. Absent ="
                + " as many as the profile allows.")
        @Nullable CallRates callsPerSecond,
    @JsonPropertyDescription(
            "How often every vhost and domain in use is read to find outside changes: one"
                + " number with unit s, m or h, from 1m to 24h. Absent = the operator's"
                + " SYNC_PERIOD. Example: 10m")
        @Size(max = 6)
        @ValidationRule(
            value =
                "self.matches('^[0-9]{1,5}[smh]$') && duration(self) >= duration('1m')"
                    + " && duration(self) <= duration('24h')",
            message =
                "syncPeriod is one number with unit s, m or h, from 1m to 24h: write it like 10m")
        @Nullable String syncPeriod,
    @JsonPropertyDescription(
            "How many records may be deleted through this account; further deletes are held until"
                + " they fit or a person releases them. Absent = no limit.")
        @Nullable DeleteLimitSpec deleteLimit,
    @JsonPropertyDescription(
            "Which namespaces may use this account, and for what: 1 to 50 rules. One rule"
                + " has to allow an object as a whole. An account whose spec has more than 128"
                + " Ki characters can't be used. Absent = this account's own namespace, for"
                + " anything.")
        @Nullable List<AllowRule> allow)
    implements LiveAccountSpecBuilder.With {

  /** Volcengine Live. */
  public static final String VOLCENGINE = "Volcengine";

  /** BytePlus MediaLive. */
  public static final String BYTEPLUS = "BytePlus";

  /** A spec of which nothing could be read. */
  static final LiveAccountSpec NOTHING =
      new LiveAccountSpec(
          "", new CredentialsSpec(null, null, null), null, null, null, null, null, null, null);

  /** Takes a copy of the rules. */
  public LiveAccountSpec {
    profile = Texts.shared(profile);
    credentials = credentials == null ? new CredentialsSpec(null, null, null) : credentials;
    allow = allow == null ? null : List.copyOf(allow);
  }
}
