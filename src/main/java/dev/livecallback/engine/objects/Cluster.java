package dev.livecallback.engine.objects;

import dev.livecallback.api.LiveCallback;
import dev.livecallback.api.LiveCallbackStatus;
import dev.livecallback.api.ObjectId;
import dev.livecallback.plan.Notice;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What the engine needs of Kubernetes. Lookups are of caches and may lag; writes are real. */
public interface Cluster extends SecretLookup {

  /**
   * What came of a status write.
   *
   * @param <T> the kind of object
   */
  sealed interface StatusWrite<T> {
    /** The status is known to be as wanted; the object as the API server has it now. */
    record Stored<T>(T object) implements StatusWrite<T> {}

    /** The object changed since it was planned: plan again. */
    record Outdated<T>() implements StatusWrite<T> {}

    /** It isn't known whether it was written: place no orders, come back. */
    record Failed<T>() implements StatusWrite<T> {}
  }

  /** This very object, if it is still in the cache. */
  Optional<LiveCallback> object(ObjectId object);

  /** Every object of the cache. */
  Stream<LiveCallback> objects();

  /**
   * Makes the status of exactly this version of the object be this.
   *
   * @param planned the object as it was planned from; its uid and resourceVersion guard the write
   */
  StatusWrite<LiveCallback> write(LiveCallback planned, LiveCallbackStatus wanted);

  /** Tells what happened to an object; nothing depends on its success. */
  void publish(LiveCallback object, List<Notice> notices);

  /** Has objects planned again soon, because something about them became known. */
  void wake(Collection<ObjectId> objects);
}
