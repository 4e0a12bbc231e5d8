package dev.livecallback.plan;

import dev.livecallback.calls.Order;
import dev.livecallback.remote.LastWrite;
import dev.livecallback.remote.Observation;
import dev.livecallback.remote.Pause;
import dev.livecallback.volcengine.CallbackKey;
import dev.livecallback.volcengine.Failure;
import dev.livecallback.volcengine.Listing;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one callback key.
 *
 * @param observation what the last read of its scope said
 * @param write the last write that this process sent; null = none
 * @param writePause the pause after failed writes; null = none failed
 * @param readPause the pause after failed reads of its scope; null = none failed
 * @param unchangedSince when the first read began since which the finding is the same and nothing
 *     was written; null = not known
 * @param contestedUntil until when a record that keeps flipping back is left; null = it doesn't
 * @param putsDenied why the account may not put records in its scope; null = it may
 * @param removesDenied why it may not remove any
 * @param listing what to read to look it up; null = its whole scope
 */
public record KeyFacts(
    Observation observation,
    @Nullable LastWrite write,
    @Nullable Pause writePause,
    @Nullable Pause readPause,
    @Nullable Instant unchangedSince,
    @Nullable Instant contestedUntil,
    @Nullable Failure putsDenied,
    @Nullable Failure removesDenied,
    @Nullable Listing listing) {

  /** Nothing is known. */
  public static final KeyFacts UNKNOWN =
      new KeyFacts(new Observation.Unread(), null, null, null, null, null);

  /** The same for who may not learn, not even by guesses, which authentication key there is. */
  public KeyFacts withHiddenKeys() {
    return new KeyFacts(
        observation.withHiddenKeys(),
        write == null ? null : write.withHiddenKeys(),
        writePause,
        readPause,
        unchangedSince,
        contestedUntil,
        putsDenied,
        removesDenied,
        listing);
  }

  /** A read that looks the key up. */
  Order.Read read(CallbackKey key, boolean verifying) {
    return new Order.Read(
        key.cloudAccount(), listing == null ? Listing.of(key.scope()) : listing, verifying);
  }

  /** With nothing known against its account's permissions. */
  public KeyFacts(
      Observation observation,
      @Nullable LastWrite write,
      @Nullable Pause writePause,
      @Nullable Pause readPause,
      @Nullable Instant unchangedSince,
      @Nullable Instant contestedUntil) {
    this(
        observation,
        write,
        writePause,
        readPause,
        unchangedSince,
        contestedUntil,
        null,
        null,
        null);
  }
}
