package dev.livecallback.engine.objects;

import dev.livecallback.api.LiveCallback;
import dev.livecallback.api.ObjectId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The newest known versions of objects whose status this process wrote. The informer's cache may
 * lag behind our own writes, and a ledger that was written must never be forgotten.
 */
public final class LatestObjects {
  private final Map<String, LiveCallback> byUid = new ConcurrentHashMap<>();

  /** Remembers the object that the API server returned for a status write. */
  public void wrote(LiveCallback answer) {
    byUid.merge(answer.getMetadata().getUid(), answer, LatestObjects::newer);
  }

  /** Returns the objects of which a newer version than the cache's is remembered. */
  public Stream<ObjectId> remembered() {
    return byUid.values().stream().map(LiveCallback::id);
  }

  /** Returns the newer version of this one and the remembered one. */
  public LiveCallback latest(LiveCallback cached) {
    LiveCallback written = byUid.get(cached.getMetadata().getUid());
    // The caller may have this version from us. Only delivered() knows that the cache has it.
    return written != null && version(cached) < version(written) ? written : cached;
  }

  /**
   * Records that the informer has this version now. A remembered version that isn't newer is
   * forgotten.
   */
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
