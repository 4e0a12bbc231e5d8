package dev.livecallback.plan;

import dev.livecallback.volcengine.CallbackContent;
import dev.livecallback.volcengine.CallbackKey;

/** For tests in other packages: what the ledger says of a content. */
public final class Fingerprints {
  private Fingerprints() {}

  /** As in {@code status.records[].written}. */
  public static String of(CallbackKey key, CallbackContent content) {
    return Fingerprint.of(key, content);
  }
}
