package dev.livecallback.settings;

import dev.livecallback.volcengine.Egress.HttpProxy;
import java.util.Optional;

/** The URL of an HTTP proxy, or nothing. A message doesn't repeat a URL with a password in it. */
record HttpProxyUrl() implements SettingType<Optional<HttpProxy>> {
  @Override
  public Optional<HttpProxy> parse(String text) throws WrongValueException {
    Optional<HttpProxy> proxy = HttpProxy.parse(text);
    if (proxy.isPresent() || text.isEmpty()) {
      return proxy;
    }
    throw text.contains("@")
        ? WrongValueException.hiding(takes())
        : WrongValueException.of(text, takes());
  }

  @Override
  public String takes() {
    return "the URL of an HTTP proxy, such as http://proxy:3128";
  }

  @Override
  public String label() {
    return "URL";
  }
}
