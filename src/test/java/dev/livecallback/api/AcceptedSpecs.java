package dev.livecallback.api;

import static dev.livecallback.api.Specs.validBut;
import static dev.livecallback.api.Specs.withUrl;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Specs that the API server accepts. */
public final class AcceptedSpecs {
  private AcceptedSpecs() {}

  /** Each with what it is, and the spec. */
  public static Stream<Arguments> all() {
    return Stream.concat(combinations(), edges());
  }

  /** Every combination that UpdateCallback allows (contract 3.2). */
  private static Stream<Arguments> combinations() {
    List<Arguments> all = new ArrayList<>();
    for (String type : List.of("push", "push_end", "snapshot", "record", "audit_snapshot")) {
      for (String scope :
          List.of("vhost: a.example.com", "vhost: a.example.com, app: sports", "domain: a.com")) {
        for (String transcode :
            type.startsWith("push")
                ? List.of("", ", transcodeCallback: false", ", transcodeCallback: true")
                : List.of("", ", transcodeCallback: false")) {
          for (String auth :
              List.of(
                  "",
                  ", authEnable: false",
                  ", authEnable: true, authKeyPrimarySecretRef: {name: live-auth, key: primary}")) {
            String fields = scope + ", messageType: " + type + transcode + auth;
            all.add(
                arguments(
                    fields,
                    validBut(
                        "{" + (fields.startsWith("vhost") ? "" : "vhost: null, ") + fields + "}")));
          }
        }
      }
    }
    return all.stream();
  }

  private static Stream<Arguments> edges() {
    String ten =
        IntStream.rangeClosed(1, 10)
            .mapToObj(i -> "{url: 'https://a/" + i + "'}")
            .collect(Collectors.joining(", "));
    String ref = "{authEnable: true, authKeyPrimarySecretRef: ";
    return Stream.of(
        accepted("an account of the object's namespace", "{accountRef: {name: live}}"),
        accepted("an account's name with dots", "{accountRef: {name: live.sports-1}}"),
        accepted(
            "an account of another namespace", "{accountRef: {name: live, namespace: streaming}}"),
        accepted(
            "the longest account",
            "{accountRef: {name: " + "a".repeat(253) + ", namespace: " + "b".repeat(63) + "}}"),
        accepted("a vhost with capitals", "{vhost: Push.Example.COM}"),
        accepted("a vhost of one label with an underscore", "{vhost: push_1}"),
        accepted("a vhost of 253 characters", "{vhost: " + "a".repeat(253) + "}"),
        accepted("a domain of 253 characters", "{vhost: null, domain: " + "a".repeat(253) + "}"),
        accepted("an international domain", "{vhost: null, domain: xn--fiq228c.example.com}"),
        accepted("an app of one character", "{app: '1'}"),
        accepted("an app of every kind of character", "{app: aZ0_.-}"),
        accepted("an app of 30 characters", "{app: " + "a".repeat(30) + "}"),
        accepted("ten targets", "{callbackDetailList: [" + ten + "]}"),
        accepted(
            "http as the kind of target",
            "{callbackDetailList: [{callbackType: http, url: 'http://a/1'}]}"),
        accepted(
            "two URLs that differ in case only",
            "{callbackDetailList: [{url: 'https://a/b'}, {url: 'https://a/B'}]}"),
        accepted("the policy Delete", "{deletionPolicy: Delete}"),
        accepted("the policy Orphan", "{deletionPolicy: Orphan}"),
        accepted("the policy Enforce", "{managementPolicy: Enforce}"),
        accepted("the policy ApplyOnChange", "{managementPolicy: ApplyOnChange}"),
        accepted("the policy Observe", "{managementPolicy: Observe}"),
        accepted("the policy IfIdentical", "{adoptionPolicy: IfIdentical}"),
        accepted("the policy Adopt", "{adoptionPolicy: Adopt}"),
        accepted("a Secret's name with dots", ref + "{name: live.auth-1, key: primary}}"),
        accepted("a key that looks like a file", ref + "{name: a, key: .primary_KEY-1.txt}}"),
        url("an http URL", "http://hooks.example.com/live"),
        url("a URL without path", "https://hooks.example.com"),
        url("a URL with a port", "https://hooks.example.com:8443/live"),
        url("a URL with the highest port", "https://hooks.example.com:65535"),
        url("a URL with an IPv4 address", "http://192.0.2.1/live"),
        url("a URL with an IPv6 address", "http://[2001:db8::1]:8080/live"),
        url("a URL with a query", "https://hooks.example.com/?team=sports&x=%20a;b"),
        url("a URL with an @ in its path", "https://hooks.example.com/@sports"),
        url("a URL with an @ in its query", "https://hooks.example.com?to=me@example.com"),
        url("a URL with a literal #", "https://hooks.example.com/%23now"),
        url("a URL with an international host", "https://xn--fiq228c.example.com/"),
        url("a URL with every character", "https://a/-._~:/?[]@!$&'()*+,;=%41"),
        url("a URL of 100 characters", "https://hooks.example.com/" + "a".repeat(74)));
  }

  private static Arguments accepted(String name, String difference) {
    return arguments(name, validBut(difference));
  }

  private static Arguments url(String name, String url) {
    return arguments(name, withUrl(url));
  }
}
