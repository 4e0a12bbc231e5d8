package dev.livecallback.api;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The credentials and an endpoint of the cloud, and the rules of who may use them for what. The
 * kind is in no category: kubectl expands a category before a singular name, and {@code kubectl get
 * livecallback NAME} would fail with two kinds in the category.
 */
@JsonClassDescription(
    "A LiveAccount is the way to a cloud account of Volcengine Live or BytePlus: credentials and an"
        + " endpoint, how much of the API's quota to use, and which namespaces may use it for what."
        + " LiveCallbacks name it in accountRef.")
@Group(WellKnown.GROUP)
@Version(WellKnown.VERSION)
@Plural("liveaccounts")
@Singular("liveaccount")
@ShortNames("lacc")
@AdditionalPrinterColumn(
    name = "Profile",
    jsonPath = ".spec.profile",
    getDescription = "The service: Volcengine or BytePlus")
@AdditionalPrinterColumn(
    name = "Account-ID",
    jsonPath = ".status.accountId",
    getDescription = "The cloud account that the credentials belong to")
@AdditionalPrinterColumn(
    name = "Ready",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].status",
    getDescription = "Whether it can be used")
@AdditionalPrinterColumn(
    name = "Reason",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason",
    getDescription = "Why it can or can't be used")
@AdditionalPrinterColumn(
    name = "Objects",
    type = AdditionalPrinterColumn.Type.INTEGER,
    jsonPath = ".status.objects",
    getDescription = "The LiveCallbacks that use it")
@AdditionalPrinterColumn(
    name = "Age",
    type = AdditionalPrinterColumn.Type.DATE,
    jsonPath = ".metadata.creationTimestamp",
    getDescription = "Time since this account was created")
@AdditionalPrinterColumn(
    name = "Scopes",
    type = AdditionalPrinterColumn.Type.INTEGER,
    jsonPath = ".status.scopes",
    priority = 1,
    getDescription = "The vhosts and domains that are in use through it")
@AdditionalPrinterColumn(
    name = "Message",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].message",
    priority = 1,
    getDescription = "Why, in a sentence")
@JsonDeserialize(using = LiveAccount.LiveAccountReader.class)
public class LiveAccount extends CustomResource<LiveAccountSpec, LiveAccountStatus>
    implements Namespaced {

  @JsonIgnore private transient @Nullable String unreadable;

  /** Returns the identity of this account. */
  public ObjectId id() {
    return new ObjectId(
        getMetadata().getNamespace(), getMetadata().getName(), getMetadata().getUid());
  }

  /** Returns the status, or {@link LiveAccountStatus#EMPTY} if there is none. */
  public LiveAccountStatus statusOrEmpty() {
    LiveAccountStatus status = getStatus();
    return status == null ? LiveAccountStatus.EMPTY : status;
  }

  /**
   * Returns the first field that this version can't read, like {@code spec.allow[0].ports}; null =
   * it can read all. The value isn't part of the object: a copy that was written and read again
   * doesn't have it.
   */
  public @Nullable String unreadable() {
    return unreadable;
  }

  /** Takes over the spec of another account, and the name of the field that couldn't be read. */
  public void specOf(LiveAccount other) {
    setSpec(other.getSpec());
    unreadable = other.unreadable;
  }

  /** A reader of objects, whatever they hold; see {@link LenientReader}. */
  static final class LiveAccountReader extends JsonDeserializer<LiveAccount> {
    @Override
    public LiveAccount deserialize(JsonParser parser, DeserializationContext context)
        throws IOException {
      JsonNode json = parser.readValueAsTree();
      LiveAccount object = new LiveAccount();
      object.setMetadata(parser.getCodec().treeToValue(json.path("metadata"), ObjectMeta.class));
      LenientReader spec = new LenientReader();
      object.setSpec(
          Objects.requireNonNullElse(
              spec.readSpec(json, LiveAccountSpec.class), LiveAccountSpec.NOTHING));
      object.unreadable = spec.problem();
      // A part of a status that can't be read counts as lost.
      object.setStatus(new LenientReader().readStatus(json, LiveAccountStatus.class));
      return object;
    }
  }
}
