package dev.livecallback.cli.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.livecallback.api.AccountName;
import dev.livecallback.api.CredentialsSecretRef;
import dev.livecallback.api.LiveAccount;
import dev.livecallback.api.LiveCallback;
import dev.livecallback.api.SecretKeyRef;
import dev.livecallback.api.WellKnown;
import dev.livecallback.cli.ClusterReader;
import dev.livecallback.cli.ClusterReader.Lookup;
import dev.livecallback.cli.CommandFailedException;
import dev.livecallback.cli.ProgressLine;
import dev.livecallback.shadow.ShadowApiServer;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The inputs of a plan while they are gathered: the part of the cluster that concerns the plan, and
 * the edits that the files would make.
 */
final class PlanInputs {
  private static final int SHOWN = 3;
  private static final String VERSION = WellKnown.GROUP + "/" + WellKnown.VERSION;

  /** The estimated time of one dry run at the API server. */
  private static final Duration CHECK = Duration.ofMillis(10);

  private final ClusterReader reader;
  private final KubernetesSerialization serialization;
  private final Concern concern;
  private final Map<String, LiveCallback> objects = new TreeMap<>();
  private final Map<String, ObjectNode> live = new HashMap<>();
  private final Map<AccountName, LiveAccount> accounts = new HashMap<>();
  private final Map<String, Secret> secrets = new HashMap<>();
  private final Set<String> hidden = new HashSet<>();
  private final List<LiveCallback> changedObjects = new ArrayList<>();
  private final Map<AccountName, LiveAccount> changedAccounts = new LinkedHashMap<>();
  private final List<Secret> changedSecrets = new ArrayList<>();
  private final Set<String> removedObjects = new LinkedHashSet<>();
  private final Set<AccountName> removedAccounts = new LinkedHashSet<>();
  private final Map<String, String> refused = new TreeMap<>();
  private final Map<String, List<String>> unchecked = new TreeMap<>();
  private final Set<AccountName> hiddenAccounts = new HashSet<>();
  private final Map<String, String> uncheckedObjects = new HashMap<>();
  private @Nullable String unseen;

  /**
   * All inputs of a plan.
   *
   * @param state the part of the cluster that concerns the plan
   * @param edits the edits that the files would make
   * @param refused the objects that the API server would refuse, each with the API server's words
   * @param warnings the sentences that tell the person how the files were read
   */
  record Inputs(
      ClusterState state, Edits edits, Map<String, String> refused, List<String> warnings) {}

  PlanInputs(
      ClusterReader reader, KubernetesSerialization serialization, AccountName defaultAccount) {
    this.reader = reader;
    this.serialization = serialization;
    this.concern = new Concern(defaultAccount);
  }

  /**
   * Reads the LiveCallbacks of all namespaces, or, if that isn't permitted, of these namespaces.
   *
   * @param namespaces empty = the person has to be allowed to read all namespaces
   */
  void readObjects(Set<String> namespaces) throws CommandFailedException {
    String what = "LiveCallbacks of all namespaces";
    Function<KubernetesClient, @Nullable List<GenericKubernetesResource>> list =
        client -> callbacks(client).inAnyNamespace().list().getItems();
    Optional<List<GenericKubernetesResource>> all =
        namespaces.isEmpty() ? reader.ask(what, list) : reader.askIfPermitted(what, list);
    if (all.isPresent()) {
      all.get().forEach(this::found);
      return;
    }
    unseen = "You may not list the LiveCallbacks of all namespaces: one may have the record.";
    for (String namespace : namespaces) {
      reader
          .ask(
              "LiveCallbacks of namespace " + namespace,
              client -> callbacks(client).inNamespace(namespace).list().getItems())
          .ifPresent(some -> some.forEach(this::found));
    }
  }

  private static MixedOperation<
          GenericKubernetesResource,
          GenericKubernetesResourceList,
          Resource<GenericKubernetesResource>>
      callbacks(KubernetesClient client) {
    return client.genericKubernetesResources(VERSION, "LiveCallback");
  }

  private void found(GenericKubernetesResource object) {
    ObjectNode json = serialization.convertValue(object, ObjectNode.class);
    String name = ShadowApiServer.name(object);
    live.put(name, json);
    objects.put(name, serialization.convertValue(json, LiveCallback.class));
  }

  /** Applies the objects of the files in a dry run, and adds them to the edits. */
  void apply(Manifests files, KubernetesClient client, ProgressLine progress)
      throws CommandFailedException {
    DryRun dryRun = new DryRun(client, files.namespaces());
    int done = 0;
    for (ObjectNode file : files.objects()) {
      progress.at(
          "%d of %d objects of the files checked".formatted(done, files.objects().size()),
          CHECK.multipliedBy(files.objects().size() - done));
      done++;
      apply(file, dryRun);
    }
    progress.clear();
  }

  private void apply(ObjectNode file, DryRun dryRun) throws CommandFailedException {
    String what = Manifests.what(file);
    String namespace = file.path("metadata").path("namespace").asText();
    String name = file.path("metadata").path("name").asText();
    boolean listed =
        file.path("kind").asText().equals("LiveCallback")
            && (unseen == null || live.containsKey(namespace + "/" + name));
    ObjectNode there =
        listed
            ? live.get(namespace + "/" + name)
            : reader
                .askIfPermitted(
                    what,
                    client ->
                        client
                            .genericKubernetesResources(
                                file.path("apiVersion").asText(), file.path("kind").asText())
                            .inNamespace(namespace)
                            .withName(name)
                            .get())
                .map(each -> serialization.convertValue(each, ObjectNode.class))
                .orElse(null);
    switch (dryRun.of(file, there)) {
      case DryRun.Applied.As(ObjectNode object) -> take(object);
      case DryRun.Applied.Refused(String why) -> refused.put(what, why);
      case DryRun.Applied.Unchecked(ObjectNode object, String why) -> {
        unchecked.computeIfAbsent(why, _ -> new ArrayList<>()).add(what);
        uncheckedObjects.put(what, why);
        take(object);
      }
    }
  }

  private void take(ObjectNode object) throws CommandFailedException {
    JsonNode metadata = object.path("metadata");
    switch (object.path("kind").asText()) {
      case "Secret" ->
          changedSecrets.add(
              SecretFile.of(
                  object,
                  lookUp(metadata.path("namespace").asText(), metadata.path("name").asText())
                      .orElse(null),
                  serialization));
      case "LiveAccount" -> {
        LiveAccount account = serialization.convertValue(object, LiveAccount.class);
        changedAccounts.put(AccountName.of(account), account);
      }
      default -> changedObjects.add(serialization.convertValue(object, LiveCallback.class));
    }
  }

  /**
   * Adds the removal of the objects with these labels that aren't in the files; null = any labels.
   */
  void prune(@Nullable String selector, Set<String> namespaces, Manifests files)
      throws CommandFailedException {
    Set<String> kept = new HashSet<>();
    files.objects().forEach(each -> kept.add(Manifests.what(each)));
    for (String namespace : namespaces) {
      for (GenericKubernetesResource each : selected("LiveCallback", namespace, selector)) {
        if (!kept.contains("LiveCallback " + ShadowApiServer.name(each))) {
          removedObjects.add(ShadowApiServer.name(each));
        }
      }
      for (GenericKubernetesResource each : selected("LiveAccount", namespace, selector)) {
        if (!kept.contains("LiveAccount " + ShadowApiServer.name(each))) {
          removedAccounts.add(AccountName.of(each));
        }
      }
    }
  }

  private List<GenericKubernetesResource> selected(
      String kind, String namespace, @Nullable String selector) throws CommandFailedException {
    return reader
        .ask(
            kind + "s of namespace " + namespace,
            client -> {
              var there = client.genericKubernetesResources(VERSION, kind).inNamespace(namespace);
              return (selector == null ? there : there.withLabelSelector(selector))
                  .list()
                  .getItems();
            })
        .orElse(List.of());
  }

  /**
   * Returns the names of the LiveCallbacks with these labels, in these namespaces; empty set = in
   * all.
   */
  Set<String> select(@Nullable String selector, Set<String> namespaces)
      throws CommandFailedException {
    Set<String> names = new TreeSet<>();
    if (selector == null) {
      objects.values().stream()
          .filter(
              each ->
                  namespaces.isEmpty() || namespaces.contains(each.getMetadata().getNamespace()))
          .forEach(each -> names.add(ShadowApiServer.name(each)));
      return names;
    }
    reader
        .ask(
            "LiveCallbacks",
            client -> {
              var all = client.resources(LiveCallback.class);
              return (namespaces.size() == 1
                      ? all.inNamespace(namespaces.iterator().next())
                      : all.inAnyNamespace())
                  .withLabelSelector(selector)
                  .list()
                  .getItems();
            })
        .ifPresent(some -> some.forEach(each -> names.add(ShadowApiServer.name(each))));
    return names;
  }

  /**
   * Reads accounts and Secrets, and returns all inputs.
   *
   * @param chosen the objects of the cluster that the plan is about, beside those of the files
   */
  Inputs gather(Set<String> chosen) throws CommandFailedException {
    readAccounts();
    Edits edits =
        new Edits(
            changedObjects,
            changedAccounts,
            changedSecrets,
            removedObjects,
            removedAccounts,
            uncheckedObjects);
    Set<String> concerned = concern.of(objects, accounts, edits, chosen);
    List<LiveCallback> state =
        objects.entrySet().stream()
            .filter(each -> concerned.contains(each.getKey()))
            .map(Map.Entry::getValue)
            .toList();
    List<LiveCallback> all = Stream.concat(state.stream(), changedObjects.stream()).toList();
    Set<AccountName> used = new HashSet<>();
    all.forEach(each -> used.addAll(concern.accountsOf(each)));
    used.addAll(removedAccounts);
    used.addAll(changedAccounts.keySet());
    Map<AccountName, LiveAccount> usedAccounts = new HashMap<>();
    for (AccountName name : used) {
      LiveAccount there = accounts.get(name);
      if (there != null) {
        usedAccounts.put(name, there);
      }
    }
    readSecrets(all, usedAccounts.values());
    readSecrets(List.of(), changedAccounts.values());
    changedSecrets.forEach(each -> hidden.remove(ShadowApiServer.name(each)));
    return new Inputs(
        new ClusterState(state, usedAccounts, secrets, hidden, hiddenAccounts, unseen),
        edits,
        refused,
        warnings());
  }

  private List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    unchecked.forEach(
        (why, names) ->
            warnings.add(
                "%s%s: %s"
                    .formatted(
                        String.join(", ", names.subList(0, Math.min(SHOWN, names.size()))),
                        names.size() > SHOWN ? " and %d more".formatted(names.size() - SHOWN) : "",
                        why)));
    return warnings;
  }

  private void readAccounts() throws CommandFailedException {
    Optional<List<LiveAccount>> all =
        reader.askIfPermitted(
            "LiveAccounts",
            client -> client.resources(LiveAccount.class).inAnyNamespace().list().getItems());
    if (all.isPresent()) {
      all.get().forEach(each -> accounts.put(AccountName.of(each), each));
      return;
    }
    Set<AccountName> named = new HashSet<>();
    objects.values().forEach(each -> named.addAll(concern.accountsOf(each)));
    changedObjects.forEach(each -> named.addAll(concern.accountsOf(each)));
    for (AccountName name : named) {
      Lookup<LiveAccount> found =
          reader.lookUp(
              "LiveAccount " + name,
              client ->
                  client
                      .resources(LiveAccount.class)
                      .inNamespace(name.namespace())
                      .withName(name.name())
                      .get());
      switch (found) {
        case Lookup.There<LiveAccount>(LiveAccount account) -> accounts.put(name, account);
        case Lookup.Forbidden<LiveAccount> _ -> hiddenAccounts.add(name);
        case Lookup.NotThere<LiveAccount> _ -> {
          // The account's objects will say so.
        }
      }
    }
  }

  private void readSecrets(Iterable<LiveCallback> all, Iterable<LiveAccount> some)
      throws CommandFailedException {
    for (LiveCallback each : all) {
      SecretKeyRef ref = each.getSpec().authKeyPrimarySecretRef();
      if (ref != null) {
        lookUp(each.getMetadata().getNamespace(), ref.name());
      }
    }
    for (LiveAccount each : some) {
      CredentialsSecretRef ref = each.getSpec().credentials().secretRef();
      if (ref != null) {
        lookUp(each.getMetadata().getNamespace(), ref.name());
      }
    }
  }

  private Optional<Secret> lookUp(String namespace, String name) throws CommandFailedException {
    String key = namespace + "/" + name;
    if (!secrets.containsKey(key) && !hidden.contains(key)) {
      Lookup<Secret> found =
          reader.lookUp(
              "Secret " + key,
              client -> client.secrets().inNamespace(namespace).withName(name).get());
      if (found instanceof Lookup.There<Secret>(Secret secret) && isOpaque(secret)) {
        secrets.put(key, secret);
      } else if (found instanceof Lookup.Forbidden<Secret>) {
        hidden.add(key);
      }
    }
    return Optional.ofNullable(secrets.get(key));
  }

  /** Returns whether a Secret is Opaque. The operator accepts no others. */
  private static boolean isOpaque(Secret secret) {
    return "Opaque".equals(secret.getType());
  }
}
