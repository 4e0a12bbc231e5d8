package dev.livecallback.api;

import static dev.livecallback.api.AccountSpecs.manyNamespaces;
import static dev.livecallback.api.AccountSpecs.manyRules;
import static dev.livecallback.api.AccountSpecs.validBut;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.Collections;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Accounts that the API server accepts. */
final class AcceptedAccounts {
  private AcceptedAccounts() {}

  static Stream<Arguments> all() {
    return Stream.of(credentials(), fields(), rules()).flatMap(cases -> cases);
  }

  private static Stream<Arguments> credentials() {
    String role = "{credentials: {webIdentity: {roleTrn: 'trn:iam::2100000001:role/live'";
    return Stream.of(
        accepted("a Secret", "{}"),
        accepted(
            "a Secret with keys of its own",
            "{credentials: {secretRef: {name: live.keys-1, accessKeyIdKey: AK,"
                + " secretAccessKeyKey: sk_1, sessionTokenKey: .token-1.txt}}}"),
        accepted("a role", role + "}}}"),
        accepted("a role for 15 minutes", role + ", durationSeconds: 900}}}"),
        accepted("a role for 12 hours", role + ", durationSeconds: 43200}}}"),
        accepted(
            "a role with a path",
            "{credentials: {webIdentity: {roleTrn: 'trn:iam::1:role/team/live@1'}}}"),
        accepted(
            "a role's TRN of 512 characters",
            "{credentials: {webIdentity: {roleTrn: 'trn:iam::1:role/" + "a".repeat(496) + "'}}}"),
        accepted("the operator's environment", "{credentials: {environment: {}}}"));
  }

  private static Stream<Arguments> fields() {
    return Stream.of(
        accepted("BytePlus", "{profile: BytePlus}"),
        accepted("an account number of one digit", "{accountId: '1'}"),
        accepted("an account number of 20 digits", "{accountId: '" + "9".repeat(20) + "'}"),
        accepted("a region", "{region: cn-north-1}"),
        accepted("a region of 40 characters", "{region: " + "a".repeat(40) + "}"),
        accepted("an https endpoint", "{endpoint: 'https://live.volcengineapi.com'}"),
        accepted("an http endpoint with port and path", "{endpoint: 'http://10.0.0.1:8080/live'}"),
        accepted("an IPv6 endpoint", "{endpoint: 'http://[2001:db8::1]:8080'}"),
        accepted(
            "an endpoint of 200 characters", "{endpoint: 'https://a/" + "a".repeat(190) + "'}"),
        accepted("no rates", "{callsPerSecond: {}}"),
        accepted("the lowest rates", "{callsPerSecond: {update: 1, describe: 1, delete: 1}}"),
        accepted("the highest rates", "{callsPerSecond: {update: 10, describe: 10, delete: 10}}"),
        accepted("a rate of one action", "{callsPerSecond: {describe: 5}}"),
        accepted(
            "the rates of BytePlus",
            "{profile: BytePlus, callsPerSecond: {update: 1, describe: 1, delete: 1}}"),
        accepted("no rates of BytePlus", "{profile: BytePlus, callsPerSecond: {}}"),
        accepted("a period in seconds", "{syncPeriod: 60s}"),
        accepted("a period in minutes", "{syncPeriod: 10m}"),
        accepted("a period of a day", "{syncPeriod: 24h}"),
        accepted("a period of a day in minutes", "{syncPeriod: 1440m}"),
        accepted("a period of a day in seconds", "{syncPeriod: 86400s}"),
        accepted("every delete held", "{deleteLimit: {perHour: 0}}"),
        accepted("many deletes", "{deleteLimit: {perHour: 10000}}"));
  }

  private static Stream<Arguments> rules() {
    String scopes = String.join(", ", Collections.nCopies(100, "vhost/" + "a".repeat(255)));
    String urls =
        String.join(", ", Collections.nCopies(100, "'https://a/" + "a".repeat(190) + "'"));
    return Stream.of(
        accepted("every namespace", "{allow: [{namespaces: ['*']}]}"),
        accepted(
            "a rule with everything",
            "{allow: [{namespaces: ['sports-*', '*-live', 'a*b', a, '1'],"
                + " scopes: ['vhost/*.sports.example.com', 'domain/*', vhost/Push_1],"
                + " urls: ['https://*.example.com/*', 'http://*', 'https://a/?b={c}#d']}]}"),
        accepted("50 rules", "{allow: [" + manyRules(50) + "]}"),
        accepted(
            "the largest rule",
            "{allow: [{namespaces: ["
                + manyNamespaces(100)
                + "], scopes: ["
                + scopes
                + "], urls: ["
                + urls
                + "]}]}"));
  }

  private static Arguments accepted(String name, String difference) {
    return arguments(name, validBut(difference));
  }
}
