package dev.livecallback.settings;

import dev.livecallback.volcengine.Endpoint;
import java.net.URI;

/**
 * The URL of an API: scheme, host and port. A message doesn't repeat a URL with a password in it.
 */
public record Url() implements SettingType<URI> {
  @Override
  public URI parse(String text) throws WrongValueException {
    return Endpoint.parse(text)
        .orElseThrow(
            () ->
                text.contains("@")
                    ? WrongValueException.hiding(takes())
                    : WrongValueException.of(text, takes()));
  }

  @Override
  public String takes() {
    return "a URL of scheme and host only, such as https://live.volcengineapi.com";
  }

  @Override
  public String label() {
    return "URL";
  }
}
