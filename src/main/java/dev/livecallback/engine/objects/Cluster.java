package dev.livecallback.engine.objects;

import dev.livecallback.api.LiveCallback;
import dev.livecallback.api.LiveCallbackStatus;
import dev.livecallback.api.ObjectId;
import dev.livecallback.plan.Notice;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The engine's interface to Kubernetes. Lookups read caches and may lag; writes are real. */
public interface Cluster extends SecretLookup {

  /**
   * The result of a status write.
   *
   * @param <T> the kind of object
   */
  sealed interface StatusWrite<T> {
    /**
     * The status is known to be as wanted.
     *
     * @param object the object as the API server has it now
     */
    record Stored<T>(T object) implements StatusWrite<T> {}

    /** The object changed since it was planned: plan again. */
    record Outdated<T>() implements StatusWrite<T> {}

    /** The result is unknown: place no orders, and try again later. */
    record Failed<T>() implements StatusWrite<T> {}
  }

  /** Returns this very object, if it is still in the cache. */
  Optional<LiveCallback> object(ObjectId object);

  /** Returns every object of the cache. */
  Stream<LiveCallback> objects();

  /**
   * Sets the object's status to the wanted one, if the object still has exactly this version.
   *
   * @param planned the version that the plan is based on; its uid and resourceVersion guard the
   *     write
   */
  StatusWrite<LiveCallback> write(LiveCallback planned, LiveCallbackStatus wanted);

  /** Publishes what happened to an object. Nothing depends on the success. */
  void publish(LiveCallback object, List<Notice> notices);

  /** Causes objects to be planned again soon, because something about them became known. */
  void wake(Collection<ObjectId> objects);
}
