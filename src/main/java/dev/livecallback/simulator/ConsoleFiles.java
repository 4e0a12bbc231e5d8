package dev.livecallback.simulator;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import okio.ByteString;

/** The console page: the files of the folder {@code console} beside this class. */
final class ConsoleFiles {
  /**
   * The headers of every answer of the admin port, which tell a browser to load nothing from
   * elsewhere.
   */
  static final Map<String, String> HEADERS =
      Map.of(
          "Content-Security-Policy",
          "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
              + " connect-src 'self'; base-uri 'none'; form-action 'none';"
              + " frame-ancestors 'none'; require-trusted-types-for 'script'",
          "X-Content-Type-Options",
          "nosniff",
          "Cross-Origin-Resource-Policy",
          "same-origin",
          "Cross-Origin-Opener-Policy",
          "same-origin",
          "Referrer-Policy",
          "no-referrer",
          "Cache-Control",
          "no-store");

  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "svg", "image/svg+xml");

  private final Map<String, Delivery.Send> files = new LinkedHashMap<>();

  ConsoleFiles() {
    files.put("/", read("index.html"));
    for (String name :
        new String[] {
          "console.css",
          "icon.svg",
          "accounts.js",
          "calls.js",
          "dialogs.js",
          "dom.js",
          "faults.js",
          "main.js",
          "rates.js",
          "records.js",
          "simulator.js"
        }) {
      files.put("/console/" + name, read(name));
    }
  }

  /** Returns the file that this request asks for. */
  Optional<Delivery> at(ApiRequest request) {
    boolean reads = request.method().equals("GET") || request.method().equals("HEAD");
    return reads ? Optional.ofNullable(files.get(request.path())) : Optional.empty();
  }

  private static Delivery.Send read(String name) {
    try (InputStream in = ConsoleFiles.class.getResourceAsStream("console/" + name)) {
      if (in == null) {
        throw new IllegalStateException("There is no file console/" + name + " in the program.");
      }
      String type = TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), "");
      return new Delivery.Send(200, type, ByteString.of(in.readAllBytes()), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
