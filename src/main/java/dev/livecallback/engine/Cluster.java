package dev.livecallback.engine;

import dev.livecallback.api.LiveCallback;
import dev.livecallback.api.LiveCallbackStatus;
import dev.livecallback.api.ObjectId;
import dev.livecallback.plan.Notice;
import io.fabric8.kubernetes.api.model.Secret;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What the engine needs of Kubernetes. Lookups are of caches and may lag; writes are real. */
public interface Cluster {

  /** What came of a status write. */
  sealed interface StatusWrite {
    /** The status is known to be as wanted; the object as the API server has it now. */
    record Written(LiveCallback object) implements StatusWrite {}

    /** The object changed since it was planned: plan again. */
    record Outdated() implements StatusWrite {}

    /** It isn't known whether it was written: place no orders, come back. */
    record Failed() implements StatusWrite {}
  }

  /** This very object, if it is still in the cache. */
  Optional<LiveCallback> object(ObjectId object);

  /** Every object of the cache. */
  Stream<LiveCallback> objects();

  /** An Opaque Secret of the cache. */
  Optional<Secret> secret(String namespace, String name);

  /**
   * Makes the status of exactly this version of the object be this.
   *
   * @param planned the object as it was planned from; its uid and resourceVersion guard the write
   */
  StatusWrite write(LiveCallback planned, LiveCallbackStatus wanted);

  /** Tells what happened to an object; nothing depends on its success. */
  void publish(LiveCallback object, List<Notice> notices);

  /** Has objects planned again soon, because something about them became known. */
  void wake(Collection<ObjectId> objects);
}
