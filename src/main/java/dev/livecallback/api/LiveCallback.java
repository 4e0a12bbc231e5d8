package dev.livecallback.api;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crd.generator.annotation.AdditionalSelectableField;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;

/** One callback setting of Volcengine Live: for a scope and an event, where the service POSTs. */
@JsonClassDescription(
    "A LiveCallback is one callback setting of Volcengine Live: for the streams of a vhost or"
        + " domain and one kind of event, the URLs that the service POSTs to. The operator keeps the"
        + " setting in the cloud as spec says, and says in status how it stands.")
@Group(WellKnown.GROUP)
@Version(WellKnown.VERSION)
@Plural("livecallbacks")
@Singular("livecallback")
@ShortNames("lcb")
@Categories("livecallback")
@AdditionalPrinterColumn(
    name = "Type",
    jsonPath = ".spec.messageType",
    getDescription = "The event that calls back")
@AdditionalPrinterColumn(
    name = "Scope",
    jsonPath = ".status.scope",
    getDescription = "The vhost or domain")
@AdditionalPrinterColumn(
    name = "App",
    jsonPath = ".spec.app",
    getDescription = "The application; empty = every one of the vhost")
@AdditionalPrinterColumn(
    name = "Ready",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].status",
    getDescription = "Whether all that this object asks for is done and verified")
@AdditionalPrinterColumn(
    name = "Status",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason",
    getDescription = "Why it is or is not ready")
@AdditionalPrinterColumn(
    name = "Drifted",
    jsonPath = ".status.conditions[?(@.type==\"Drifted\")].status",
    getDescription = "Whether the record in the cloud differs")
@AdditionalPrinterColumn(
    name = "Age",
    type = AdditionalPrinterColumn.Type.DATE,
    jsonPath = ".metadata.creationTimestamp",
    getDescription = "Time since this object was created")
@AdditionalPrinterColumn(
    name = "Policy",
    jsonPath = ".spec.managementPolicy",
    priority = 1,
    getDescription = "What may be done to the setting; empty = Enforce")
@AdditionalPrinterColumn(
    name = "URL",
    jsonPath = ".spec.callbackDetailList[0].url",
    priority = 1,
    getDescription = "The first target")
@AdditionalPrinterColumn(
    name = "Last-Drift",
    type = AdditionalPrinterColumn.Type.DATE,
    jsonPath = ".status.lastDrift.detectedAt",
    priority = 1,
    getDescription = "Time since the record was last found changed by something else")
@AdditionalPrinterColumn(
    name = "Message",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].message",
    priority = 1,
    getDescription = "Why, in a sentence")
@AdditionalSelectableField(jsonPath = ".spec.accountRef.name")
@AdditionalSelectableField(jsonPath = ".spec.vhost")
@AdditionalSelectableField(jsonPath = ".spec.domain")
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
