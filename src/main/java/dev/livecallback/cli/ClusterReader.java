package dev.livecallback.cli;

import dev.livecallback.volcengine.ConnectionFault;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A reader of objects with the rights of the person who runs a command. It reports each failure in
 * one sentence.
 */
public final class ClusterReader {
  private final KubernetesClient client;
  private final String otherwise;

  /**
   * @param otherwise the remedy for a person who may not read something, as the end of a sentence
   */
  public ClusterReader(KubernetesClient client, String otherwise) {
    this.client = client;
    this.otherwise = otherwise;
  }

  String otherwise() {
    return otherwise;
  }

  /**
   * Reads one object of a kind of this operator.
   *
   * @throws CommandFailedException if the object doesn't exist, or can't be read
   */
  public <T extends HasMetadata> T find(Class<T> kind, String namespace, String name)
      throws CommandFailedException {
    String what = "%s %s/%s".formatted(kind.getSimpleName(), namespace, name);
    Optional<T> found =
        ask(what, each -> each.resources(kind).inNamespace(namespace).withName(name).get());
    if (found.isPresent()) {
      return found.get();
    }
    boolean known = ask(what, each -> each.supports(kind)).orElse(true);
    throw new CommandFailedException(
        known
            ? "There is no %s on %s: choose one of kubectl get %ss --all-namespaces, or another cluster by --context."
                .formatted(
                    what, client.getMasterUrl(), kind.getSimpleName().toLowerCase(Locale.ROOT))
            : withoutKind(kind.getSimpleName() + "s"));
  }

  /**
   * Asks the API server a question.
   *
   * @param what the object that is asked for, in the words of a message
   * @return empty = the object doesn't exist
   */
  public <T> Optional<T> ask(String what, Function<KubernetesClient, @Nullable T> question)
      throws CommandFailedException {
    try {
      return Optional.ofNullable(question.apply(client));
    } catch (KubernetesClientException e) {
      throw new CommandFailedException(refused(what, e));
    }
  }

  /**
   * Asks the API server a question; empty = the object doesn't exist, or the person may not read
   * it.
   */
  public <T> Optional<T> askIfPermitted(
      String what, Function<KubernetesClient, @Nullable T> question) throws CommandFailedException {
    return switch (lookUp(what, question)) {
      case Lookup.There<T>(T found) -> Optional.of(found);
      case Lookup.NotThere<T> _, Lookup.Forbidden<T> _ -> Optional.empty();
    };
  }

  /** Asks the API server a question, and tells an absent object from a forbidden one. */
  public <T> Lookup<T> lookUp(String what, Function<KubernetesClient, @Nullable T> question)
      throws CommandFailedException {
    try {
      T found = question.apply(client);
      return found == null ? new Lookup.NotThere<>() : new Lookup.There<>(found);
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_FORBIDDEN) {
        return new Lookup.Forbidden<>();
      }
      throw new CommandFailedException(refused(what, e));
    }
  }

  /**
   * The answer to a question.
   *
   * @param <T> the type of the object that was asked for
   */
  public sealed interface Lookup<T> {
    /** The object that was found. */
    record There<T>(T found) implements Lookup<T> {}

    /** The answer that the object doesn't exist. */
    record NotThere<T>() implements Lookup<T> {}

    /** The answer that the person may not read the object. */
    record Forbidden<T>() implements Lookup<T> {}
  }

  private String refused(String what, KubernetesClientException refusal) {
    return switch (refusal.getCode()) {
      case HttpURLConnection.HTTP_FORBIDDEN ->
          "You may not read %s: have the right to get it granted, or %s."
              .formatted(what, otherwise);
      case HttpURLConnection.HTTP_NOT_FOUND -> withoutKind(what);
      case HttpURLConnection.HTTP_BAD_REQUEST ->
          "%s doesn't understand which %s are meant: look at --selector."
              .formatted(client.getMasterUrl(), what);
      case HttpURLConnection.HTTP_UNAUTHORIZED ->
          "%s doesn't accept the kubeconfig's credentials: log in anew, or choose another context by --context."
              .formatted(client.getMasterUrl());
      default ->
          "%s gave no answer about %s (%s): look whether kubectl reaches it, and at --kubeconfig and --context."
              .formatted(client.getMasterUrl(), what, cause(refusal));
    };
  }

  private String withoutKind(String what) {
    return "%s doesn't know %s: install the CRDs (docs/install.md), or choose another cluster by --context."
        .formatted(client.getMasterUrl(), what);
  }

  private static String cause(KubernetesClientException refusal) {
    if (refusal.getCode() > 0) {
      return "it answers with HTTP status " + refusal.getCode();
    }
    return ConnectionFault.of(refusal).words();
  }
}
