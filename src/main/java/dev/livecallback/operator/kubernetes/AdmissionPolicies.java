package dev.livecallback.operator.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicy;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicyBinding;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicyBindingSpec;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out whether the {@link AdmissionPolicy admission policies} are in force as this version
 * ships them. A policy is in force if the cluster has it unchanged, with a binding that denies
 * everywhere. One check of all policies takes two calls of the API server. While the API server
 * can't be asked, the last result counts; before the first one no policy is in force.
 */
public final class AdmissionPolicies {
  private static final Logger LOG = LoggerFactory.getLogger(AdmissionPolicies.class);
  private static final String SHIPPED = "admission-policy.yaml";
  private static final String DENY = "Deny";

  /** The largest number of policies, and of bindings, that is read: more than any cluster has. */
  private static final long MOST = 100;

  private static final String REMEDY =
      "apply deploy/manifests/admission-policy.yaml of this version, or install its chart";

  private final PolicyLister lister;
  private final Map<AdmissionPolicy, PolicyText> shipped = shipped();
  private volatile Map<AdmissionPolicy, String> problems = all("the operator hasn't looked yet");

  /** A source of policies and bindings. */
  interface PolicyLister {
    /** Returns the cluster's policies with the label {@link AdmissionPolicy#LABEL}. */
    List<ValidatingAdmissionPolicy> policies();

    /** Returns the cluster's bindings with the same label. */
    List<ValidatingAdmissionPolicyBinding> bindings();
  }

  /** Returns a check of a cluster's policies. */
  public static AdmissionPolicies of(KubernetesClient client) {
    return new AdmissionPolicies(lister(client));
  }

  private static PolicyLister lister(KubernetesClient client) {
    return new PolicyLister() {
      @Override
      public List<ValidatingAdmissionPolicy> policies() {
        return labelled(client, ValidatingAdmissionPolicy.class);
      }

      @Override
      public List<ValidatingAdmissionPolicyBinding> bindings() {
        return labelled(client, ValidatingAdmissionPolicyBinding.class);
      }
    };
  }

  AdmissionPolicies(PolicyLister lister) {
    this.lister = lister;
  }

  private static <T extends HasMetadata> List<T> labelled(KubernetesClient client, Class<T> kind) {
    return client
        .resources(kind)
        .withLabel(AdmissionPolicy.LABEL)
        .list(new ListOptionsBuilder().withLimit(MOST).build())
        .getItems();
  }

  /**
   * Returns the policies of a cluster that aren't in force, each with the reason for people.
   *
   * @throws KubernetesClientException if the policies can't be read
   */
  public static Map<AdmissionPolicy, String> problems(KubernetesClient client) {
    PolicyLister lister = lister(client);
    return compare(shipped(), lister.policies(), lister.bindings());
  }

  /** Checks the policies, and logs what changed. Call it every few minutes. */
  public void look() {
    Map<AdmissionPolicy, String> found;
    try {
      found = compare(shipped, lister.policies(), lister.bindings());
    } catch (KubernetesClientException e) {
      Optional<String> why = refused(e);
      if (why.isEmpty()) {
        LOG.info(
            "Admission policies couldn't be read ({}): the last result counts.",
            Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName()));
        return;
      }
      found = all(why.get());
    }
    boolean isNews = !found.equals(problems);
    problems = found;
    if (isNews && found.isEmpty()) {
      LOG.info("All admission policies are in force.");
    } else if (isNews) {
      LOG.warn("Admission policies that aren't in force: {}", summary().orElse(""));
    }
  }

  /** Returns whether a policy was in force at the last check. */
  public boolean isInForce(AdmissionPolicy policy) {
    return !problems.containsKey(policy);
  }

  /** Returns which policies aren't in force and why, for people; empty = all are in force. */
  public Optional<String> summary() {
    Map<AdmissionPolicy, String> now = problems;
    if (now.isEmpty()) {
      return Optional.empty();
    }
    boolean same = now.size() == shipped.size() && now.values().stream().distinct().count() == 1;
    return Optional.of(
        same
            ? words(now) + " (" + now.values().iterator().next() + ")"
            : now.entrySet().stream()
                .map(each -> each.getKey().word() + " (" + each.getValue() + ")")
                .collect(Collectors.joining(", ")));
  }

  private static String words(Map<AdmissionPolicy, String> policies) {
    return policies.keySet().stream().map(AdmissionPolicy::word).collect(Collectors.joining(", "));
  }

  private static Optional<String> refused(KubernetesClientException e) {
    return switch (e.getCode()) {
      case HttpURLConnection.HTTP_FORBIDDEN ->
          Optional.of(
              "the operator may not list them: bind the ClusterRole"
                  + " live-callback-operator-admission of deploy/manifests/admission-policy.yaml to"
                  + " its ServiceAccount");
      case HttpURLConnection.HTTP_NOT_FOUND ->
          Optional.of("the API server doesn't know them: they need Kubernetes 1.30");
      default -> Optional.empty();
    };
  }

  private static Map<AdmissionPolicy, String> compare(
      Map<AdmissionPolicy, PolicyText> shipped,
      List<ValidatingAdmissionPolicy> policies,
      List<ValidatingAdmissionPolicyBinding> bindings) {
    Map<AdmissionPolicy, String> found = new EnumMap<>(AdmissionPolicy.class);
    for (AdmissionPolicy policy : AdmissionPolicy.values()) {
      List<Optional<String>> each =
          policies.stream()
              .filter(there -> is(there, policy))
              .map(
                  there ->
                      problem(policy, Objects.requireNonNull(shipped.get(policy)), there, bindings))
              .toList();
      if (each.isEmpty()) {
        found.put(policy, "the cluster has none: " + REMEDY);
      } else if (each.stream().noneMatch(Optional::isEmpty)) {
        each.getFirst().ifPresent(problem -> found.put(policy, problem));
      }
    }
    return Collections.unmodifiableMap(found);
  }

  private static Optional<String> problem(
      AdmissionPolicy policy,
      PolicyText shipped,
      ValidatingAdmissionPolicy there,
      List<ValidatingAdmissionPolicyBinding> bindings) {
    String name = there.getMetadata().getName();
    Optional<String> different = shipped.difference(PolicyText.of(there));
    if (different.isPresent()) {
      return different.map(
          field -> "spec." + field + " of " + name + " differs from this version's: " + REMEDY);
    }
    List<ValidatingAdmissionPolicyBindingSpec> bound =
        bindings.stream()
            .filter(binding -> is(binding, policy))
            .map(ValidatingAdmissionPolicyBinding::getSpec)
            .filter(spec -> spec != null && name.equals(spec.getPolicyName()))
            .toList();
    if (bound.isEmpty()) {
      return Optional.of(name + " has no binding: " + REMEDY);
    }
    return bound.stream().anyMatch(AdmissionPolicies::deniesEverywhere)
        ? Optional.empty()
        : Optional.of(
            "the binding of "
                + name
                + " doesn't deny everywhere (look at validationActions, matchResources, paramRef): "
                + REMEDY);
  }

  private static boolean deniesEverywhere(ValidatingAdmissionPolicyBindingSpec binding) {
    return binding.getValidationActions() != null
        && binding.getValidationActions().contains(DENY)
        && binding.getParamRef() == null
        && isUnlimited(PolicyText.json(binding.getMatchResources()));
  }

  /** Returns whether a binding covers everything that its policy matches. */
  private static boolean isUnlimited(JsonNode matchResources) {
    return matchResources.isNull()
        || matchResources.properties().stream()
            .allMatch(
                field ->
                    field.getKey().equals("matchPolicy")
                        || field.getValue().isNull()
                        || field.getValue().isEmpty());
  }

  private static boolean is(HasMetadata there, AdmissionPolicy policy) {
    Map<String, String> labels = there.getMetadata().getLabels();
    return labels != null
        && AdmissionPolicy.ofWord(labels.getOrDefault(AdmissionPolicy.LABEL, ""))
            .filter(policy::equals)
            .isPresent();
  }

  private static Map<AdmissionPolicy, String> all(String problem) {
    Map<AdmissionPolicy, String> problems = new EnumMap<>(AdmissionPolicy.class);
    for (AdmissionPolicy policy : AdmissionPolicy.values()) {
      problems.put(policy, problem);
    }
    return Collections.unmodifiableMap(problems);
  }

  private static Map<AdmissionPolicy, PolicyText> shipped() {
    Map<AdmissionPolicy, PolicyText> texts = new EnumMap<>(AdmissionPolicy.class);
    for (HasMetadata object : shippedObjects()) {
      if (object instanceof ValidatingAdmissionPolicy policy) {
        for (AdmissionPolicy each : AdmissionPolicy.values()) {
          if (is(policy, each)) {
            texts.put(each, PolicyText.of(policy));
          }
        }
      }
    }
    return texts;
  }

  /** Returns the objects of the manifests' admission file, as this version ships it. */
  static List<HasMetadata> shippedObjects() {
    try (InputStream file = AdmissionPolicies.class.getResourceAsStream(SHIPPED)) {
      String yaml =
          new String(
              Objects.requireNonNull(file, SHIPPED + " is part of the program").readAllBytes(),
              StandardCharsets.UTF_8);
      KubernetesSerialization reader = new KubernetesSerialization();
      return Stream.of(yaml.split("(?m)^---$", -1)).<HasMetadata>map(reader::unmarshal).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
