package dev.livecallback.simulator;

import java.util.List;
import java.util.Optional;

/** A client of the callback API, reduced to what the common assertions need. */
interface ClientUnderTest {

  /** What a client made of an answer: no error, or one. */
  sealed interface Result<T> {
    record Good<T>(T value) implements Result<T> {}

    /** The raw words of an error, as far as the client passes them on. */
    record Bad<T>(String words) implements Result<T> {}
  }

  /** One record as a client sees it. */
  record Seen(String vhost, String app, String type, List<String> urls, int transcode, Auth auth) {}

  /** Whether callbacks are signed, and with which key ("" = none). */
  record Auth(boolean enabled, String key) {
    static final Auth OFF = new Auth(false, "");
  }

  /** What is written. */
  record Wanted(
      String vhost,
      Optional<String> app,
      String type,
      List<String> urls,
      int transcode,
      Auth auth) {}

  Result<Boolean> update(Wanted wanted);

  Result<List<Seen>> describe(String vhost);

  Result<Boolean> delete(String vhost, Optional<String> app, String type);

  /** Makes one for that endpoint and key. */
  interface Maker {
    ClientUnderTest make(java.net.URI endpoint, String accessKeyId, String secretAccessKey);
  }
}
