package dev.livecallback.operator;

import dev.livecallback.api.LiveCallback;
import dev.livecallback.api.ObjectId;
import dev.livecallback.api.SecretKeyRef;
import dev.livecallback.api.WellKnown;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Secret;
import io.javaoperatorsdk.operator.api.config.informer.FieldSelectorBuilder;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is watched, and the caches that come of it. */
final class Watches {
  private static final String BY_SECRET = "auth-key-secret";

  private volatile @Nullable IndexerResourceCache<LiveCallback> objects;
  private volatile @Nullable InformerEventSource<Secret, LiveCallback> secrets;

  /** Sets the watches up, before anything is reconciled. */
  List<EventSource<?, LiveCallback>> sources(
      EventSourceContext<LiveCallback> context, Wakes wakes) {
    IndexerResourceCache<LiveCallback> cache = context.getPrimaryCache();
    cache.addIndexers(
        Map.of(
            BY_SECRET,
            object -> secretOf(object).map(Watches::index).map(List::of).orElse(List.of())));
    InformerEventSource<Secret, LiveCallback> opaque =
        new InformerEventSource<>(
            InformerEventSourceConfiguration.from(Secret.class, LiveCallback.class)
                .withName("auth-key-secrets")
                .withNamespacesInheritedFromController()
                .withFieldSelector(new FieldSelectorBuilder().withField("type", "Opaque").build())
                .withItemStore(PrunedStore.ofSecrets())
                .withOnUpdateFilter(
                    (now, before) -> !Objects.equals(now.getData(), before.getData()))
                .withSecondaryToPrimaryMapper(
                    secret ->
                        cache.byIndex(BY_SECRET, index(ResourceID.fromResource(secret))).stream()
                            .map(ResourceID::fromResource)
                            .collect(Collectors.toSet()))
                .<LiveCallback>withPrimaryToSecondaryMapper(
                    object -> secretOf(object).map(Set::of).orElse(Set.of()))
                .build(),
            context);
    objects = cache;
    secrets = opaque;
    return List.of(opaque, wakes.source());
  }

  /** This very object, if it is still there. */
  Optional<LiveCallback> object(ObjectId object) {
    IndexerResourceCache<LiveCallback> cache = objects;
    return cache == null
        ? Optional.empty()
        : cache
            .get(new ResourceID(object.name(), object.namespace()))
            .filter(found -> found.getMetadata().getUid().equals(object.uid()));
  }

  /** An Opaque Secret. */
  Optional<Secret> secret(String namespace, String name) {
    InformerEventSource<Secret, LiveCallback> source = secrets;
    return source == null ? Optional.empty() : source.get(new ResourceID(name, namespace));
  }

  /**
   * Which updates of an object have it planned: not our own status writes, but whatever a person or
   * another program may have meant something by.
   */
  static boolean worthPlanning(LiveCallback now, LiveCallback before) {
    ObjectMeta fresh = now.getMetadata();
    ObjectMeta old = before.getMetadata();
    return !fresh.getUid().equals(old.getUid())
        || !now.hasFinalizer(WellKnown.FINALIZER)
        || !before.hasFinalizer(WellKnown.FINALIZER)
        || !Objects.equals(fresh.getGeneration(), old.getGeneration())
        || (fresh.getDeletionTimestamp() != null && old.getDeletionTimestamp() == null)
        || !ourAnnotations(now).equals(ourAnnotations(before))
        || (now.statusOrEmpty().neverWritten() && !before.statusOrEmpty().neverWritten());
  }

  private static Map<String, String> ourAnnotations(LiveCallback object) {
    Map<String, String> all = object.getMetadata().getAnnotations();
    return all == null
        ? Map.of()
        : all.entrySet().stream()
            .filter(entry -> entry.getKey().startsWith(WellKnown.GROUP + "/"))
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static Optional<ResourceID> secretOf(LiveCallback object) {
    SecretKeyRef ref = object.getSpec().authKeyPrimarySecretRef();
    return Optional.ofNullable(ref)
        .map(named -> new ResourceID(named.name(), object.getMetadata().getNamespace()));
  }

  private static String index(ResourceID secret) {
    return secret.getNamespace().orElse("") + "/" + secret.getName();
  }
}
