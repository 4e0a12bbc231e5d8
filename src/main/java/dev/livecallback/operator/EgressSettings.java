package dev.livecallback.operator;

import dev.livecallback.volcengine.Egress;
import dev.livecallback.volcengine.SecretText;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** Reads the way out to the cloud from the environment, by the names that other programs use. */
final class EgressSettings {
  private EgressSettings() {}

  /**
   * What the environment says.
   *
   * @throws StartupException if a variable can't be right; passwords are not repeated
   */
  static Egress of(Map<String, String> environment) throws StartupException {
    String bundle = environment.getOrDefault("CA_BUNDLE", "").strip();
    return new Egress(
        proxy(variable(environment, "HTTPS_PROXY")),
        Arrays.stream(variable(environment, "NO_PROXY").split(",", -1))
            .map(String::strip)
            .filter(each -> !each.isEmpty())
            .toList(),
        bundle.isEmpty() ? List.of() : certificates(Path.of(bundle)));
  }

  /** Such variables are known in lower case, too. */
  private static String variable(Map<String, String> environment, String name) {
    String upper = environment.getOrDefault(name, "").strip();
    return upper.isEmpty()
        ? environment.getOrDefault(name.toLowerCase(Locale.ROOT), "").strip()
        : upper;
  }

  private static Egress.@Nullable HttpProxy proxy(String text) throws StartupException {
    if (text.isEmpty()) {
      return null;
    }
    HttpUrl url = HttpUrl.parse(text.contains("://") ? text : "http://" + text);
    if (url == null || url.isHttps() || !url.encodedPath().equals("/")) {
      String shown = text.contains("@") ? "" : " is \"" + text + "\": it";
      throw new StartupException(
          "HTTPS_PROXY" + shown + " takes the URL of an HTTP proxy, such as http://proxy:3128.");
    }
    boolean named = !url.encodedUsername().isEmpty();
    return new Egress.HttpProxy(
        url.host(),
        url.port(),
        named ? decoded(url.encodedUsername()) : null,
        named ? new SecretText(decoded(url.encodedPassword())) : null);
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static List<X509Certificate> certificates(Path file) throws StartupException {
    try (InputStream pem = Files.newInputStream(file)) {
      List<X509Certificate> found =
          CertificateFactory.getInstance("X.509").generateCertificates(pem).stream()
              .map(X509Certificate.class::cast)
              .toList();
      if (!found.isEmpty()) {
        return found;
      }
    } catch (IOException e) {
      throw new StartupException(
          "CA_BUNDLE is \"" + file + "\", which can't be read: it takes the path of a PEM file.");
    } catch (CertificateException e) {
      // Said below, with the remedy.
    }
    throw new StartupException(
        "CA_BUNDLE is \""
            + file
            + "\", in which there are no certificates, or unreadable ones: it takes a PEM file with"
            + " the certificates of authorities.");
  }
}
