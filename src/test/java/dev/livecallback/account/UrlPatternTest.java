package dev.livecallback.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.statistics.Statistics;
import net.jqwik.api.statistics.StatisticsReport;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class UrlPatternTest {
  private static final String EXAMPLE = "https://*.example.com/*";

  private static boolean allows(String pattern, String url) {
    Target target = TargetReader.url(url);
    return UrlPattern.of(pattern).stream().anyMatch(read -> read.matches(target));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void allows(String situation, String pattern, String url) {
    assertThat(allows(pattern, url)).isTrue();
  }

  static Stream<Arguments> allows() {
    return Stream.of(
        arguments("a host whose label the star stands for", EXAMPLE, "https://a.example.com/x"),
        arguments("any path below", EXAMPLE, "https://a.example.com/x/y.z/"),
        arguments("no path", EXAMPLE, "https://a.example.com"),
        arguments("any query", EXAMPLE, "https://a.example.com/x?y=/../&z=http://evil.com/"),
        arguments("a query without path", EXAMPLE, "https://a.example.com?y"),
        arguments("a host in capitals", EXAMPLE, "https://A.EXAMPLE.com/"),
        arguments("a pattern in capitals", "HTTPS://*.Example.COM/*", "https://a.example.com/"),
        arguments("a scheme in capitals", EXAMPLE, "HTTPS://a.example.com/"),
        arguments("the scheme's port", EXAMPLE, "https://a.example.com:443/"),
        arguments("an empty port", EXAMPLE, "https://a.example.com:/"),
        arguments("the port of http", "http://h.example.com:80/*", "http://h.example.com/"),
        arguments(
            "a port that is named", "https://h.example.com:8443/", "https://h.example.com:8443"),
        arguments("the root, without path", "https://h.example.com", "https://h.example.com"),
        arguments("the root, with a slash", "https://h.example.com", "https://h.example.com/"),
        arguments("no slash for a slash", "https://h.example.com/", "https://h.example.com"),
        arguments(
            "the path that is named",
            "https://h.example.com/live",
            "https://h.example.com/live?k=1"),
        arguments(
            "a path of several stars",
            "https://h.example.com/*/live/*",
            "https://h.example.com/a/b/live/"),
        arguments(
            "a star within a label", "https://hook-*.example.com/", "https://hook-1.example.com/"),
        arguments(
            "stars for several labels", "https://*.*.example.com/", "https://a.b.example.com/"),
        arguments("an address", "http://10.0.*.*/*", "http://10.0.1.255/x"),
        arguments("an IPv6 address", "http://[2001:DB8::1]:8080/*", "http://[2001:db8::1]:8080/x"),
        arguments("an underscore", EXAMPLE, "https://a_b.example.com/"),
        arguments("a name with a number at its end", "https://*/", "https://host1/"),
        arguments("escapes of text", EXAMPLE, "https://a.example.com/%E4%BD%A0%20b/100%25"),
        arguments("dots within a segment", EXAMPLE, "https://a.example.com/a..b/.well-known/c.."),
        arguments("two slashes", EXAMPLE, "https://a.example.com//x"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void refuses(String situation, String pattern, String url) {
    assertThat(allows(pattern, url)).isFalse();
  }

  static Stream<Arguments> refuses() {
    String hooks = "https://h.example.com/hooks/*";
    return Stream.of(
        arguments("another scheme", EXAMPLE, "http://a.example.com/"),
        arguments("that scheme for another", "http://*.example.com/*", "https://a.example.com/"),
        arguments("two labels for a star", EXAMPLE, "https://a.b.example.com/"),
        arguments("no label for a star", EXAMPLE, "https://example.com/"),
        arguments("nothing for a star", "https://hook*.example.com/", "https://hook.example.com/"),
        arguments("an empty label for a star", EXAMPLE, "https://.example.com/"),
        arguments("a longer name", EXAMPLE, "https://a.example.com.evil.com/"),
        arguments("a longer label", EXAMPLE, "https://a.evilexample.com/"),
        arguments("a dot for another sign", "https://a.example.com/", "https://axexample.com/"),
        arguments("a dot at the end", EXAMPLE, "https://a.example.com./"),
        arguments("another port", EXAMPLE, "https://a.example.com:8443/"),
        arguments("the port of the other scheme", EXAMPLE, "https://a.example.com:80/"),
        arguments("no port for one", "https://h.example.com:8443/", "https://h.example.com/"),
        arguments("a path below the root", "https://h.example.com", "https://h.example.com/x"),
        arguments("a path below one", "https://h.example.com/x", "https://h.example.com/x/y"),
        arguments("a path in capitals", hooks, "https://h.example.com/HOOKS/x"),
        arguments("a path that begins alike", hooks, "https://h.example.com/hooks2/x"),
        arguments("a path without its slash", hooks, "https://h.example.com/hooks"),
        arguments("the pattern in the query", EXAMPLE, "https://evil.com/?https://a.example.com/"),
        arguments("a query before any path", EXAMPLE, "https://evil.com?.example.com/"),
        arguments("the pattern in the path", EXAMPLE, "https://evil.com/.example.com/"),
        arguments("the pattern in the fragment", EXAMPLE, "https://evil.com#.example.com/"),
        arguments("any fragment", EXAMPLE, "https://a.example.com/#x"),
        arguments("a user's name", EXAMPLE, "https://me@a.example.com/"),
        arguments("the pattern in a user's name", EXAMPLE, "https://a.example.com@evil.com/"),
        arguments("and in a password", EXAMPLE, "https://a.example.com:443@evil.com/"),
        arguments("a backslash before the host's end", EXAMPLE, "https://evil.com\\.example.com/"),
        arguments("backslashes for slashes", EXAMPLE, "https:\\\\a.example.com\\"),
        arguments("an escaped slash in the host", EXAMPLE, "https://evil.com%2f.example.com/"),
        arguments("an escaped fragment in the host", EXAMPLE, "https://evil.com%23.example.com/"),
        arguments("an escaped letter in the host", EXAMPLE, "https://%61.example.com/"),
        arguments("a star in the host", EXAMPLE, "https://*.example.com/"),
        arguments("a semicolon in the host", EXAMPLE, "https://evil.com;.example.com/"),
        arguments("a space before", EXAMPLE, " https://a.example.com/"),
        arguments("a line before", EXAMPLE, "https://evil.com/\nhttps://a.example.com/"),
        arguments("a line after", EXAMPLE, "https://a.example.com/\n"),
        arguments("a tab in the host", EXAMPLE, "https://a.exam\tple.com/"),
        arguments("a letter that looks like one", EXAMPLE, "https://a.ex\u0430mple.com/"),
        arguments(
            "a letter whose small form is one",
            "https://k.example.com/",
            "https://\u212a.example.com/"),
        arguments("a dot that looks like one", EXAMPLE, "https://evil.com\u3002example.com/"),
        arguments("one slash", EXAMPLE, "https:/a.example.com/"),
        arguments("three slashes", EXAMPLE, "https:///a.example.com/"),
        arguments("no scheme", EXAMPLE, "//a.example.com/"),
        arguments("no URL", EXAMPLE, ""),
        arguments("no host", EXAMPLE, "https://"),
        arguments("another scheme altogether", "ftp://h.example.com/*", "ftp://h.example.com/"),
        arguments("port 0", EXAMPLE, "https://a.example.com:0/"),
        arguments("a port that is too large", EXAMPLE, "https://a.example.com:65979/"),
        arguments("a port of many digits", EXAMPLE, "https://a.example.com:4294967739/"),
        arguments("two ports", EXAMPLE, "https://a.example.com:443:443/"),
        arguments("a name for a port", EXAMPLE, "https://a.example.com:https/"),
        arguments("an IPv6 address for a star", "http://*/*", "http://[2001:db8::1]/"),
        arguments(
            "an IPv4 address in one for stars", "http://*.*.*.*/*", "http://[::ffff:1.2.3.4]/"),
        arguments("an address as one number", "http://*/*", "http://2130706433/"),
        arguments("an address as a hexadecimal one", "http://*/*", "http://0x7f000001/"),
        arguments("a short address", "http://10.*/*", "http://10.1/"),
        arguments("an address with an octal part", "http://10.*.*.*/*", "http://10.0.0.017/"),
        arguments("an address out of range", "http://10.*.*.*/*", "http://10.0.0.256/"),
        arguments("an address of five parts", "http://*.*.*.*.*/*", "http://1.2.3.4.5/"));
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "/hooks/../admin",
        "/hooks/..",
        "/hooks/.",
        "/hooks/./x",
        "/hooks/%2e%2e/admin",
        "/hooks/%2E./admin",
        "/hooks/.%2e",
        "/hooks/..%2fadmin",
        "/hooks/x%2f..%2f..%2fadmin",
        "/hooks/..%5cadmin",
        "/hooks/%5c..%5cadmin",
        "/hooks/%252e%252e/admin",
        "/hooks/%25252e%25252e/admin",
        "/hooks/%25zz/%252e%252e/admin",
        "/hooks/..;/admin",
        "/hooks/..;x=1/admin",
        "/hooks/..%3b/admin",
        "/hooks/..%3f/admin",
        "/hooks/%c0%ae%c0%ae/admin",
        "/hooks/%25c0%25ae%25c0%25ae/admin",
        "/hooks/%e0%80%ae%e0%80%ae/admin",
        "/hooks/%EF%BC%8E%EF%BC%8E/admin",
        "/hooks/%E2%80%A5/admin",
        "/hooks/.%E2%80%A4/admin",
        "/hooks/%E2%80%A6/admin",
        "/hooks/%EF%B9%92%EF%B9%92/admin",
        "/hooks/%E3%80%82%E3%80%82/admin",
        "/hooks/%EF%BD%A1%EF%BD%A1/admin",
        "/hooks/x%EF%BC%8F..%EF%BC%8Fadmin",
        "/hooks/x%E2%88%95..%E2%88%95admin",
        "/hooks/..%20/admin",
        "/hooks/%20../admin",
        "/hooks/.%20./admin",
        "/hooks/..%C2%A0/admin",
        "/hooks/.%E2%80%8B./admin",
        "/hooks/.%C2%AD./admin",
        "/hooks/.%E3%85%A4./admin",
        "/hooks/.%E1%85%9F./admin",
        "/hooks/.%CC%81./admin",
        "/hooks/.%F3%A0%81%81./admin",
        "/hooks/.../admin",
        "/hooks/%25EF%25BC%258E./admin",
        "/hooks/%ff",
        "/hooks/%00",
        "/hooks/x%0d%0aHost:evil.com",
        "/hooks/%2500",
        "/hooks/%7f",
        "/hooks/%",
        "/hooks/%2",
        "/hooks/%zz",
        "/hooks/%u002e",
      })
  void refusesAPathThatMayLeadElsewhere(String path) {
    assertThat(allows("https://h.example.com/hooks/*", "https://h.example.com" + path)).isFalse();
    assertThat(allows("https://h.example.com/*", "https://h.example.com" + path)).isFalse();
  }

  /** Which of them some server takes for a dot, a slash or nothing, nobody has a list of. */
  @Test
  void refusesTwoDotsBesideAnyCharacterThatIsNotAscii() {
    for (int c = 0x80; c < 0x10000; c++) {
      if (Character.isDefined(c) && !Character.isSurrogate((char) c)) {
        String odd = URLEncoder.encode(Character.toString(c), StandardCharsets.UTF_8);
        String path = (c % 2 == 0 ? "/hooks/..%sadmin" : "/hooks/x%s../admin").formatted(odd);
        assertThat(allows("https://h.example.com/hooks/*", "https://h.example.com" + path))
            .as(path)
            .isFalse();
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "",
        "*",
        "*.example.com",
        "*://*.example.com/*",
        "http*://*.example.com/*",
        "https://*.example.com/*?x",
        "https://*.example.com/*#x",
        "https://*@*.example.com/*",
        "https://*.example.com:*/*",
        "https://*.example.com/../*",
        "https://*.example.com./*",
        "https:///*",
        "https://[*]/*",
        " https://*.example.com/*"
      })
  void allowsNothingByAPatternThatIsntPlain(String pattern) {
    assertThat(UrlPattern.of(pattern)).isEmpty();
  }

  @Property(tries = 20_000)
  @StatisticsReport(StatisticsReport.StatisticsReportMode.OFF)
  void whatIsAllowedIsForEveryParserWhereThePatternSays(@ForAll("urls") String url) {
    Statistics.collect(allows("https://*.example.com/hooks/*", url));
    Statistics.coverage(checker -> checker.check(true).percentage(share -> share > 0.5));
    for (String suffix : List.of(".example.com", ".com")) {
      if (allows("https://*" + suffix + "/hooks/*", url)) {
        URI uri = URI.create(url.replaceFirst("\\?.*", ""));
        assertThat(uri.getScheme()).isEqualToIgnoringCase("https");
        assertThat(uri.getRawAuthority().toLowerCase(Locale.ROOT))
            .matches("[^.]+" + suffix + "(:|:443)?");
        assertThat(uri.normalize().getPath()).startsWith("/hooks/");
        HttpUrl other = HttpUrl.get(url);
        assertThat(other.scheme()).isEqualTo("https");
        assertThat(other.host()).endsWith(suffix);
        assertThat(other.port()).isEqualTo(443);
        assertThat(other.username()).isEmpty();
        assertThat(other.encodedPath()).startsWith("/hooks/");
      }
    }
  }

  @Property(tries = 20_000)
  @StatisticsReport(StatisticsReport.StatisticsReportMode.OFF)
  void whateverCanBeReadIsReadAsOtherParsersReadIt(@ForAll("urls") String url) {
    Statistics.collect(TargetReader.url(url) instanceof Target.Plain);
    Statistics.coverage(checker -> checker.check(true).percentage(share -> share > 5));
    if (TargetReader.url(url) instanceof Target.Plain plain) {
      HttpUrl other = HttpUrl.get(url);
      assertThat(plain.scheme()).isEqualTo(other.scheme());
      assertThat(plain.host().replaceAll("[\\[\\]]", "")).isEqualTo(other.host());
      assertThat(plain.port()).isEqualTo(other.port());
      assertThat(plain.path()).isEqualTo(other.encodedPath());
      Optional<UrlPattern> itself = UrlPattern.of(plain.origin() + plain.path());
      assertThat(itself.orElseThrow().matches(plain)).isTrue();
    }
  }

  /** Pieces that good and evil URLs are made of. */
  @Provide
  static Arbitrary<String> urls() {
    Arbitrary<String> start =
        Arbitraries.of("https://", "https://", "https://", "HTTPS://", "http://", "https:/", "//");
    Arbitrary<String> host =
        Arbitraries.of(
                "a",
                "a",
                "example",
                ".",
                ".",
                ".com",
                ".example.com",
                ".example.com",
                "evil.com",
                "@",
                ":",
                ":443",
                ":80",
                "%2f",
                "%2e",
                "\\",
                "#",
                "?",
                "1",
                "[::1]",
                "*",
                "-",
                "_")
            .list()
            .ofMinSize(1)
            .ofMaxSize(4)
            .map(pieces -> String.join("", pieces));
    Arbitrary<String> path =
        Arbitraries.of(
                "/hooks/", "/hooks/", "/", "/", "..", ".", "x", "%2e", "%2f", "%5c", "%25", "%",
                ";", "?", "#", "@", "\\", "*", "//", "%c0%ae", "%20", "%00", ":")
            .list()
            .ofMaxSize(6)
            .map(pieces -> String.join("", pieces));
    Arbitrary<String> root = Arbitraries.of("", "/hooks/");
    Arbitrary<String> goodHost = Arbitraries.of("a.example.com", "a.example.com:443");
    Arbitrary<String> anyHost = Arbitraries.frequencyOf(Tuple.of(1, goodHost), Tuple.of(2, host));
    return Combinators.combine(start, anyHost, root, path).as((a, b, c, d) -> a + b + c + d);
  }
}
