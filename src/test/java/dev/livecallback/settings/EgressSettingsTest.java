package dev.livecallback.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.livecallback.volcengine.DirectHost;
import dev.livecallback.volcengine.Egress;
import dev.livecallback.volcengine.Egress.HttpProxy;
import dev.livecallback.volcengine.SecretText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The way out, as the environment says")
class EgressSettingsTest {
  @ParameterizedTest(name = "{0} is the proxy {1}:{2} of {3}")
  @CsvSource({
    "http://proxy.example.com:3128, proxy.example.com, 3128,",
    "http://proxy.example.com, proxy.example.com, 80,",
    "proxy:3128, proxy, 3128,",
    "http://10.0.0.1:8080/, 10.0.0.1, 8080,",
    "http://live:p%40ss@proxy:3128, proxy, 3128, live",
  })
  void proxies(String text, String host, int port, String user) throws SettingException {
    HttpProxy proxy = Objects.requireNonNull(of("HTTPS_PROXY", text).proxy());

    assertThat(proxy.host()).isEqualTo(host);
    assertThat(proxy.port()).isEqualTo(port);
    assertThat(proxy.user()).isEqualTo(user);
    if (user != null) {
      assertThat(proxy.password()).isEqualTo(new SecretText("p@ss"));
      assertThat(proxy.toString()).doesNotContain("p@ss");
    }
  }

  @ParameterizedTest(name = "{0} is refused")
  @ValueSource(
      strings = {"https://proxy:3128", "socks5://proxy:1080", "http://proxy:99999", "http://a/b"})
  void noProxies(String text) {
    assertThatThrownBy(() -> of("HTTPS_PROXY", text))
        .isInstanceOf(SettingException.class)
        .hasMessageContaining(text)
        .hasMessageContaining("such as http://proxy:3128");
  }

  @Test
  void namesTheVariableAndTheElementThatIsNone() {
    assertThatThrownBy(() -> of("NO_PROXY", "10.0.0.1, http://example.com,*"))
        .isInstanceOf(SettingException.class)
        .hasMessageStartingWith("NO_PROXY has \"http://example.com\", which is none of")
        .hasMessageContaining("with commas between them.");
    assertThatThrownBy(() -> of("no_proxy", "a b")).hasMessageStartingWith("NO_PROXY has \"a b\"");
  }

  @Test
  void repeatsNoPassword() {
    assertThatThrownBy(() -> of("HTTPS_PROXY", "https://live:hush@proxy:3128"))
        .hasMessageStartingWith("HTTPS_PROXY takes")
        .hasMessageNotContaining("hush");
  }

  @Test
  void mayBeInLowerCaseAndNamesHostsThatAreCalledDirectly() throws SettingException {
    Egress egress =
        of(Map.of("https_proxy", "proxy:3128", "no_proxy", "10.0.0.1, .svc,,example.com"));

    assertThat(egress.proxy()).isNotNull();
    assertThat(egress.direct())
        .containsExactly(
            DirectHost.parse("10.0.0.1").orElseThrow(),
            DirectHost.parse(".svc").orElseThrow(),
            DirectHost.parse("example.com").orElseThrow());
    assertThat(of(Map.of())).isEqualTo(Egress.DIRECT);
  }

  @Test
  void trustsEveryAuthorityOfTheBundle(@TempDir Path folder) throws IOException, SettingException {
    HeldCertificate one = new HeldCertificate.Builder().commonName("one").build();
    HeldCertificate two = new HeldCertificate.Builder().commonName("two").build();
    Path file = folder.resolve("ca.pem");
    Files.writeString(file, one.certificatePem() + "\n" + two.certificatePem());

    assertThat(of("CA_BUNDLE", file.toString()).authorities())
        .containsExactly(one.certificate(), two.certificate());
  }

  @Test
  void saysWhichBundleCannotBeRead(@TempDir Path folder) throws IOException {
    Path missing = folder.resolve("missing.pem");
    Path empty = Files.writeString(folder.resolve("empty.pem"), "");
    Path broken =
        Files.writeString(folder.resolve("broken.pem"), "-----BEGIN CERTIFICATE-----\nx\n");

    assertThatThrownBy(() -> of("CA_BUNDLE", missing.toString()))
        .hasMessageContaining("missing.pem")
        .hasMessageContaining("can't be read");
    assertThatThrownBy(() -> of("CA_BUNDLE", empty.toString())).hasMessageContaining("PEM file");
    assertThatThrownBy(() -> of("CA_BUNDLE", broken.toString())).hasMessageContaining("PEM file");
  }

  private static Egress of(String name, String value) throws SettingException {
    return of(Map.of(name, value));
  }

  private static Egress of(Map<String, String> environment) throws SettingException {
    return EgressSettings.of(new SettingValues(OperatorSetting.ALL, Map.of(), environment));
  }
}
