package dev.livecallback.plan;

import dev.livecallback.calls.Order;
import dev.livecallback.remote.LastWrite;
import dev.livecallback.remote.Observation;
import dev.livecallback.remote.Pause;
import dev.livecallback.volcengine.CallbackKey;
import dev.livecallback.volcengine.Failure;
import dev.livecallback.volcengine.Listing;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The facts about one callback key.
 *
 * @param observation the result of the last read of its scope
 * @param write the last write that this process sent; null = none
 * @param writePause the pause after failed writes; null = none failed
 * @param readPause the pause after failed reads of its scope; null = none failed
 * @param unchangedSince the beginning of the first read since which all reads found the same and
 *     nothing was written; null = not known
 * @param contestedUntil the time until which a contested record is left as it is; null = the record
 *     isn't contested
 * @param putsDenied the reason why the account may not put records in the key's scope; null = it
 *     may
 * @param removesDenied the reason why the account may not remove records in the key's scope; null =
 *     it may
 * @param listing the listing in which the key is looked up; null = its whole scope
 */
@RecordBuilder
public record KeyFacts(
    Observation observation,
    @Nullable LastWrite write,
    @Nullable Pause writePause,
    @Nullable Pause readPause,
    @Nullable Instant unchangedSince,
    @Nullable Instant contestedUntil,
    @Nullable Failure putsDenied,
    @Nullable Failure removesDenied,
    @Nullable Listing listing)
    implements KeyFactsBuilder.With {

  /** The facts about a key of which nothing is known. */
  public static final KeyFacts UNKNOWN =
      new KeyFacts(new Observation.Unread(), null, null, null, null, null, null, null, null);

  /**
   * Returns these facts without authentication keys, for an object that may not learn the key, not
   * even by guesses.
   */
  public KeyFacts withHiddenKeys() {
    return withObservation(observation.withHiddenKeys())
        .withWrite(write == null ? null : write.withHiddenKeys());
  }

  /** Returns a read that looks the key up. */
  Order.Read read(CallbackKey key, boolean verifying) {
    return new Order.Read(
        key.cloudAccount(), listing == null ? Listing.of(key.scope()) : listing, verifying);
  }
}
