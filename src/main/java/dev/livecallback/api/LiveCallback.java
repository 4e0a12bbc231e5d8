package dev.livecallback.api;

import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;

/** One callback setting of Volcengine Live: for a scope and an event, where the service POSTs. */
@Group(WellKnown.GROUP)
@Version(WellKnown.VERSION)
@Plural("livecallbacks")
@Singular("livecallback")
@ShortNames("lcb")
@Categories("livecallback")
public class LiveCallback extends CustomResource<LiveCallbackSpec, LiveCallbackStatus>
    implements Namespaced {

  /** Which object this is. */
  public ObjectId id() {
    return new ObjectId(
        getMetadata().getNamespace(), getMetadata().getName(), getMetadata().getUid());
  }

  /** Its status, or {@link LiveCallbackStatus#EMPTY} where there is none. */
  public LiveCallbackStatus statusOrEmpty() {
    LiveCallbackStatus status = getStatus();
    return status == null ? LiveCallbackStatus.EMPTY : status;
  }
}
