package dev.livecallback.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.account.Access;
import dev.livecallback.api.AccountName;
import dev.livecallback.api.AllowRule;
import dev.livecallback.volcengine.Scope;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("docs/tenancy.md")
class TenancyPageTest {
  private static final Scope ANY_SCOPE = Scope.parse("vhost/push.example.com");
  private static final String ANY_URL = "https://hooks.example.com/";

  @ParameterizedTest(name = "{0} matches {1}: {2}")
  @MethodSource
  void patterns(String pattern, String text, boolean matches) {
    boolean url = pattern.startsWith("http");
    AllowRule rule =
        new AllowRule(List.of("*"), url ? null : List.of(pattern), url ? List.of(pattern) : null);
    Scope scope = url ? ANY_SCOPE : Scope.parse(text);
    List<String> urls = List.of(url ? text : ANY_URL);

    assertThat(
            Access.of(new AccountName("live", "a"), List.of(rule))
                .refusal("sports", scope, urls)
                .isEmpty())
        .isEqualTo(matches);
  }

  static Stream<Arguments> patterns() {
    List<Arguments> patterns =
        Pages.rows("docs/tenancy.md")
            .filter(row -> row.getFirst().matches("`(vhost|domain|https?:).*`"))
            .flatMap(
                row -> {
                  String pattern = Pages.code(row.getFirst()).getFirst();
                  return Stream.concat(
                      Pages.code(row.get(1)).stream()
                          .map(text -> Arguments.of(pattern, text, true)),
                      Pages.code(row.get(2)).stream()
                          .map(text -> Arguments.of(pattern, text, false)));
                })
            .toList();
    assertThat(patterns).hasSizeGreaterThan(15);
    return patterns.stream();
  }

  @ParameterizedTest(name = "no rule for URLs allows {0}")
  @ValueSource(
      strings = {
        "https://user@hooks.example.com/",
        "https://hooks.example.com/#here",
        "https://hooks.example.com/live/../admin",
        "https://hooks.example.com/live/%2e%2e/admin",
        "https://hooks.example.com/live/%252e%252e/admin",
        "https://hooks.example.com\\admin",
        "https://hooks.example.com./",
        "https://0x7f.1/"
      })
  void unclear(String url) {
    List<AllowRule> allow =
        List.of(
            new AllowRule(
                List.of("*"), null, List.of("https://*.example.com/*", "https://*.*/*", url)));

    assertThat(
            Access.of(new AccountName("live", "a"), allow)
                .refusal("sports", ANY_SCOPE, List.of(url)))
        .isPresent();
  }

  @ParameterizedTest(name = "sports-* takes {0}: {1}")
  @MethodSource
  void namespaces(String namespace, boolean allowed) {
    List<AllowRule> allow = List.of(new AllowRule(List.of("sports-*"), null, null));

    assertThat(
            Access.of(new AccountName("live", "a"), allow)
                .refusal(namespace, ANY_SCOPE, List.of(ANY_URL))
                .isEmpty())
        .isEqualTo(allowed);
  }

  static Stream<Arguments> namespaces() {
    return Stream.of(
        Arguments.of("sports-football", true),
        Arguments.of("sports-", true),
        Arguments.of("sports", false),
        Arguments.of("live", false));
  }
}
