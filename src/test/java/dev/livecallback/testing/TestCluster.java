package dev.livecallback.testing;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.authentication.TokenRequest;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.base.CustomResourceDefinitionContext;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A real API server with a namespace of the test's own. Ask for it as a parameter of a test method
 * in a class that is marked {@link NeedsControlPlane}; a {@code @BeforeEach} method of the same
 * test gets the same one, a {@code @BeforeAll} method one for the class.
 *
 * <p>All that is handed out ends with the test. The project's custom objects in the namespace are
 * removed then, whatever finalizers they have; other objects stay where they are, in a namespace
 * that nobody uses again.
 */
public final class TestCluster implements AutoCloseable {
  private static final String ADMIN = "admin";

  /** How long an answer of the API server may take, in milliseconds: the machine may be busy. */
  private static final int PATIENCE = 60_000;

  private final ControlPlane controlPlane;
  private final String namespace;
  private final Path folder;
  private final Path kubeconfig;
  private final KubernetesClient client;
  private final List<KubernetesClient> clients = new ArrayList<>();
  private final List<TestCluster> others = new ArrayList<>();
  private final Map<Class<?>, Watched<?>> watched = new ConcurrentHashMap<>();

  private TestCluster(ControlPlane controlPlane, String namespace) {
    this.controlPlane = controlPlane;
    this.namespace = namespace;
    this.folder = controlPlane.folder().resolve("kubeconfigs-" + namespace);
    Config config = controlPlane.client().getConfiguration();
    this.kubeconfig = writeKubeconfig(ADMIN, config.getAutoOAuthToken(), namespace);
    this.client = open(kubeconfig);
  }

  static TestCluster create(ControlPlane controlPlane, String displayName) {
    Namespace created =
        controlPlane
            .client()
            .resource(
                new NamespaceBuilder()
                    .withNewMetadata()
                    .withGenerateName("test-")
                    .addToAnnotations("livecallback.dev/test", displayName)
                    .endMetadata()
                    .build())
            .create();
    return new TestCluster(controlPlane, created.getMetadata().getName());
  }

  /** A further namespace, which ends with this one. */
  public TestCluster another(String displayName) {
    TestCluster another = create(controlPlane, displayName);
    others.add(another);
    return another;
  }

  /**
   * Takes a backup of etcd, does something, and restores the backup, so that all of that is lost.
   * Both restart twice: only for an API server of the test's own.
   */
  public void restoreEtcdAfter(Runnable lost) {
    new EtcdBackup(controlPlane).restoreAfter(lost);
  }

  /** The name of the test's namespace. */
  public String namespace() {
    return namespace;
  }

  /** A client that may do everything, with the test's namespace as its default. */
  public KubernetesClient client() {
    return client;
  }

  /** The objects of a kind in the test's namespace, to wait for. */
  @SuppressWarnings("unchecked") // by its key
  public <T extends HasMetadata> Watched<T> watched(Class<T> type) {
    return (Watched<T>) watched.computeIfAbsent(type, _ -> new Watched<>(client, type, namespace));
  }

  /** The administrator's kubeconfig, with the test's namespace as its default: for a process. */
  public Path kubeconfig() {
    return kubeconfig;
  }

  /** Makes a ServiceAccount in the test's namespace. It may do nothing until a role says so. */
  public void createServiceAccount(String name) {
    client
        .resource(
            new ServiceAccountBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(namespace)
                .endMetadata()
                .build())
        .create();
  }

  /**
   * A client that is this ServiceAccount, by a token that is good for an hour. The account must
   * exist. The default namespace is the account's.
   */
  public KubernetesClient clientFor(String serviceAccountNamespace, String serviceAccount) {
    return open(kubeconfigFor(serviceAccountNamespace, serviceAccount));
  }

  /** The same as {@link #clientFor}, for a process: a kubeconfig file. */
  public Path kubeconfigFor(String serviceAccountNamespace, String serviceAccount) {
    TokenRequest request =
        new TokenRequestBuilder().withNewSpec().withExpirationSeconds(3600L).endSpec().build();
    TokenRequest answer =
        client
            .serviceAccounts()
            .inNamespace(serviceAccountNamespace)
            .withName(serviceAccount)
            .tokenRequest(request);
    return writeKubeconfig(
        serviceAccountNamespace + "." + serviceAccount,
        answer.getStatus().getToken(),
        serviceAccountNamespace);
  }

  /** Runs kubectl as the administrator; its default namespace is the test's. */
  public CommandResult kubectl(String... arguments) {
    return kubectlWithInput("", arguments);
  }

  /** The same, with something on its standard input: {@code -f -} reads it. */
  public CommandResult kubectlWithInput(String stdin, String... arguments) {
    return controlPlane.kubectl(kubeconfig, stdin, List.of(arguments));
  }

  /**
   * Applies CRDs from files or folders, and waits until each is established. {@code kubectl wait}
   * fails on one whose conditions aren't there yet.
   */
  public void applyCrds(String... files) {
    List<String> apply = new ArrayList<>(List.of("apply", "--server-side", "--output=name"));
    for (String file : files) {
      apply.add("--filename=" + file);
    }
    CommandResult applied = kubectl(apply.toArray(String[]::new)).succeeded();
    applied
        .stdout()
        .lines()
        .map(line -> line.replaceFirst(".*/", ""))
        .forEach(
            name ->
                client
                    .apiextensions()
                    .v1()
                    .customResourceDefinitions()
                    .withName(name)
                    .waitUntilCondition(TestCluster::isEstablished, 60, TimeUnit.SECONDS));
  }

  private static boolean isEstablished(@Nullable CustomResourceDefinition crd) {
    return crd != null
        && crd.getStatus() != null
        // Null, and no empty list, at first.
        && crd.getStatus().getConditions() != null
        && crd.getStatus().getConditions().stream()
            .anyMatch(
                condition ->
                    condition.getType().equals("Established")
                        && condition.getStatus().equals("True"));
  }

  /**
   * Has a shell run a command line as it stands, as a person does who copies it: {@code kubectl} in
   * it is the administrator's.
   */
  public CommandResult shell(String commandLine) {
    return controlPlane.shell(kubeconfig, commandLine);
  }

  /** The kubectl program that goes with the API server: for a process. */
  public Path kubectlProgram() {
    return controlPlane.kubectlProgram();
  }

  @Override
  public void close() {
    others.forEach(TestCluster::close);
    KnownSecrets.assertNoneIn("objects and events of " + namespace, written());
    removeCustomObjects();
    watched.values().forEach(Watched::close);
    clients.forEach(KubernetesClient::close);
  }

  /** All that an operator may have written, as JSON. */
  private List<String> written() {
    List<String> texts = new ArrayList<>();
    client.v1().events().inNamespace(namespace).list().getItems().stream()
        .map(Serialization::asJson)
        .forEach(texts::add);
    for (var crd : controlPlane.crds()) {
      client
          .genericKubernetesResources(CustomResourceDefinitionContext.fromCrd(crd))
          .inNamespace(namespace)
          .list()
          .getItems()
          .stream()
          .map(Serialization::asJson)
          .forEach(texts::add);
    }
    return texts;
  }

  /** Or an operator that watches all namespaces would find the last test's objects in the next. */
  void removeCustomObjects() {
    for (var crd : controlPlane.crds()) {
      var resources =
          client
              .genericKubernetesResources(CustomResourceDefinitionContext.fromCrd(crd))
              .inNamespace(namespace);
      for (GenericKubernetesResource object : resources.list().getItems()) {
        var resource = resources.withName(object.getMetadata().getName());
        resource.delete();
        if (!object.getMetadata().getFinalizers().isEmpty() && resource.get() != null) {
          resource.edit(
              latest -> {
                latest.getMetadata().setFinalizers(List.of());
                return latest;
              });
        }
      }
    }
  }

  private KubernetesClient open(Path file) {
    Config config = Config.fromKubeconfig(file.toFile());
    config.setRequestTimeout(PATIENCE);
    KubernetesClient opened = new KubernetesClientBuilder().withConfig(config).build();
    clients.add(opened);
    return opened;
  }

  private Path writeKubeconfig(String user, String token, String defaultNamespace) {
    Config config = controlPlane.client().getConfiguration();
    String text =
        """
        apiVersion: v1
        kind: Config
        clusters:
        - name: test
          cluster:
            server: %s
            certificate-authority-data: %s
        users:
        - name: %s
          user:
            token: %s
        contexts:
        - name: test
          context:
            cluster: test
            user: %s
            namespace: %s
        current-context: test
        """
            .formatted(
                config.getMasterUrl(), config.getCaCertData(), user, token, user, defaultNamespace);
    try {
      Files.createDirectories(folder);
      return Files.writeString(folder.resolve(user + ".kubeconfig"), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
