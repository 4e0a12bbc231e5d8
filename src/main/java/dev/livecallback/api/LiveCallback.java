package dev.livecallback.api;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crd.generator.annotation.AdditionalSelectableField;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A callback setting of Volcengine Live: the URLs that the service POSTs to for a scope and an
 * event.
 */
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
    getDescription = "The application; empty = every application of the vhost")
@AdditionalPrinterColumn(
    name = "Ready",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].status",
    getDescription = "Whether everything that this object asks for is done and verified")
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
    getDescription = "What the operator may do to the setting; empty = Enforce")
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
@JsonDeserialize(using = LiveCallback.LiveCallbackReader.class)
public class LiveCallback extends CustomResource<LiveCallbackSpec, LiveCallbackStatus>
    implements Namespaced {

  @JsonIgnore private transient @Nullable String unreadable;

  /** Returns the identity of this object. */
  public ObjectId id() {
    return new ObjectId(
        getMetadata().getNamespace(), getMetadata().getName(), getMetadata().getUid());
  }

  /** Returns whether the object is being deleted. It goes once it has no finalizer any more. */
  public boolean deleting() {
    return getMetadata().getDeletionTimestamp() != null;
  }

  /** Returns the status, or {@link LiveCallbackStatus#EMPTY} if there is none. */
  public LiveCallbackStatus statusOrEmpty() {
    LiveCallbackStatus status = getStatus();
    return status == null ? LiveCallbackStatus.EMPTY : status;
  }

  /**
   * Returns the first field that this version can't read, like {@code spec.app}; null = it can read
   * all. The value isn't part of the object: a copy that was written and read again doesn't have
   * it.
   */
  public @Nullable String unreadable() {
    return unreadable;
  }

  /** Takes over the spec of another object, and the name of the field that couldn't be read. */
  public void specOf(LiveCallback other) {
    setSpec(other.getSpec());
    unreadable = other.unreadable;
  }

  /** A reader of objects, whatever they hold; see {@link LenientReader}. */
  static final class LiveCallbackReader extends JsonDeserializer<LiveCallback> {
    @Override
    public LiveCallback deserialize(JsonParser parser, DeserializationContext context)
        throws IOException {
      JsonNode json = parser.readValueAsTree();
      LiveCallback object = new LiveCallback();
      object.setMetadata(parser.getCodec().treeToValue(json.path("metadata"), ObjectMeta.class));
      LenientReader spec = new LenientReader();
      object.setSpec(
          Objects.requireNonNullElse(
              spec.readSpec(json, LiveCallbackSpec.class), LiveCallbackSpec.NOTHING));
      object.unreadable = spec.problem();
      // A part of a status that can't be read counts as lost.
      object.setStatus(new LenientReader().readStatus(json, LiveCallbackStatus.class));
      return object;
    }
  }
}
