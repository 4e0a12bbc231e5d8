package dev.livecallback.cli.doctor;

import static dev.livecallback.cli.doctor.PlantedCluster.condition;
import static dev.livecallback.cli.doctor.PlantedCluster.ready;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.livecallback.cli.CommandFailedException;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("Of objects and accounts, doctor")
class ObjectsInClusterTest {
  private static final String LONG_AGO = "2026-02-27T12:00:00Z";
  private static final String JUST_NOW = "2026-03-01T11:55:00Z";
  private static final String ON_THEIR_WAY =
      "objects: ok: Ready: 2 of 3. The others are on their way.";

  private PlantedCluster cluster;

  /** A change of the cluster. */
  interface Change extends Consumer<PlantedCluster> {}

  @BeforeEach
  void starts() throws IOException {
    cluster = new PlantedCluster();
  }

  @AfterEach
  void ends() {
    cluster.close();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void findsThoseThatAreStuck(String what, Change change, List<String> expected)
      throws CommandFailedException {
    change.accept(cluster);

    assertThat(cluster.differences()).containsExactlyElementsOf(expected);
  }

  static Stream<Arguments> findsThoseThatAreStuck() {
    return Stream.concat(objects(), accounts());
  }

  private static Arguments row(String what, Change change, String... expected) {
    return arguments(what, change, List.of(expected));
  }

  private static Arguments first(String what, Consumer<ObjectNode> change, String... expected) {
    return row(what, cluster -> change.accept(cluster.callbacks.getFirst()), expected);
  }

  private static void edited(ObjectNode object, String subresource, String time) {
    object.withObject("/metadata").put("generation", 2);
    ObjectNode entry = object.withObject("/metadata").withArray("managedFields").addObject();
    entry.put("manager", "planted").put("operation", "Apply").put("time", time);
    if (!subresource.isEmpty()) {
      entry.put("subresource", subresource);
    }
  }

  private static Stream<Arguments> objects() {
    return Stream.of(
        first(
            "not Ready for long",
            each -> ready(each, "False", "Conflict", LONG_AGO),
            "objects: differs: Stuck: 1 of 3 (1 Conflict). The longest for 2d."),
        first(
            "not Ready for minutes",
            each -> ready(each, "False", "Writing", JUST_NOW),
            ON_THEIR_WAY),
        first(
            "stalled for minutes",
            each -> {
              ready(each, "False", "RejectedByApi", JUST_NOW);
              condition(each, "Stalled", "True", "RejectedByApi", JUST_NOW);
            },
            "objects: differs: Stuck: 1 of 3 (1 RejectedByApi). The longest for 5m."),
        first(
            "a reason of another version",
            each -> ready(each, "False", "PlantedReason", LONG_AGO),
            "objects: differs: Stuck: 1 of 3 (1 a reason that this version doesn't know). The"
                + " longest for 2d."),
        first(
            "never seen",
            each -> each.remove("status"),
            "objects: differs: Stuck: 1 of 3 (1 not seen by the operator yet). The longest for"
                + " 28d."),
        first(
            "new",
            each -> {
              each.remove("status");
              each.withObject("/metadata").put("creationTimestamp", JUST_NOW);
            },
            ON_THEIR_WAY),
        first("edited just now", each -> edited(each, "", JUST_NOW), ON_THEIR_WAY),
        first(
            "edited long ago",
            each -> {
              edited(each, "", LONG_AGO);
              edited(each, "status", JUST_NOW);
            },
            "objects: differs: Stuck: 1 of 3 (1 an edit that the operator hasn't seen yet). The"
                + " longest for 2d."),
        first(
            "a delete that is blocked",
            each -> {
              each.withObject("/metadata").put("deletionTimestamp", LONG_AGO);
              ready(each, "False", "DeleteBlocked", JUST_NOW);
            },
            "objects: differs: Stuck: 1 of 3 (1 DeleteBlocked). The longest for 2d."),
        first(
            "a delete that nobody sees",
            each -> each.withObject("/metadata").put("deletionTimestamp", LONG_AGO),
            "objects: differs: Stuck: 1 of 3 (1 a deletion that the operator hasn't seen yet). The"
                + " longest for 2d."),
        first(
            "a delete of just now",
            each -> {
              each.withObject("/metadata").put("deletionTimestamp", JUST_NOW);
              ready(each, "False", "Deleting", JUST_NOW);
            },
            ON_THEIR_WAY),
        row(
            "several",
            cluster -> {
              ready(cluster.callbacks.get(0), "False", "Ambiguous", JUST_NOW);
              condition(cluster.callbacks.get(0), "Stalled", "True", "Ambiguous", JUST_NOW);
              ready(cluster.callbacks.get(1), "False", "Conflict", LONG_AGO);
              ready(cluster.callbacks.get(2), "Unknown", "Conflict", "2026-03-01T10:59:00Z");
            },
            "objects: differs: Stuck: 3 of 3 (2 Conflict, 1 Ambiguous). The longest for 2d."),
        row("none", cluster -> cluster.callbacks.clear(), "objects: ok: Ready: 0 of 0."),
        row(
            "may not be listed",
            cluster -> cluster.refused.put(PlantedCluster.CALLBACKS, 403),
            "objects: can't tell: You may not list livecallbacks.livecallback.dev in all"
                + " namespaces: have the right granted."),
        row(
            "an unknown kind",
            cluster -> cluster.refused.put(PlantedCluster.CALLBACKS, 404),
            "objects: can't tell: The cluster doesn't know the kind."));
  }

  private static Stream<Arguments> accounts() {
    return Stream.of(
        row(
            "an account that doesn't work",
            cluster -> ready(cluster.otherAccount, "False", "CredentialsRejected", LONG_AGO),
            "other accounts: differs: Stuck: 1 of 1 (1 CredentialsRejected). The longest for 2d."),
        row(
            "the default account doesn't work",
            cluster -> ready(cluster.defaultAccount, "False", "CredentialsRejected", JUST_NOW),
            "default account: differs: It isn't Ready: CredentialsRejected, for 5m."),
        row(
            "the default account isn't there",
            cluster -> cluster.refused.put(PlantedCluster.DEFAULT_ACCOUNT, 404),
            "default account: differs: It isn't there."),
        row(
            "the default account may not be read",
            cluster -> cluster.refused.put(PlantedCluster.DEFAULT_ACCOUNT, 403),
            "default account: can't tell: You may not get liveaccounts.livecallback.dev in the"
                + " default account's namespace: have the right granted."),
        row(
            "accounts may not be listed",
            cluster -> cluster.refused.put(PlantedCluster.ACCOUNTS, 403),
            "other accounts: can't tell: You may not list liveaccounts.livecallback.dev in all"
                + " namespaces: have the right granted."));
  }

  @Test
  void namesTheTenOldestInTheDetailAlone() throws CommandFailedException {
    for (int i = 10; i < 22; i++) {
      ObjectNode object = PlantedCluster.callback("planted-stuck-" + i);
      ready(object, "False", "Planted\u001b[2J", "2026-02-%dT12:00:00Z".formatted(i));
      cluster.callbacks.add(object);
    }

    Finding objects = cluster.find("objects");

    assertThat(objects.seen())
        .isEqualTo(
            "Stuck: 12 of 15 (12 a reason that this version doesn't know). The longest for 19d.");
    assertThat(objects.detail())
        .startsWith(
            "planted-live/planted-stuck-10 (a reason that this version doesn't know, 19d),"
                + " planted-live/planted-stuck-11 ")
        .endsWith(
            "planted-live/planted-stuck-19 (a reason that this version doesn't know, 10d) and 2 more");
  }
}
