package dev.livecallback.api;

import static dev.livecallback.api.AccountSpecs.manyNamespaces;
import static dev.livecallback.api.AccountSpecs.manyRules;
import static dev.livecallback.api.AccountSpecs.validBut;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/**
 * Accounts that the API server refuses, each with the field and the sentence it is refused with.
 */
final class RefusedAccounts {
  private static final String PROFILES = "supported values: \"Volcengine\", \"BytePlus\"";
  private static final String ONE_KIND =
      "spec.credentials: Invalid value: set exactly one of secretRef, webIdentity and environment:"
          + " secretRef for access keys in a Secret, webIdentity for a role, environment: {} for the"
          + " operator's own keys";
  private static final String SECRET_NAME =
      "name is the name of a Secret in this account's namespace: lower-case letters, digits, '-' and"
          + " '.'";
  private static final String SECRET_KEY =
      " is a key in the Secret's data, not the value itself: letters, digits, '-', '_' and '.'";
  private static final String ROLE =
      "roleTrn is the TRN of a role: write it as the console shows it, like"
          + " trn:iam::2100000001:role/live";
  private static final String ACCOUNT_ID =
      "accountId is the number of the cloud account as the console shows it: 1 to 20 digits in"
          + " quotes, like \"2100000001\"";
  private static final String REGION =
      "region consists of 1 to 40 lower-case letters, digits and '-', like cn-north-1: leave it out"
          + " for the profile's";
  private static final String URL_ABSOLUTE =
      "endpoint is an absolute http or https URL with a host, like https://live.volcengineapi.com";
  private static final String URL_CHARACTERS =
      "endpoint takes only the ASCII characters of a URL: percent-encode the others, and write an"
          + " international host in its xn-- form";
  private static final String URL_PORT =
      "endpoint has a port from 1 to 65535, or none for the scheme's own";
  private static final String URL_USER =
      "endpoint has no user name or password: the credentials are named in credentials";
  private static final String URL_QUERY =
      "endpoint has no query and no fragment: remove the '?' or '#' and what follows it";
  private static final String BYTEPLUS_RATES =
      "spec.callsPerSecond: Invalid value: the profile BytePlus allows 1 call per second and action:"
          + " set update, describe and delete to 1 or leave them out";
  private static final String PERIOD =
      "syncPeriod is one number with unit s, m or h, from 1m to 24h: write it like 10m";
  private static final String NAMESPACES =
      "namespaces are names of namespaces, in which * stands for any characters: lower-case letters,"
          + " digits, '-' and '*', like sports-*";
  private static final String SCOPES =
      "scopes are vhost/NAME or domain/NAME, in which * stands for one label, like"
          + " vhost/*.sports.example.com";
  private static final String URLS =
      "urls are http or https URLs in ASCII characters without spaces, in which * stands for the"
          + " rest, like https://*.example.com/*";

  private RefusedAccounts() {}

  static Stream<Arguments> all() {
    return Stream.of(profiles(), credentials(), endpoints(), limits(), rules())
        .flatMap(cases -> cases);
  }

  private static Stream<Arguments> profiles() {
    return Stream.of(
        refused("no profile", "{profile: null}", "spec.profile: Required value"),
        refused("an empty profile", "{profile: ''}", PROFILES),
        refused("a profile in lower case", "{profile: volcengine}", PROFILES),
        refused("another spelling of a profile", "{profile: Byteplus}", PROFILES),
        refused("an empty account number", "{accountId: ''}", ACCOUNT_ID),
        refused("an account's name", "{accountId: sports}", ACCOUNT_ID),
        refused("an account number with a line end", "{accountId: \"21\\n\"}", ACCOUNT_ID),
        refused(
            "an account number without quotes",
            "{accountId: 2100000001}",
            "spec.accountId in body must be of type string"),
        refused(
            "an account number of 21 digits",
            "{accountId: '" + "1".repeat(21) + "'}",
            "spec.accountId: Too long: may not be more than 20 bytes"),
        refused("an empty region", "{region: ''}", REGION),
        refused("a region in capitals", "{region: CN-North-1}", REGION),
        refused("a region with an underscore", "{region: cn_north_1}", REGION),
        refused(
            "a region of 41 characters",
            "{region: " + "a".repeat(41) + "}",
            "spec.region: Too long: may not be more than 40 bytes"));
  }

  private static Stream<Arguments> credentials() {
    return Stream.of(
        refused("no credentials", "{credentials: null}", "spec.credentials: Required value"),
        credentials("no kind of credentials", "{}", ONE_KIND),
        credentials("two kinds", "{secretRef: {name: live}, environment: {}}", ONE_KIND),
        credentials(
            "all kinds",
            "{secretRef: {name: live}, environment: {}, webIdentity: {roleTrn: 'trn:iam::1:role/a'}}",
            ONE_KIND),
        credentials(
            "the environment as a word",
            "{environment: true}",
            "spec.credentials.environment in body must be of type object"),
        credentials(
            "the Secret's name alone",
            "{secretRef: live}",
            "spec.credentials.secretRef in body must be of type object"),
        credentials(
            "a Secret without a name",
            "{secretRef: {accessKeyIdKey: ak}}",
            "spec.credentials.secretRef.name: Required value"),
        credentials("an empty Secret's name", "{secretRef: {name: ''}}", SECRET_NAME),
        credentials("a Secret of another namespace", "{secretRef: {name: a/b}}", SECRET_NAME),
        credentials("a Secret's name in capitals", "{secretRef: {name: Live}}", SECRET_NAME),
        credentials(
            "a Secret's name of 254 characters",
            "{secretRef: {name: " + "a".repeat(254) + "}}",
            "spec.credentials.secretRef.name: Too long: may not be more than 253 bytes"),
        credentials(
            "an empty key of the access key id",
            "{secretRef: {name: live, accessKeyIdKey: ''}}",
            "accessKeyIdKey" + SECRET_KEY),
        credentials(
            "the secret access key itself in place of its key",
            "{secretRef: {name: live, secretAccessKeyKey: 'Zm9v+YmFy/PT0='}}",
            "secretAccessKeyKey" + SECRET_KEY),
        credentials(
            "the session token itself in place of its key",
            "{secretRef: {name: live, sessionTokenKey: 'STS=='}}",
            "sessionTokenKey" + SECRET_KEY),
        credentials(
            "no role", "{webIdentity: {}}", "spec.credentials.webIdentity.roleTrn: Required value"),
        credentials("a role's name", "{webIdentity: {roleTrn: live}}", ROLE),
        credentials(
            "a user's TRN", "{webIdentity: {roleTrn: 'trn:iam::2100000001:user/live'}}", ROLE),
        credentials(
            "another cloud's role", "{webIdentity: {roleTrn: 'arn:aws:iam::1:role/live'}}", ROLE),
        credentials(
            "a role's TRN without a name",
            "{webIdentity: {roleTrn: 'trn:iam::2100000001:role/'}}",
            ROLE),
        credentials(
            "a role's TRN of 513 characters",
            "{webIdentity: {roleTrn: 'trn:iam::1:role/" + "a".repeat(497) + "'}}",
            "spec.credentials.webIdentity.roleTrn: Too long: may not be more than 512 bytes"),
        credentials(
            "keys for less than 15 minutes",
            "{webIdentity: {roleTrn: 'trn:iam::1:role/a', durationSeconds: 899}}",
            "spec.credentials.webIdentity.durationSeconds in body should be greater than or equal to"
                + " 900"),
        credentials(
            "keys for more than 12 hours",
            "{webIdentity: {roleTrn: 'trn:iam::1:role/a', durationSeconds: 43201}}",
            "spec.credentials.webIdentity.durationSeconds in body should be less than or equal to"
                + " 43200"));
  }

  private static Stream<Arguments> endpoints() {
    return Stream.of(
        endpoint("an empty endpoint", "", URL_ABSOLUTE),
        endpoint("a host", "live.volcengineapi.com", URL_ABSOLUTE),
        endpoint("another scheme", "ftp://live.volcengineapi.com", URL_ABSOLUTE),
        endpoint("no host", "https:///", URL_ABSOLUTE),
        endpoint("port 65536", "https://live.volcengineapi.com:65536", URL_PORT),
        endpoint("a space", "https://live.volcengineapi.com/ ", URL_CHARACTERS),
        endpoint("a host that isn't ASCII", "https://直播.example.com", URL_CHARACTERS),
        endpoint("a user with password", "https://me:secret@live.volcengineapi.com", URL_USER),
        endpoint("a user", "https://me@live.volcengineapi.com", URL_USER),
        endpoint("a query", "https://live.volcengineapi.com/?Action=UpdateCallback", URL_QUERY),
        endpoint("an empty query", "https://live.volcengineapi.com/?", URL_QUERY),
        endpoint("a fragment", "https://live.volcengineapi.com/#a", URL_QUERY),
        endpoint(
            "an endpoint of 201 characters",
            "https://a/" + "a".repeat(191),
            "spec.endpoint: Too long: may not be more than 200 bytes"));
  }

  private static Stream<Arguments> limits() {
    return Stream.of(
        refused(
            "no calls at all",
            "{callsPerSecond: {update: 0}}",
            "spec.callsPerSecond.update in body should be greater than or equal to 1"),
        refused(
            "eleven reads per second",
            "{callsPerSecond: {describe: 11}}",
            "spec.callsPerSecond.describe in body should be less than or equal to 10"),
        refused(
            "half a delete per second",
            "{callsPerSecond: {delete: 0.5}}",
            "spec.callsPerSecond.delete in body must be of type int64"),
        refused(
            "two writes per second of BytePlus",
            "{profile: BytePlus, callsPerSecond: {update: 2}}",
            BYTEPLUS_RATES),
        refused(
            "two reads per second of BytePlus",
            "{profile: BytePlus, callsPerSecond: {update: 1, describe: 2}}",
            BYTEPLUS_RATES),
        refused(
            "two deletes per second of BytePlus",
            "{profile: BytePlus, callsPerSecond: {delete: 2}}",
            BYTEPLUS_RATES),
        refused("an empty period", "{syncPeriod: ''}", PERIOD),
        refused(
            "a period without quotes or unit",
            "{syncPeriod: 10}",
            "spec.syncPeriod in body must be of type string"),
        refused("a period without unit", "{syncPeriod: '10'}", PERIOD),
        refused("a period in days", "{syncPeriod: 1d}", PERIOD),
        refused("a period of two numbers", "{syncPeriod: 1h30m}", PERIOD),
        refused("a period with a fraction", "{syncPeriod: 1.5h}", PERIOD),
        refused("a period in milliseconds", "{syncPeriod: 600ms}", PERIOD),
        refused("a negative period", "{syncPeriod: '-10m'}", PERIOD),
        refused("a period of 59 seconds", "{syncPeriod: 59s}", PERIOD),
        refused("a period of no time", "{syncPeriod: 0h}", PERIOD),
        refused("a period of 25 hours", "{syncPeriod: 25h}", PERIOD),
        refused("a period of a second more than a day", "{syncPeriod: 86401s}", PERIOD),
        refused("a period of many hours", "{syncPeriod: 99999h}", PERIOD),
        refused(
            "a period of seven characters",
            "{syncPeriod: 000010m}",
            "spec.syncPeriod: Too long: may not be more than 6 bytes"),
        refused(
            "a limit of deletes without a number",
            "{deleteLimit: {}}",
            "spec.deleteLimit.perHour: Required value"),
        refused(
            "a negative limit of deletes",
            "{deleteLimit: {perHour: -1}}",
            "spec.deleteLimit.perHour in body should be greater than or equal to 0"),
        refused(
            "a limit of 10,001 deletes",
            "{deleteLimit: {perHour: 10001}}",
            "spec.deleteLimit.perHour in body should be less than or equal to 10000"));
  }

  private static Stream<Arguments> rules() {
    return Stream.of(
        refused("no rule", "{allow: []}", "spec.allow in body should have at least 1 items"),
        refused(
            "51 rules",
            "{allow: [" + manyRules(51) + "]}",
            "spec.allow: Too many: 51: must have at most 50 items"),
        rule("a rule for nobody", "{scopes: ['vhost/*']}", ".namespaces: Required value"),
        rule(
            "no namespaces",
            "{namespaces: []}",
            ".namespaces in body should have at least 1 items"),
        rule(
            "101 namespaces",
            "{namespaces: [" + manyNamespaces(101) + "]}",
            ".namespaces: Too many: 101: must have at most 100 items"),
        rule("an empty namespace", "{namespaces: ['']}", NAMESPACES),
        rule("a namespace in capitals", "{namespaces: [ok, Sports]}", NAMESPACES),
        rule("a namespace that ends in '-'", "{namespaces: [sports-]}", NAMESPACES),
        rule("a list of namespaces in one text", "{namespaces: ['sports,news']}", NAMESPACES),
        rule(
            "a namespace of 64 characters",
            "{namespaces: [" + "a".repeat(64) + "]}",
            ".namespaces[0]: Too long: may not be more than 63 bytes"),
        rule(
            "no scopes", "{namespaces: [a], scopes: []}", ".scopes in body should have at least 1"),
        rule("an empty scope", "{namespaces: [a], scopes: ['']}", SCOPES),
        rule("a vhost without its kind", "{namespaces: [a], scopes: [a.example.com]}", SCOPES),
        rule("any kind of scope", "{namespaces: [a], scopes: ['*/a.example.com']}", SCOPES),
        rule("a scope with an app", "{namespaces: [a], scopes: [vhost/a/sports]}", SCOPES),
        rule("a scope without name", "{namespaces: [a], scopes: [vhost/]}", SCOPES),
        rule(
            "a scope of 262 characters",
            "{namespaces: [a], scopes: [vhost/" + "a".repeat(256) + "]}",
            ".scopes[0]: Too long: may not be more than 261 bytes"),
        rule(
            "no URLs", "{namespaces: [a], urls: []}", ".urls in body should have at least 1 items"),
        rule("an empty URL", "{namespaces: [a], urls: ['']}", URLS),
        rule("a URL without scheme", "{namespaces: [a], urls: ['*.example.com']}", URLS),
        rule("any scheme", "{namespaces: [a], urls: ['*://a.example.com']}", URLS),
        rule("a scheme alone", "{namespaces: [a], urls: ['https://']}", URLS),
        rule("a URL with a space", "{namespaces: [a], urls: ['https://a/ b']}", URLS),
        rule("a URL that isn't ASCII", "{namespaces: [a], urls: ['https://直播/']}", URLS),
        rule(
            "a URL of 201 characters",
            "{namespaces: [a], urls: ['https://a/" + "a".repeat(191) + "']}",
            ".urls[0]: Too long: may not be more than 200 bytes"));
  }

  private static Arguments refused(String name, String difference, String sentence) {
    return arguments(name, validBut(difference), sentence);
  }

  private static Arguments credentials(String name, String credentials, String sentence) {
    return refused(name, "{credentials: " + credentials + "}", sentence);
  }

  private static Arguments endpoint(String name, String url, String sentence) {
    return refused(name + " (as endpoint)", "{endpoint: '" + url + "'}", sentence);
  }

  /** A rule that is refused behind one that isn't. */
  private static Arguments rule(String name, String rule, String sentence) {
    return refused(
        name + " (as rule)",
        "{allow: [{namespaces: [ok]}, " + rule + "]}",
        sentence.startsWith(".") ? "spec.allow[1]" + sentence : sentence);
  }
}
