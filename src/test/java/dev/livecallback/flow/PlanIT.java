package dev.livecallback.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.livecallback.testing.CommandResult;
import dev.livecallback.testing.NeedsControlPlane;
import dev.livecallback.testing.SimulatorUnderTest;
import dev.livecallback.testing.Slow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged program beside the packaged operator: what it plans is what an apply then does. */
@NeedsControlPlane(own = true) // elsewhere others have Deployments, and a plan goes by these
@Flow(quota = 100, sync = "1h")
@Order(1) // it takes longest: it begins first
@DisplayName("livecallback plan")
@Slow
class PlanIT {
  private static final int STATES = 20;
  private static final List<String> APPS = List.of("a", "b", "c", "d");

  @TempDir private Path folder;
  private final Scene scene;
  private final Random random = new Random(1);

  PlanIT(Scene scene) {
    this.scene = scene;
  }

  private record Wanted(String app, String url) {}

  /** Objects by name. */
  private record State(String label, Map<String, Wanted> objects) {
    String scope() {
      return label + ".example.com";
    }

    String yaml() {
      StringBuilder yaml = new StringBuilder();
      objects.forEach(
          (name, wanted) ->
              yaml.append(
                  """
                  ---
                  apiVersion: livecallback.dev/v1
                  kind: LiveCallback
                  metadata: {name: %s, labels: {state: %s}}
                  spec: {vhost: %s, app: %s, messageType: push, callbackDetailList: [{url: '%s'}]}
                  """
                      .formatted(name, label, scope(), wanted.app(), wanted.url())));
      return yaml.toString();
    }
  }

  private String url() {
    return "https://hooks.example.com/" + random.nextInt(1_000);
  }

  private State first(int number) {
    Map<String, Wanted> objects = new LinkedHashMap<>();
    for (String app : APPS.subList(0, 2 + random.nextInt(2))) {
      objects.put("s" + number + "-" + app, new Wanted(app, url()));
    }
    return new State("s" + number, objects);
  }

  private State edited(State before) {
    Map<String, Wanted> objects = new LinkedHashMap<>(before.objects());
    for (Map.Entry<String, Wanted> each : before.objects().entrySet()) {
      String name = each.getKey();
      Wanted wanted = each.getValue();
      switch (random.nextInt(5)) {
        case 0 -> objects.remove(name);
        case 1 -> {
          objects.remove(name);
          objects.put(name + "-renamed", wanted);
        }
        case 2 -> objects.put(name, new Wanted(wanted.app(), url()));
        case 3 -> objects.put(name, new Wanted("z" + random.nextInt(9), wanted.url()));
        default -> {
          // It stays.
        }
      }
    }
    objects.put(before.label() + "-more", new Wanted("more", url()));
    return new State(before.label(), objects);
  }

  private JsonNode plan(State edited) {
    try {
      return planned(edited);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private JsonNode planned(State edited) throws IOException {
    Path file = Files.writeString(folder.resolve(edited.label() + ".yaml"), edited.yaml());
    CommandResult result =
        scene
            .cluster()
            .shell(
                """
                export JAVA_HOME='%s' LIVE_ENDPOINT='%s' STS_ENDPOINT='%s' POD_NAMESPACE=%s
                export ACCESS_KEY_ID=%s ACCESS_KEY_SECRET=%s
                '%s' plan -f '%s' -n %s --prune -l state=%s -o json
                """
                    .formatted(
                        System.getProperty("java.home"),
                        scene.simulator().endpoint(),
                        scene.simulator().endpoint(),
                        scene.cluster().namespace(),
                        SimulatorUnderTest.ACCESS_KEY_ID,
                        SimulatorUnderTest.SECRET_ACCESS_KEY,
                        Path.of("target/app/bin/livecallback").toAbsolutePath(),
                        file,
                        scene.cluster().namespace(),
                        edited.label()));
    result.succeeded();
    return new ObjectMapper().readTree(result.stdout());
  }

  /** The writes of a plan: {@code Put app} or {@code Remove app}. All have to be certain. */
  private static Set<String> writes(JsonNode plan) {
    Set<String> writes = new TreeSet<>();
    for (JsonNode change : plan.path("changes")) {
      assertThat(change.path("exact").asBoolean()).as(change.toString()).isTrue();
      for (JsonNode write : change.path("writes")) {
        writes.add(
            write.path("action").asText()
                + " "
                + write.path("record").asText().replaceAll(".*, app ", ""));
      }
    }
    return writes;
  }

  private Set<String> happened(State state) {
    Set<String> writes = new TreeSet<>();
    for (JsonNode call : scene.simulator().calls()) {
      if (call.path("scope").asText().equals("vhost/" + state.scope())
          && call.path("code").asText().isEmpty()) {
        String app = call.path("app").asText();
        switch (call.path("action").asText()) {
          case "UpdateCallback" -> writes.add("put " + app);
          case "DeleteCallback" -> writes.add("remove " + app);
          default -> {
            // A read.
          }
        }
      }
    }
    return writes;
  }

  @Test
  void saysWhatAnApplyThenDoesAndChangesNothingItself() throws IOException {
    List<State> before = new ArrayList<>();
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < STATES; i++) {
      before.add(first(i));
      all.append(before.getLast().yaml());
    }
    apply(all.toString());
    before.forEach(state -> state.objects().keySet().forEach(scene.callbacks()::awaitReady));
    String version = versions();
    scene.simulator().forgetCalls();

    List<State> after = before.stream().map(this::edited).toList();
    Map<String, Set<String>> planned =
        after.parallelStream()
            .collect(Collectors.toConcurrentMap(State::label, state -> writes(plan(state))));

    assertThat(versions()).isEqualTo(version);
    after.forEach(state -> assertThat(happened(state)).as("by plans alone").isEmpty());

    for (int i = 0; i < STATES; i++) {
      State then = after.get(i);
      // As kubectl prunes: with the heir of a record there, its owner may go at any pace.
      apply(then.yaml());
      delete(
          before.get(i).objects().keySet().stream()
              .filter(name -> !then.objects().containsKey(name))
              .toList());
    }
    for (int i = 0; i < STATES; i++) {
      State then = after.get(i);
      then.objects().keySet().forEach(scene.callbacks()::awaitReady);
      before.get(i).objects().keySet().stream()
          .filter(name -> !then.objects().containsKey(name))
          .forEach(scene.callbacks()::awaitGone);
      assertThat(happened(then)).as(then.label()).isEqualTo(planned.get(then.label()));
    }
  }

  private void apply(String yaml) {
    scene.cluster().kubectlWithInput(yaml, "apply", "-f", "-").succeeded();
  }

  private void delete(List<String> names) {
    if (!names.isEmpty()) {
      List<String> arguments = new ArrayList<>(List.of("delete", "livecallback", "--wait=false"));
      arguments.addAll(names);
      scene.cluster().kubectl(arguments.toArray(String[]::new)).succeeded();
    }
  }

  private String versions() {
    return scene
        .cluster()
        .kubectl(
            "get",
            "livecallbacks,liveaccounts",
            "-o",
            "jsonpath={.items[*].metadata.resourceVersion}")
        .succeeded()
        .stdout();
  }
}
