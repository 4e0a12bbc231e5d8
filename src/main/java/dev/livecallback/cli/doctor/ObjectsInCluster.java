package dev.livecallback.cli.doctor;

import static dev.livecallback.cli.doctor.Finding.Part.CLUSTER;
import static dev.livecallback.cli.doctor.Finding.State.DIFFERS;

import dev.livecallback.api.AccountName;
import dev.livecallback.api.LiveAccount;
import dev.livecallback.api.LiveCallback;
import dev.livecallback.cli.Durations;
import dev.livecallback.cli.PlainText;
import dev.livecallback.operator.config.OperatorSettings;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The findings about objects and accounts that wait for a person. */
final class ObjectsInCluster {
  private static final String DEFAULT_ACCOUNT = "default account";
  private static final String NO_KIND = "The cluster doesn't know the kind.";

  private final KubernetesClient client;
  private final Instant now;

  ObjectsInCluster(KubernetesClient client, Instant now) {
    this.client = client;
    this.now = now;
  }

  /** Returns the finding about LiveCallbacks that are stuck. */
  Finding objects() {
    return stuck(
        "objects",
        ClusterAnswer.ask(
            client,
            "list livecallbacks.livecallback.dev in all namespaces",
            each -> each.resources(LiveCallback.class).inAnyNamespace().list().getItems()),
        each -> ObjectHealth.of(each, now),
        "livecallback status -A lists them all, livecallback status NAME -n NAMESPACE says what one"
            + " waits for.");
  }

  /**
   * Returns the findings about the default account, and about other accounts that are stuck.
   *
   * @param settings the operator's settings; empty = the default account isn't known
   */
  List<Finding> accounts(Optional<OperatorSettings> settings) {
    ClusterAnswer<List<LiveAccount>> all =
        ClusterAnswer.ask(
            client,
            "list liveaccounts.livecallback.dev in all namespaces",
            each -> each.resources(LiveAccount.class).inAnyNamespace().list().getItems());
    Optional<AccountName> byDefault = settings.map(OperatorSettings::defaultAccount);
    ClusterAnswer<List<LiveAccount>> others =
        all instanceof ClusterAnswer.There<List<LiveAccount>>(List<LiveAccount> there)
            ? new ClusterAnswer.There<>(
                there.stream()
                    .filter(each -> !byDefault.equals(Optional.of(AccountName.of(each))))
                    .toList())
            : all;
    return List.of(
        byDefault
            .map(this::defaultAccount)
            .orElseGet(() -> Finding.unknown(CLUSTER, DEFAULT_ACCOUNT, ClusterPart.NO_SETTINGS)),
        stuck(
            "other accounts",
            others,
            each -> ObjectHealth.of(each, now),
            "livecallback explain REASON says what to do about a reason."));
  }

  private Finding defaultAccount(AccountName name) {
    ClusterAnswer<LiveAccount> answer =
        ClusterAnswer.ask(
            client,
            "get liveaccounts.livecallback.dev in the default account's namespace",
            each ->
                each.resources(LiveAccount.class)
                    .inNamespace(name.namespace())
                    .withName(name.name())
                    .get());
    String detail = PlainText.visible("LiveAccount " + name);
    return switch (answer) {
      case ClusterAnswer.There<LiveAccount>(LiveAccount account) -> {
        ObjectHealth health = ObjectHealth.of(account, now);
        yield health.ready()
            ? Finding.ok(CLUSTER, DEFAULT_ACCOUNT, "It is Ready.", detail)
            : new Finding(
                CLUSTER,
                DEFAULT_ACCOUNT,
                DIFFERS,
                "It isn't Ready: %s, for %s."
                    .formatted(health.words(), Durations.age(health.age())),
                detail,
                "Objects that name no account wait for it: livecallback explain REASON says what"
                    + " to do.");
      }
      case ClusterAnswer.Absent<LiveAccount> _ ->
          new Finding(
              CLUSTER,
              DEFAULT_ACCOUNT,
              DIFFERS,
              "It isn't there.",
              detail,
              "Objects that name no account wait for it: apply"
                  + " deploy/manifests/default-account.yaml, or name another by DEFAULT_ACCOUNT"
                  + " (docs/accounts.md).");
      case ClusterAnswer.Untold<LiveAccount>(String why) ->
          Finding.unknown(CLUSTER, DEFAULT_ACCOUNT, why);
    };
  }

  private static <T> Finding stuck(
      String name, ClusterAnswer<List<T>> answer, Function<T, ObjectHealth> health, String help) {
    return switch (answer) {
      case ClusterAnswer.There<List<T>>(List<T> there) ->
          stuck(name, there.stream().map(health).toList(), help);
      case ClusterAnswer.Absent<List<T>> _ -> Finding.unknown(CLUSTER, name, NO_KIND);
      case ClusterAnswer.Untold<List<T>>(String why) -> Finding.unknown(CLUSTER, name, why);
    };
  }

  private static Finding stuck(String name, List<ObjectHealth> all, String help) {
    List<ObjectHealth> stuck =
        all.stream()
            .filter(ObjectHealth::stuck)
            .sorted(Comparator.comparing(ObjectHealth::age).reversed())
            .toList();
    if (stuck.isEmpty()) {
      long ready = all.stream().filter(ObjectHealth::ready).count();
      long others = all.size() - ready;
      return Finding.ok(
          CLUSTER,
          name,
          "Ready: %d of %d.%s"
              .formatted(ready, all.size(), others == 0 ? "" : " The others are on their way."),
          "");
    }
    return new Finding(
        CLUSTER,
        name,
        DIFFERS,
        "Stuck: %d of %d (%s). The longest for %s."
            .formatted(
                stuck.size(), all.size(), byWords(stuck), Durations.age(stuck.getFirst().age())),
        NameList.of(stuck.stream().map(ObjectHealth::line).toList()),
        help);
  }

  /** Counts objects by their words, the most frequent first: {@code 3 Conflict, 1 Contested}. */
  private static String byWords(List<ObjectHealth> stuck) {
    Map<String, Integer> counts = new TreeMap<>();
    stuck.forEach(each -> counts.merge(each.words(), 1, Integer::sum));
    return counts.entrySet().stream()
        .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
        .map(each -> each.getValue() + " " + each.getKey())
        .collect(Collectors.joining(", "));
  }
}
