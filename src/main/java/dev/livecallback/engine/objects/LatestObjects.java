package dev.livecallback.engine.objects;

import dev.livecallback.api.LiveCallback;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The newest known version of objects whose status this process wrote: the informer's cache may lag
 * behind our own writes, and a ledger that was written must never be forgotten.
 */
public final class LatestObjects {
  private final Map<String, LiveCallback> byUid = new ConcurrentHashMap<>();

  /** Remembers what the API server answered to a status write. */
  public void wrote(LiveCallback answer) {
    byUid.merge(answer.getMetadata().getUid(), answer, LatestObjects::newer);
  }

  /** The newer one of this and what is remembered. */
  public LiveCallback latest(LiveCallback cached) {
    LiveCallback written = byUid.get(cached.getMetadata().getUid());
    // What is asked with may be what was answered before: that the cache has it only it can say.
    return written != null && version(cached) < version(written) ? written : cached;
  }

  /** The informer has this version now: an older one needn't be remembered. */
  public void delivered(LiveCallback cached) {
    byUid.computeIfPresent(
        cached.getMetadata().getUid(),
        (_, written) -> version(cached) >= version(written) ? null : written);
  }

  /** Forgets an object that is gone. */
  public void forget(String uid) {
    byUid.remove(uid);
  }

  private static LiveCallback newer(LiveCallback one, LiveCallback other) {
    return version(one) >= version(other) ? one : other;
  }

  private static long version(LiveCallback object) {
    return Long.parseLong(object.getMetadata().getResourceVersion());
  }
}
