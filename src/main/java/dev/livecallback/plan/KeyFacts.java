package dev.livecallback.plan;

import dev.livecallback.remote.LastWrite;
import dev.livecallback.remote.Pause;
import dev.livecallback.remote.Sighting;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one callback key.
 *
 * @param sighting what the last read of its scope said
 * @param write the last write that this process sent; null = none
 * @param writePause the pause after failed writes; null = none failed
 * @param readPause the pause after failed reads of its scope; null = none failed
 */
public record KeyFacts(
    Sighting sighting,
    @Nullable LastWrite write,
    @Nullable Pause writePause,
    @Nullable Pause readPause) {
  /** Nothing is known. */
  public static final KeyFacts UNKNOWN = new KeyFacts(new Sighting.Unread(), null, null, null);
}
