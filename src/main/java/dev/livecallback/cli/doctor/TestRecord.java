package dev.livecallback.cli.doctor;

import dev.livecallback.volcengine.Authentication;
import dev.livecallback.volcengine.CallbackContent;
import dev.livecallback.volcengine.CallbackDetail;
import dev.livecallback.volcengine.CallbackKey;
import dev.livecallback.volcengine.CallbackRecord;
import dev.livecallback.volcengine.Listing;
import dev.livecallback.volcengine.MessageType;
import dev.livecallback.volcengine.Scope;
import dev.livecallback.volcengine.SecretText;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The one record of a write test. Nobody streams to its app, and nobody can have the host of its
 * URL. The URL says when the run that made the record began.
 *
 * @param key vhost, app and message type of the record, always all three
 * @param first the content at first
 * @param edited the content after the edit: another URL, and an authentication key
 */
record TestRecord(CallbackKey key, CallbackContent first, CallbackContent edited) {
  /** The app of the record. Foreign records of this app stop a write test. */
  static final String APP = "livecallback-doctor";

  /** The age at which a record counts as left by a run that is over. No run takes as long. */
  static final Duration OLD = Duration.ofMinutes(10);

  private static final String PLACE = "https://livecallback-doctor.invalid/";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final Pattern URL =
      Pattern.compile(Pattern.quote(PLACE) + "(\\d{8}T\\d{6}Z)-[0-9a-f]{8}(/edited)?");

  /** Returns the record of a run that begins now. */
  static TestRecord of(String vhost, Instant now, RandomGenerator random) {
    byte[] bytes = new byte[20];
    random.nextBytes(bytes);
    String hex = HexFormat.of().formatHex(bytes);
    String url = PLACE + TIME.format(now) + "-" + hex.substring(0, 8);
    return new TestRecord(
        new CallbackKey("", Scope.vhost(vhost), APP, MessageType.PUSH),
        content(url, null),
        content(url + "/edited", hex.substring(8)));
  }

  private static CallbackContent content(String url, @Nullable String key) {
    return new CallbackContent(
        List.of(new CallbackDetail(CallbackDetail.HTTP, url)),
        false,
        key == null ? new Authentication.Off() : new Authentication.On(new SecretText(key)));
  }

  /** Returns the listing that shows the record, and all other records of its app. */
  Listing listing() {
    return new Listing(key.scope(), null, APP);
  }

  /** Returns only the records of the test's app. A service may list others, too. */
  static List<CallbackRecord> ofItsApp(List<CallbackRecord> all) {
    return all.stream().filter(each -> APP.equals(each.app())).toList();
  }

  /** Returns whether this run made a record. */
  boolean isOurs(CallbackRecord record) {
    return record.content().details().equals(first.details())
        || record.content().details().equals(edited.details());
  }

  /**
   * Returns whether another run that is at work made a record. An old record doesn't count: its run
   * is over.
   */
  boolean isOfAnotherRun(CallbackRecord record, Instant now) {
    return !isOurs(record) && made(record).filter(made -> now.isBefore(made.plus(OLD))).isPresent();
  }

  /** Returns when the run that made a record began; empty = no write test made it. */
  static Optional<Instant> made(CallbackRecord record) {
    if (!record.messageType().equals(MessageType.PUSH.wire())
        || record.content().details().size() != 1) {
      return Optional.empty();
    }
    CallbackDetail only = record.content().details().getFirst();
    Matcher url = URL.matcher(only.url());
    if (!url.matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Instant.from(TIME.parse(url.group(1))));
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }
}
