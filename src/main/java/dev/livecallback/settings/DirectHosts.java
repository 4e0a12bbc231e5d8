package dev.livecallback.settings;

import dev.livecallback.volcengine.DirectHost;

/** Hosts that are called without the proxy. */
record DirectHosts() implements SettingType<DirectHost> {
  @Override
  public DirectHost parse(String text) throws WrongValueException {
    return DirectHost.parse(text)
        .orElseThrow(
            () ->
                new WrongValueException(
                    " has \"" + text + "\", which is none of what it takes: " + takes() + "."));
  }

  @Override
  public String takes() {
    return "names of hosts, IP addresses (both with :port where only one is meant), networks such"
        + " as 10.0.0.0/8, or * for every host, with commas between them";
  }

  @Override
  public String label() {
    return "HOST";
  }
}
