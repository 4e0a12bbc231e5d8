package dev.livecallback.engine;

import dev.livecallback.api.LiveCallback;
import dev.livecallback.api.LiveCallbackSpec;
import dev.livecallback.api.LiveCallbackStatus;
import dev.livecallback.api.Timestamps;
import dev.livecallback.api.WellKnown;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Secret;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The API server: objects and Secrets with their versions. What it hands out is never changed. */
final class ApiServerModel {
  static final String NAMESPACE = "team";

  /** Who learns of every change, at once; the lag is the listener's. */
  interface Watch {
    void changed(String name, @Nullable LiveCallback now);

    void secretChanged(String name, @Nullable Secret now);
  }

  private final Timeline timeline;
  private final Map<String, LiveCallback> objects = new LinkedHashMap<>();
  private final Map<String, Secret> secrets = new LinkedHashMap<>();
  private final List<Watch> watches = new ArrayList<>();
  private long version = 100;
  private int uids;
  private long statusWrites;

  ApiServerModel(Timeline timeline) {
    this.timeline = timeline;
  }

  void watch(Watch watch) {
    watches.add(watch);
  }

  void unwatch(Watch watch) {
    watches.remove(watch);
  }

  Map<String, LiveCallback> objects() {
    return objects;
  }

  Map<String, Secret> secrets() {
    return secrets;
  }

  @Nullable LiveCallback get(String name) {
    return objects.get(name);
  }

  /** How many times a status changed. */
  long statusWrites() {
    return statusWrites;
  }

  void create(String name, LiveCallbackSpec spec) {
    ObjectMeta meta = new ObjectMeta();
    meta.setNamespace(NAMESPACE);
    meta.setName(name);
    meta.setUid("uid-" + ++uids + "-" + name);
    meta.setGeneration(1L);
    meta.setCreationTimestamp(Timestamps.text(timeline.instant()));
    LiveCallback object = new LiveCallback();
    object.setMetadata(meta);
    object.setSpec(spec);
    object.setStatus(LiveCallbackStatus.EMPTY);
    store(name, object);
  }

  /** Asks for an object to be deleted. */
  void delete(String name) {
    LiveCallback object = objects.get(name);
    if (object == null || object.getMetadata().getDeletionTimestamp() != null) {
      return;
    }
    LiveCallback marked = copy(object);
    marked.getMetadata().setDeletionTimestamp(Timestamps.text(timeline.instant()));
    marked.getMetadata().setGeneration(object.getMetadata().getGeneration() + 1);
    store(name, marked);
  }

  void edit(String name, UnaryOperator<LiveCallbackSpec> edit) {
    LiveCallback object = objects.get(name);
    if (object == null) {
      return;
    }
    LiveCallbackSpec spec = edit.apply(object.getSpec());
    if (spec.equals(object.getSpec())) {
      return;
    }
    LiveCallback edited = copy(object);
    edited.setSpec(spec);
    edited.getMetadata().setGeneration(object.getMetadata().getGeneration() + 1);
    store(name, edited);
  }

  void annotate(String name, String annotation, @Nullable String value) {
    changeMeta(
        name,
        meta -> {
          Map<String, String> annotations = new LinkedHashMap<>(annotations(meta));
          if (value == null) {
            annotations.remove(annotation);
          } else {
            annotations.put(annotation, value);
          }
          meta.setAnnotations(annotations);
        });
  }

  void loseStatus(String name) {
    LiveCallback object = objects.get(name);
    if (object != null) {
      LiveCallback restored = copy(object);
      restored.setStatus(LiveCallbackStatus.EMPTY);
      store(name, restored);
    }
  }

  void addFinalizer(String name) {
    changeMeta(
        name,
        meta -> {
          if (meta.getDeletionTimestamp() == null) {
            meta.setFinalizers(List.of(WellKnown.FINALIZER));
          }
        });
  }

  /**
   * Takes the finalizer off.
   *
   * @return whether the object was still of that version, or is gone
   */
  boolean removeFinalizer(LiveCallback planned) {
    LiveCallback object = objects.get(planned.getMetadata().getName());
    if (object == null || !same(object, planned)) {
      return true;
    }
    if (!version(object).equals(version(planned))) {
      return false;
    }
    changeMeta(planned.getMetadata().getName(), meta -> meta.setFinalizers(List.of()));
    return true;
  }

  /** Writes a status to exactly this version; null if the object is another by now. */
  @Nullable LiveCallback writeStatus(LiveCallback planned, LiveCallbackStatus status) {
    String name = planned.getMetadata().getName();
    LiveCallback object = objects.get(name);
    if (object == null || !same(object, planned) || !version(object).equals(version(planned))) {
      return null;
    }
    statusWrites++;
    if (status.equals(object.getStatus())) {
      return copy(object);
    }
    LiveCallback written = copy(object);
    written.setStatus(status);
    store(name, written);
    return written;
  }

  /** Sets a Secret's value; null deletes it. */
  void setSecret(String name, @Nullable String value) {
    Secret before = secrets.get(name);
    if (value == null) {
      secrets.remove(name);
    } else {
      Secret secret = new Secret();
      ObjectMeta meta = new ObjectMeta();
      meta.setNamespace(NAMESPACE);
      meta.setName(name);
      meta.setUid(before == null ? "uid-" + ++uids + "-" + name : before.getMetadata().getUid());
      meta.setResourceVersion(String.valueOf(++version));
      secret.setMetadata(meta);
      secret.setData(
          Map.of(
              "key", Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8))));
      secrets.put(name, secret);
    }
    for (Watch watch : List.copyOf(watches)) {
      watch.secretChanged(name, secrets.get(name));
    }
  }

  static Map<String, String> annotations(ObjectMeta meta) {
    return Objects.requireNonNullElse(meta.getAnnotations(), Map.of());
  }

  /** Whether two versions are of one object. */
  static boolean same(LiveCallback one, LiveCallback other) {
    return one.getMetadata().getUid().equals(other.getMetadata().getUid());
  }

  private static String version(LiveCallback object) {
    return object.getMetadata().getResourceVersion();
  }

  private void changeMeta(String name, Consumer<ObjectMeta> change) {
    LiveCallback object = objects.get(name);
    if (object == null) {
      return;
    }
    LiveCallback changed = copy(object);
    change.accept(changed.getMetadata());
    if (!changed.getMetadata().equals(object.getMetadata())) {
      store(name, changed);
    }
  }

  private void store(String name, LiveCallback object) {
    object.getMetadata().setResourceVersion(String.valueOf(++version));
    boolean gone =
        object.getMetadata().getDeletionTimestamp() != null
            && object.getMetadata().getFinalizers().isEmpty();
    if (gone) {
      objects.remove(name);
    } else {
      objects.put(name, object);
    }
    for (Watch watch : List.copyOf(watches)) {
      watch.changed(name, gone ? null : object);
    }
  }

  /** A copy of another version: the parts of the old one are shared, they never change. */
  private static LiveCallback copy(LiveCallback object) {
    ObjectMeta before = object.getMetadata();
    ObjectMeta meta = new ObjectMeta();
    meta.setNamespace(before.getNamespace());
    meta.setName(before.getName());
    meta.setUid(before.getUid());
    meta.setGeneration(before.getGeneration());
    meta.setResourceVersion(before.getResourceVersion());
    meta.setCreationTimestamp(before.getCreationTimestamp());
    meta.setDeletionTimestamp(before.getDeletionTimestamp());
    meta.setFinalizers(before.getFinalizers());
    meta.setAnnotations(before.getAnnotations());
    LiveCallback copy = new LiveCallback();
    copy.setMetadata(meta);
    copy.setSpec(object.getSpec());
    copy.setStatus(object.getStatus());
    return copy;
  }
}
