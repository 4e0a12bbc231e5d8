package dev.livecallback.simulator;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import java.util.random.RandomGenerator;

/** Random ids. Safe for use by many threads. */
final class Ids {
  private static final DateTimeFormatter DIGITS =
      DateTimeFormatter.ofPattern("uuuuMMddHHmmss").withZone(ZoneOffset.ofHours(8));

  @GuardedBy("this")
  private final RandomGenerator random;

  Ids(RandomGenerator random) {
    this.random = random;
  }

  /** Returns this number of lower-case hexadecimal digits. */
  synchronized String hex(int length) {
    byte[] bytes = new byte[(length + 1) / 2];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes).substring(0, length);
  }

  /** Returns a {@code RequestId}: 14 digits of local time and 20 of hexadecimal (contract 3.1). */
  String requestId(Instant now) {
    return DIGITS.format(now) + hex(20).toUpperCase(Locale.ROOT);
  }
}
