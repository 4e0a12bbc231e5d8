package dev.livecallback.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.livecallback.api.AccountName;
import dev.livecallback.api.AllowRule;
import dev.livecallback.volcengine.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Who may use the account live/default. */
class AccessTest {
  private static final AccountName ACCOUNT = new AccountName("live", "default");
  private static final Scope LIVE = Scope.vhost("live.example.com");
  private static final String HOOK = "https://hooks.example.com/live";

  private static AllowRule rule(
      List<String> namespaces, @Nullable List<String> scopes, @Nullable List<String> urls) {
    return new AllowRule(namespaces, scopes, urls);
  }

  private static Access access(AllowRule... allow) {
    return Access.of(ACCOUNT, List.of(allow));
  }

  private static String refused(Access access, String namespace, Scope scope, String... urls) {
    return access.refusal(namespace, scope, List.of(urls)).orElse("");
  }

  @Test
  void isEqualIfTheSameIsWrittenOfTheSameAccount() {
    AllowRule all = rule(List.of("*"), null, null);

    assertThat(access(all)).isEqualTo(access(all)).hasSameHashCodeAs(access(all));
    assertThat(access(all)).isNotEqualTo(access(rule(List.of("*"), List.of("vhost/a"), null)));
    assertThat(access(all)).isNotEqualTo(Access.of(new AccountName("live", "other"), List.of(all)));
    assertThat(Access.of(ACCOUNT, null))
        .isEqualTo(Access.of(ACCOUNT, null))
        .isNotEqualTo(access(rule(List.of("live"), null, null)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void matchesNamespaces(String situation, String pattern, String namespace, boolean expected) {
    Access access = access(rule(List.of("other", pattern), null, null));

    assertThat(access.refusal(namespace, LIVE, List.of(HOOK)).isEmpty()).isEqualTo(expected);
  }

  static Stream<Arguments> matchesNamespaces() {
    return Stream.of(
        arguments("a name is that namespace", "team-a", "team-a", true),
        arguments("and no other", "team-a", "team-ab", false),
        arguments("in its case", "team-a", "Team-a", false),
        arguments("a star is every namespace", "*", "team-a", true),
        arguments("a star stands for any characters", "team-*", "team-a-b", true),
        arguments("in their place", "team-*", "my-team-a", false),
        arguments("the account's own is one like others", "team-*", "live", false));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void matchesScopes(String situation, String pattern, Scope scope, boolean expected) {
    Access access = access(rule(List.of("*"), List.of("vhost/other", pattern), null));

    assertThat(access.refusal("team-a", scope, List.of(HOOK)).isEmpty()).isEqualTo(expected);
  }

  static Stream<Arguments> matchesScopes() {
    String sports = "vhost/*.sports.example.com";
    return Stream.of(
        arguments("a name is that scope", "vhost/live.example.com", LIVE, true),
        arguments("in any case", "VHOST/Live.Example.COM", Scope.vhost("LIVE.example.com"), true),
        arguments("and no domain", "vhost/live.example.com", domain("live.example.com"), false),
        arguments("a domain is a domain", "domain/*.example.com", domain("a.example.com"), true),
        arguments("and no vhost", "domain/live.example.com", LIVE, false),
        arguments("a star is a label", sports, Scope.vhost("live.sports.example.com"), true),
        arguments("not two", sports, Scope.vhost("a.b.sports.example.com"), false),
        arguments("and not none", sports, Scope.vhost("sports.example.com"), false),
        arguments("nor an empty one", sports, Scope.vhost(".sports.example.com"), false),
        arguments("a star within a label", "vhost/l*.example.com", LIVE, true),
        arguments("a star is no dot", "vhost/live*com", LIVE, false),
        arguments(
            "a longer name is another",
            "vhost/live.example.com",
            vhost("live.example.com.cn"),
            false),
        arguments("a star alone is a name of one label", "vhost/*", LIVE, false),
        arguments("a pattern without kind is none", "*.example.com", LIVE, false),
        arguments("nor is one with a star for the kind", "*/live.example.com", LIVE, false),
        arguments("nor a star alone", "*", Scope.vhost("live"), false));
  }

  private static Scope vhost(String name) {
    return Scope.vhost(name);
  }

  private static Scope domain(String name) {
    return Scope.domain(name);
  }

  @Test
  void isTheOwnNamespacesWithoutRules() {
    Access access = Access.of(ACCOUNT, null);

    assertThat(access.refusal("live", LIVE, List.of(HOOK, "no URL"))).isEmpty();
    assertThat(refused(access, "team-a", LIVE, HOOK))
        .isEqualTo(
            "LiveAccount live/default doesn't allow namespace team-a to use"
                + " vhost/live.example.com. Its owner can set spec.allow: [{namespaces:"
                + " [\"live\"]}, {namespaces: [\"team-a\"], scopes: [\"vhost/live.example.com\"],"
                + " urls: [\"https://hooks.example.com/*\"]}]");
  }

  @Test
  void isNobodysWithAnEmptyList() {
    assertThat(refused(access(), "live", LIVE, HOOK))
        .startsWith("LiveAccount live/default doesn't allow namespace live to use");
  }

  @Test
  void isNobodysByEmptyListsWithinARule() {
    assertThat(refused(access(rule(List.of(), null, null)), "live", LIVE, HOOK)).isNotEmpty();
    assertThat(refused(access(rule(List.of("*"), List.of(), null)), "a", LIVE, HOOK)).isNotEmpty();
    assertThat(refused(access(rule(List.of("*"), null, List.of())), "a", LIVE, HOOK)).isNotEmpty();
  }

  @Test
  void saysThatNoRuleNamesTheNamespace() {
    Access access = access(rule(List.of("live", "team-b"), null, null));

    assertThat(refused(access, "team-a", LIVE, HOOK))
        .isEqualTo(
            "LiveAccount live/default doesn't allow namespace team-a to use"
                + " vhost/live.example.com. Its owner can add to spec.allow: {namespaces:"
                + " [\"team-a\"], scopes: [\"vhost/live.example.com\"], urls:"
                + " [\"https://hooks.example.com/*\"]}");
  }

  @Test
  void saysThatNoRuleOfTheNamespaceNamesTheScope() {
    Access access =
        access(
            rule(List.of("team-a"), List.of("vhost/a.example.com"), null),
            rule(List.of("team-b"), List.of("vhost/live.example.com"), null));

    assertThat(refused(access, "team-a", LIVE, HOOK))
        .startsWith(
            "LiveAccount live/default allows namespace team-a, but not to use"
                + " vhost/live.example.com. Its owner can add to spec.allow: {namespaces:"
                + " [\"team-a\"], scopes: [\"vhost/live.example.com\"], urls:");
  }

  @Test
  void saysWhichUrlNoRuleOfNamespaceAndScopeNames() {
    Access access =
        access(
            rule(List.of("team-*"), null, List.of("https://hooks.example.com/*")),
            rule(List.of("team-a"), List.of("vhost/a.example.com"), null));

    assertThat(refused(access, "team-a", LIVE, HOOK, "http://hooks.other.com:8080/x?key=hush"))
        .isEqualTo(
            "LiveAccount live/default allows namespace team-a to use vhost/live.example.com, but"
                + " not to call back http://hooks.other.com:8080/x?…. Its owner can add to"
                + " spec.allow: {namespaces: [\"team-a\"], scopes: [\"vhost/live.example.com\"],"
                + " urls: [\"https://hooks.example.com/*\", \"http://hooks.other.com:8080/*\"]}");
  }

  @Test
  void wantsOneRuleForAllUrls() {
    Access access =
        access(
            rule(List.of("*"), null, List.of("https://a.example.com/*")),
            rule(List.of("*"), null, List.of("https://b.example.com/*")));

    assertThat(refused(access, "x", LIVE, "https://a.example.com/1", "https://b.example.com/2"))
        .startsWith(
            "LiveAccount live/default allows namespace x to use vhost/live.example.com, but no"
                + " rule allows all of its URLs together. Its owner can add");
    assertThat(refused(access, "x", LIVE, "https://a.example.com/1", "https://a.example.com/2"))
        .isEmpty();
  }

  @Test
  void wantsOneRuleForScopeAndUrl() {
    Access access =
        access(
            rule(List.of("*"), List.of("vhost/live.example.com"), List.of("https://a.com/*")),
            rule(List.of("*"), List.of("vhost/b.example.com"), List.of(HOOK)));

    assertThat(refused(access, "x", LIVE, HOOK)).contains("but not to call back " + HOOK);
  }

  @Test
  void saysWhatIsWrongWithAUrlThatNoRuleCanAllow() {
    Access access = access(rule(List.of("team-a"), null, List.of("https://hooks.example.com/*")));
    String odd = "https://hooks.example.com/a/../b?key=hush";

    assertThat(refused(access, "team-a", LIVE, odd))
        .isEqualTo(
            "LiveAccount live/default allows namespace team-a to use vhost/live.example.com, but"
                + " not to call back https://hooks.example.com/a/../b?…: its path has a segment of"
                + " dots. No rule for URLs can allow it; write it plainly.");
    assertThat(refused(access, "team-b", LIVE, HOOK, odd))
        .isEqualTo(
            "LiveAccount live/default doesn't allow namespace team-b to use"
                + " vhost/live.example.com. No rule for URLs can allow"
                + " https://hooks.example.com/a/../b?…: its path has a segment of dots; write it"
                + " plainly first.");
  }

  @Test
  void takesAnyUrlByARuleWithoutUrls() {
    assertThat(refused(access(rule(List.of("*"), null, null)), "x", LIVE, "no URL")).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void showsNothingSecret(String url, String shown) {
    Access access = access(rule(List.of("*"), null, List.of()));

    assertThat(refused(access, "x", LIVE, url))
        .contains("call back " + shown)
        .doesNotContain("hush");
  }

  static Stream<Arguments> showsNothingSecret() {
    return Stream.of(
        arguments("https://h.example.com/x?k=hush", "https://h.example.com/x?…"),
        arguments("https://h.example.com?hush#hush", "https://h.example.com?…"),
        arguments("https://h.example.com/#hush", "https://h.example.com/#…"),
        arguments("https://me:hush@h.example.com/", "https://…@h.example.com/"),
        arguments("https://me:hush@hush@h.example.com/x?hush", "https://…@h.example.com/x?…"),
        arguments("https://h.example.com/?\nhush", "https://h.example.com/?…"));
  }

  @Test
  void quotesWhatItSuggests() {
    assertThat(refused(access(), "a\"b", Scope.vhost("x\\y")))
        .endsWith("spec.allow: {namespaces: [\"a\\\"b\"], scopes: [\"vhost/x\\\\y\"]}");
  }

  @Property
  void theRuleThatARefusalSuggestsAllowsTheObjectAndNoOtherHost(
      @ForAll("hosts") List<String> hosts, @ForAll("hosts") List<String> others) {
    List<String> urls = hosts.stream().map(host -> host + "/live?key=hush").toList();
    String refusal = access().refusal("team-a", LIVE, urls).orElseThrow();
    List<String> suggested = urlsOf(refusal);
    Access access = access(rule(List.of("team-a"), List.of(LIVE.toString()), suggested));

    assertThat(access.refusal("team-a", LIVE, urls)).isEmpty();
    assertThat(access.refusal("team-a", LIVE, others).isEmpty())
        .isEqualTo(hosts.containsAll(others));
    assertThat(refusal).doesNotContain("hush");
  }

  private static List<String> urlsOf(String refusal) {
    String list = refusal.substring(refusal.indexOf("urls: [") + 7, refusal.lastIndexOf("]}"));
    List<String> urls = new ArrayList<>();
    for (String url : list.split(", ", -1)) {
      urls.add(url.substring(1, url.length() - 1));
    }
    return urls;
  }

  @Provide
  static Arbitrary<List<String>> hosts() {
    Arbitrary<String> scheme = Arbitraries.of("http", "https");
    Arbitrary<String> name = Arbitraries.of("a.example.com", "b.example.com", "c.b.example.com");
    Arbitrary<String> port = Arbitraries.of("", ":8080");
    return Combinators.combine(scheme, name, port)
        .as((a, b, c) -> a + "://" + b + c)
        .list()
        .uniqueElements()
        .ofMinSize(1)
        .ofMaxSize(4);
  }
}
