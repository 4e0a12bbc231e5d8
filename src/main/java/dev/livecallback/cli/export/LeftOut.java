package dev.livecallback.cli.export;

/**
 * A record that becomes no object, or a scope that couldn't be read.
 *
 * @param what the record or scope, in words for people
 * @param reason the reason, as a clause or in sentences, without any secret
 */
record LeftOut(String what, String reason) {
  @Override
  public String toString() {
    return what + ": " + reason + (reason.endsWith(".") ? "" : ".");
  }
}
