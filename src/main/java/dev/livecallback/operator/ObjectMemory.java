package dev.livecallback.operator;

import dev.livecallback.volcengine.SecretText;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What this process remembers of each object beside its status, by uid. */
final class ObjectMemory {
  private final Map<String, Seen> seen = new ConcurrentHashMap<>();
  private final Map<String, SecretText> authKeys = new ConcurrentHashMap<>();

  private record Seen(long generation, Instant since) {}

  /** When this generation was first seen: now, if it wasn't. */
  Instant generationSeen(String uid, long generation, Instant now) {
    return seen.merge(
            uid,
            new Seen(generation, now),
            (before, fresh) -> before.generation() == generation ? before : fresh)
        .since();
  }

  /** The generation that was seen last; 0 if none was. */
  long generation(String uid) {
    Seen last = seen.get(uid);
    return last == null ? 0 : last.generation();
  }

  /** The authentication key last accepted by the API or found in sync. */
  @Nullable SecretText authKey(String uid) {
    return authKeys.get(uid);
  }

  /** Remembers such a key. */
  void authKey(String uid, SecretText key) {
    authKeys.put(uid, key);
  }

  /** Forgets an object that is gone. */
  void forget(String uid) {
    seen.remove(uid);
    authKeys.remove(uid);
  }
}
