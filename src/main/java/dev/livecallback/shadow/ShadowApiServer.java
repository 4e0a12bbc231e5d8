package dev.livecallback.shadow;

import dev.livecallback.api.LiveCallback;
import dev.livecallback.api.LiveCallbackSpec;
import dev.livecallback.api.LiveCallbackStatus;
import dev.livecallback.api.Timestamps;
import dev.livecallback.api.WellKnown;
import dev.livecallback.engine.objects.Cluster;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Secret;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A stand-in for the API server: objects and Secrets by {@code namespace/name}, with their
 * versions. An object or Secret that it returns never changes.
 */
public final class ShadowApiServer {

  /** A watcher, which learns of every change at once. */
  interface Watcher {
    void changed(String object, @Nullable LiveCallback now);

    void secretChanged(String secret, @Nullable Secret now);
  }

  private final InstantSource clock;
  private final Map<String, LiveCallback> objects = new LinkedHashMap<>();
  private final Map<String, Secret> secrets = new LinkedHashMap<>();
  private final List<Watcher> watchers = new ArrayList<>();
  private long version = 100;
  private int uids;
  private long statusWrites;

  /** Creates a server that has nothing yet. */
  public ShadowApiServer(InstantSource clock) {
    this.clock = clock;
  }

  void watch(Watcher watcher) {
    watchers.add(watcher);
  }

  void unwatch(Watcher watcher) {
    watchers.remove(watcher);
  }

  /** Returns the {@code namespace/name} of an object or Secret. */
  public static String name(HasMetadata object) {
    return name(object.getMetadata().getNamespace(), object.getMetadata().getName());
  }

  static String name(String namespace, String name) {
    return namespace + "/" + name;
  }

  /** Returns a live view of the objects, in the order of their creation. */
  public Map<String, LiveCallback> objects() {
    return Collections.unmodifiableMap(objects);
  }

  /** Returns a live view of the Secrets. */
  public Map<String, Secret> secrets() {
    return Collections.unmodifiableMap(secrets);
  }

  /** Returns an object as it is now; null = there is none. */
  public @Nullable LiveCallback get(String object) {
    return objects.get(object);
  }

  /** Returns the number of status writes. */
  public long statusWrites() {
    return statusWrites;
  }

  /** Creates an object. */
  public void create(String namespace, String name, LiveCallbackSpec spec) {
    LiveCallback written = new LiveCallback();
    written.setMetadata(new ObjectMeta());
    written.setSpec(spec);
    create(namespace, name, written);
  }

  private void create(String namespace, String name, LiveCallback written) {
    ObjectMeta meta = new ObjectMeta();
    meta.setNamespace(namespace);
    meta.setName(name);
    meta.setUid(uid(name));
    meta.setGeneration(1L);
    meta.setCreationTimestamp(Timestamps.text(clock.instant()));
    meta.setAnnotations(written.getMetadata().getAnnotations());
    LiveCallback object = new LiveCallback();
    object.setMetadata(meta);
    object.specOf(written);
    object.setStatus(LiveCallbackStatus.EMPTY);
    store(object);
  }

  /** Stores an object that exists elsewhere, unchanged except for its version. */
  public void load(LiveCallback object) {
    store(copy(object));
  }

  /** Stores a Secret that exists elsewhere, unchanged. */
  public void load(Secret secret) {
    secrets.put(name(secret), secret);
    for (Watcher watcher : List.copyOf(watchers)) {
      watcher.secretChanged(name(secret), secret);
    }
  }

  /** Creates an object that somebody has written. */
  public void create(LiveCallback written) {
    create(written.getMetadata().getNamespace(), written.getMetadata().getName(), written);
  }

  /** Asks for an object to be deleted, if it is there. */
  public void delete(String object) {
    LiveCallback before = objects.get(object);
    if (before == null || before.getMetadata().getDeletionTimestamp() != null) {
      return;
    }
    LiveCallback marked = copy(before);
    marked.getMetadata().setDeletionTimestamp(Timestamps.text(clock.instant()));
    marked.getMetadata().setGeneration(before.getMetadata().getGeneration() + 1);
    store(marked);
  }

  /** Gives an object another spec, if it is there. */
  public void edit(String object, LiveCallbackSpec spec) {
    LiveCallback written = new LiveCallback();
    written.setSpec(spec);
    edit(object, written);
  }

  /** Gives an object the spec and annotations of a newer manifest of it, if it is there. */
  public void edit(LiveCallback written) {
    String object = name(written);
    edit(object, written);
    changeMeta(object, meta -> meta.setAnnotations(written.getMetadata().getAnnotations()));
  }

  private void edit(String object, LiveCallback written) {
    LiveCallback before = objects.get(object);
    if (before == null
        || (written.getSpec().equals(before.getSpec())
            && Objects.equals(written.unreadable(), before.unreadable()))) {
      return;
    }
    LiveCallback edited = copy(before);
    edited.specOf(written);
    edited.getMetadata().setGeneration(before.getMetadata().getGeneration() + 1);
    store(edited);
  }

  /** Sets an annotation; null removes it. */
  public void annotate(String object, String annotation, @Nullable String value) {
    changeMeta(
        object,
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

  /** Removes an object's status, as a restore from a backup does. */
  public void loseStatus(String object) {
    LiveCallback before = objects.get(object);
    if (before != null) {
      LiveCallback restored = copy(before);
      restored.setStatus(LiveCallbackStatus.EMPTY);
      store(restored);
    }
  }

  void addFinalizer(String object) {
    changeMeta(
        object,
        meta -> {
          if (meta.getDeletionTimestamp() == null) {
            meta.setFinalizers(List.of(WellKnown.FINALIZER));
          }
        });
  }

  /**
   * Removes the finalizer.
   *
   * @return true if the object still had this version, or is gone
   */
  boolean removeFinalizer(LiveCallback planned) {
    LiveCallback now = objects.get(name(planned));
    if (now == null || !same(now, planned)) {
      return true;
    }
    if (!version(now).equals(version(planned))) {
      return false;
    }
    changeMeta(name(planned), meta -> meta.setFinalizers(List.of()));
    return true;
  }

  /** Writes the status of an object if it still has exactly this version. */
  public Cluster.StatusWrite<LiveCallback> writeStatus(
      LiveCallback planned, LiveCallbackStatus status) {
    LiveCallback now = objects.get(name(planned));
    if (now == null || !same(now, planned) || !version(now).equals(version(planned))) {
      return new Cluster.StatusWrite.Outdated<>();
    }
    statusWrites++;
    LiveCallback written = copy(now);
    if (!status.equals(now.getStatus())) {
      written.setStatus(status);
      store(written);
    }
    return new Cluster.StatusWrite.Stored<>(written);
  }

  /** Sets the value of a Secret's {@code key}; null deletes the Secret. */
  public void setSecret(String namespace, String name, @Nullable String value) {
    setSecret(namespace, name, value == null ? Map.of() : Map.of("key", value));
  }

  /** Sets the entries of a Secret; no entries delete the Secret. */
  public void setSecret(String namespace, String name, Map<String, String> entries) {
    String secret = name(namespace, name);
    if (entries.isEmpty()) {
      secrets.remove(secret);
    } else {
      secrets.put(secret, secret(namespace, name, entries));
    }
    for (Watcher watcher : List.copyOf(watchers)) {
      watcher.secretChanged(secret, secrets.get(secret));
    }
  }

  private Secret secret(String namespace, String name, Map<String, String> entries) {
    Secret before = secrets.get(name(namespace, name));
    ObjectMeta meta = new ObjectMeta();
    meta.setNamespace(namespace);
    meta.setName(name);
    meta.setUid(before == null ? uid(name) : before.getMetadata().getUid());
    meta.setResourceVersion(String.valueOf(++version));
    Secret secret = new Secret();
    secret.setMetadata(meta);
    Map<String, String> data = new HashMap<>();
    entries.forEach(
        (entry, value) ->
            data.put(
                entry, Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8))));
    secret.setData(data);
    return secret;
  }

  /** Returns the annotations; an empty map if there are none. */
  public static Map<String, String> annotations(ObjectMeta meta) {
    return Objects.requireNonNullElse(meta.getAnnotations(), Map.of());
  }

  /** Returns whether two versions are of one object. */
  public static boolean same(LiveCallback one, LiveCallback other) {
    return one.getMetadata().getUid().equals(other.getMetadata().getUid());
  }

  private String uid(String name) {
    return "uid-" + ++uids + "-" + name;
  }

  private static String version(LiveCallback object) {
    return object.getMetadata().getResourceVersion();
  }

  private void changeMeta(String object, Consumer<ObjectMeta> change) {
    LiveCallback before = objects.get(object);
    if (before == null) {
      return;
    }
    LiveCallback changed = copy(before);
    change.accept(changed.getMetadata());
    if (!changed.getMetadata().equals(before.getMetadata())) {
      store(changed);
    }
  }

  private void store(LiveCallback object) {
    object.getMetadata().setResourceVersion(String.valueOf(++version));
    boolean gone =
        object.getMetadata().getDeletionTimestamp() != null
            && object.getMetadata().getFinalizers().isEmpty();
    String name = name(object);
    if (gone) {
      objects.remove(name);
    } else {
      objects.put(name, object);
    }
    for (Watcher watcher : List.copyOf(watchers)) {
      watcher.changed(name, gone ? null : object);
    }
  }

  /**
   * Returns a copy for another version. It shares the parts of the old version, which never change.
   */
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
    copy.specOf(object);
    copy.setStatus(object.getStatus());
    return copy;
  }
}
