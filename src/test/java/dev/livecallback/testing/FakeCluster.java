package dev.livecallback.testing;

import dev.livecallback.api.LiveCallback;
import dev.livecallback.api.LiveCallbackStatus;
import dev.livecallback.api.ObjectId;
import dev.livecallback.engine.objects.Cluster;
import dev.livecallback.plan.Notice;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/** A cluster of the objects that a test adds. Status writes fail until the test says otherwise. */
public final class FakeCluster implements Cluster {
  private final Map<ObjectId, LiveCallback> objects = new LinkedHashMap<>();
  private final Map<String, Secret> secrets = new HashMap<>();
  private final List<LiveCallbackStatus> writes = new ArrayList<>();
  private final List<ObjectId> woken = new ArrayList<>();
  private int walks;
  private BiFunction<LiveCallback, LiveCallbackStatus, StatusWrite<LiveCallback>> writing =
      (_, _) -> new StatusWrite.Failed<>();

  /** Adds objects to the cache. */
  public void add(LiveCallback... added) {
    for (LiveCallback object : added) {
      objects.put(object.id(), object);
    }
  }

  /** Returns how often somebody has looked at all objects. */
  public int walks() {
    return walks;
  }

  /** Adds a Secret of that namespace with one entry, {@code key}. */
  public void addSecret(String namespace, String name, String value) {
    secrets.put(
        namespace + "/" + name,
        new SecretBuilder()
            .withNewMetadata()
            .withUid("uid of " + name)
            .withResourceVersion("1")
            .endMetadata()
            .addToData(
                "key", Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8)))
            .build());
  }

  /** Removes an object from the cache. */
  public void remove(LiveCallback object) {
    objects.remove(object.id());
  }

  /** Answers every further status write with this. */
  public void answerWrites(StatusWrite<LiveCallback> answer) {
    onWrite((_, _) -> answer);
  }

  /** Answers every further status write as an API server does, with a new version of the object. */
  public void acceptWrites() {
    onWrite((planned, wanted) -> new StatusWrite.Stored<>(nextVersion(planned, wanted)));
  }

  /** Answers every further status write with what becomes of the object and the wanted status. */
  public void onWrite(
      BiFunction<LiveCallback, LiveCallbackStatus, StatusWrite<LiveCallback>> answer) {
    writing = answer;
  }

  /** Returns the statuses that were to be written, in order. */
  public List<LiveCallbackStatus> writes() {
    return List.copyOf(writes);
  }

  @Override
  public Optional<LiveCallback> object(ObjectId object) {
    return Optional.ofNullable(objects.get(object));
  }

  @Override
  public Stream<LiveCallback> objects() {
    walks++;
    return List.copyOf(objects.values()).stream();
  }

  @Override
  public Optional<Secret> secret(String namespace, String name, Set<String> entries) {
    return Optional.ofNullable(secrets.get(namespace + "/" + name));
  }

  @Override
  public StatusWrite<LiveCallback> write(LiveCallback planned, LiveCallbackStatus wanted) {
    writes.add(wanted);
    return writing.apply(planned, wanted);
  }

  @Override
  public void publish(LiveCallback object, List<Notice> notices) {}

  @Override
  public void wake(Collection<ObjectId> concerned) {
    woken.addAll(concerned);
  }

  /** Returns who was woken since this was last asked, in order. */
  public List<ObjectId> woken() {
    List<ObjectId> since = List.copyOf(woken);
    woken.clear();
    return since;
  }

  private static LiveCallback nextVersion(LiveCallback planned, LiveCallbackStatus status) {
    long version = Long.parseLong(planned.getMetadata().getResourceVersion());
    LiveCallback next = new LiveCallback();
    next.setMetadata(
        new ObjectMetaBuilder(planned.getMetadata())
            .withResourceVersion(String.valueOf(version + 1))
            .build());
    next.setSpec(planned.getSpec());
    next.setStatus(status);
    return next;
  }
}
