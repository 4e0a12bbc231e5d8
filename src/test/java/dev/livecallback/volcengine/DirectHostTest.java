package dev.livecallback.volcengine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.volcengine.Egress.HttpProxy;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("An element of NO_PROXY")
class DirectHostTest {
  private static final HttpProxy PROXY = new HttpProxy("proxy", 3128, null, null);

  private static boolean direct(String element, String url) {
    Egress egress = new Egress(PROXY, List.of(DirectHost.parse(element).orElseThrow()), List.of());
    return egress.proxyFor(HttpUrl.get(url)).isEmpty();
  }

  @ParameterizedTest(name = "{0}: {1} is called directly: {2}")
  @CsvSource({
    "*, https://live.example.com, true",
    "*, https://[2001:db8::1], true",
    "example.com, https://example.com, true",
    "example.com, https://live.example.com, true",
    "EXAMPLE.com, https://live.EXAMPLE.com, true",
    "ample.com, https://live.example.com, false",
    "example.org, https://live.example.com, false",
    ".example.com, https://live.example.com, true",
    ".example.com, https://example.com, false",
    "*.example.com, https://live.example.com, true",
    "*.example.com, https://example.com, false",
    "svc, https://kubernetes.default.svc, true",
    "with_underscore, https://with_underscore, true",
    "example.com:6443, https://example.com:6443, true",
    "example.com:6443, https://live.example.com:6443, true",
    "example.com:6443, https://example.com, false",
    "example.com:443, https://example.com, true",
    "*.example.com:443, https://live.example.com, true",
    "10.0.0.1, https://10.0.0.1:6443, true",
    "10.0.0.1:6443, https://10.0.0.1:6443, true",
    "10.0.0.1:6443, https://10.0.0.1, false",
    "10.0.0.1, https://10.0.0.10, false",
    "10.0.0.0/8, https://10.1.2.3, true",
    "10.0.0.0/8, https://11.1.2.3, false",
    "10.0.0.0/8, https://live.example.com, false",
    "192.168.128.0/17, https://192.168.129.1, true",
    "192.168.128.0/17, https://192.168.127.1, false",
    "0.0.0.0/0, https://203.0.113.1, true",
    "0.0.0.0/0, https://[2001:db8::1], false",
    "fd00::1, https://[fd00::1]:6443, true",
    "FD00::1, https://[fd00:0:0:0::1]:6443, true",
    "[fd00::1], https://[fd00::1]:6443, true",
    "[fd00::1]:6443, https://[fd00::1]:6443, true",
    "[fd00::1]:6443, https://[fd00::1], false",
    "fd00::/8, https://[fd12::1], true",
    "fd00::/8, https://[2001:db8::1], false",
    "::ffff:10.0.0.1, https://10.0.0.1, true",
    "example.org, https://localhost:6443, true",
    "example.org, https://127.0.0.2, true",
    "example.org, https://[::1], true",
    "example.org, http://live.example.com, true",
    "münchen.example, https://xn--mnchen-3ya.example, true",
  })
  void covers(String element, String url, boolean direct) {
    assertThat(direct(element, url)).isEqualTo(direct);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "http://example.com",
        "example.com/path",
        "a b",
        "a*b",
        "*.*",
        "*:443",
        "",
        ".",
        "example.com:0",
        "example.com:65536",
        "example.com:https",
        "example.com:",
        ":443",
        "[::1",
        "::1]",
        "[10.0.0.1",
        "[example.com]",
        "10.0.0.256",
        "10.0.0",
        "10.",
        "10.0.0.0/33",
        "10.0.0.0/",
        "10.0.0.0/8:443",
        "fd00::/129",
        "example.com/8",
        "fd00:::1",
        "user@example.com",
      })
  void isNoneThatNobodyCouldMean(String text) {
    assertThat(DirectHost.parse(text)).isEmpty();
  }

  @Test
  void coversAnAddressWhicheverWayItIsWritten() {
    Random random = new Random(18);
    for (int round = 0; round < 2_000; round++) {
      boolean six = random.nextBoolean();
      String address = six ? six(random) : four(random);
      int port = 1 + random.nextInt(65_535);
      String host = six ? "[" + address + "]" : address;
      String url = "https://" + host + ":" + port;
      int bits = random.nextInt((six ? 128 : 32) + 1);

      assertThat(
              Stream.of(
                  address,
                  "[" + address + "]",
                  address.toUpperCase(Locale.ROOT),
                  host + ":" + port,
                  address + "/" + bits,
                  " " + address + " "))
          .as(url)
          .allMatch(element -> direct(element, url));
      assertThat(direct(host + ":" + (port % 65_535 + 1), url)).as(url).isFalse();
    }
  }

  private static String four(Random random) {
    return "%d.%d.%d.%d"
        .formatted(
            1 + random.nextInt(126), random.nextInt(256), random.nextInt(256), random.nextInt(256));
  }

  private static String six(Random random) {
    return "fd%02x:%x::%x:%x"
        .formatted(
            random.nextInt(256),
            random.nextInt(65_536),
            random.nextInt(65_536),
            random.nextInt(65_536));
  }
}
