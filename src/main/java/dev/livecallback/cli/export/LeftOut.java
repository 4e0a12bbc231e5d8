package dev.livecallback.cli.export;

/**
 * A record that becomes no object, or a scope that couldn't be read.
 *
 * @param what which one, for people
 * @param reason why, as a clause or in sentences, without any secret
 */
record LeftOut(String what, String reason) {
  @Override
  public String toString() {
    return what + ": " + reason + (reason.endsWith(".") ? "" : ".");
  }
}
