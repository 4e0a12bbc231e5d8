package dev.livecallback.settings;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;

/** The certificates in a PEM file whose path is given; none without a path. */
record Certificates() implements SettingType<List<X509Certificate>> {
  @Override
  public List<X509Certificate> parse(String text) throws WrongValueException {
    if (text.isEmpty()) {
      return List.of();
    }
    try (InputStream pem = Files.newInputStream(Path.of(text))) {
      List<X509Certificate> found =
          CertificateFactory.getInstance("X.509").generateCertificates(pem).stream()
              .map(X509Certificate.class::cast)
              .toList();
      if (!found.isEmpty()) {
        return found;
      }
    } catch (IOException e) {
      throw new WrongValueException(
          " is \"" + text + "\", which can't be read: it takes the path of a PEM file.");
    } catch (CertificateException e) {
      // Said below, with the remedy.
    }
    throw new WrongValueException(
        " is \""
            + text
            + "\", in which there are no certificates, or unreadable ones: it takes "
            + takes()
            + ".");
  }

  @Override
  public String takes() {
    return "a PEM file with the certificates of authorities";
  }

  @Override
  public String label() {
    return "PATH";
  }
}
