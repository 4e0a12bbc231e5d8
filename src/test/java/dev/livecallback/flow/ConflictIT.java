package dev.livecallback.flow;

import static dev.livecallback.flow.Callbacks.ready;
import static dev.livecallback.flow.Callbacks.spec;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.livecallback.api.LiveCallback;
import dev.livecallback.api.Reason;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@Flow
@DisplayName("Two objects of one record")
record ConflictIT(Scene scene, Callbacks callbacks) {
  @Test
  void haveOneOwnerTheOlderOneUntilItIsDeletedThenTheOtherTakesOver() {
    String scope = "vhost/contended.example.com";
    callbacks.create("older", spec(scope, "a", "push", "https://h/older"));
    callbacks.awaitReady("older");
    // The same vhost to the service, which doesn't look at case.
    callbacks.create(
        "younger", spec("vhost/Contended.Example.com", "a", "push", "https://h/younger"));

    LiveCallback second = callbacks.awaitReason("younger", Reason.CONFLICT);
    assertThat(ready(second).message()).contains(callbacks.namespace() + "/older");
    callbacks.edit("younger", "{\"callbackDetailList\":[{\"url\":\"https://h/edited\"}]}");
    callbacks.awaitReason("younger", Reason.CONFLICT);
    callbacks.awaitQuiet();
    assertThat(scene.puts(scope)).isEqualTo(1);
    assertThat(urls(scope)).containsExactly("https://h/older");

    callbacks.delete("older");
    callbacks.awaitGone("older");
    callbacks.awaitReady("younger");

    assertThat(callbacks.get("younger").statusOrEmpty().records()).hasSize(1);
    assertThat(urls(scope)).containsExactly("https://h/edited");
    assertThat(scene.simulator().calls("UpdateCallback").stream().filter(this::contended))
        .hasSize(2);
  }

  @Test
  void createdInTheSameInstantHaveExactlyOneOwnerAndDoNotFight() {
    List<String> names = List.of("twin-a", "twin-b", "twin-c");
    String scope = "vhost/twins.example.com";
    CompletableFuture.allOf(
            names.stream()
                .map(
                    name ->
                        CompletableFuture.runAsync(
                            () ->
                                callbacks.create(
                                    name, spec(scope, "a", "push", "https://h/" + name))))
                .toArray(CompletableFuture[]::new))
        .join();

    Callbacks.awaitThat(
        "one to be Ready and two to be told so",
        () ->
            assertThat(reasons(names).toList())
                .containsExactlyInAnyOrder("InSync", "Conflict", "Conflict"));
    callbacks.awaitQuiet();

    String owner =
        names.stream().filter(name -> ready(callbacks.get(name)).holds()).findFirst().orElseThrow();
    assertThat(urls(scope)).containsExactly("https://h/" + owner);
    assertThat(scene.puts(scope)).isEqualTo(1);
    assertThat(reasons(names).filter("InSync"::equals)).hasSize(1);
    names.stream()
        .filter(name -> !name.equals(owner))
        .map(callbacks::get)
        .forEach(
            other -> {
              assertThat(ready(other).message()).contains(callbacks.namespace() + "/" + owner);
              assertThat(other.statusOrEmpty().records()).isEmpty();
            });
  }

  private Stream<String> reasons(List<String> names) {
    return names.stream().map(name -> ready(callbacks.get(name)).reason());
  }

  private boolean contended(JsonNode call) {
    return call.path("scope").asText().equalsIgnoreCase("vhost/contended.example.com");
  }

  private List<String> urls(String scope) {
    return scene.simulator().records().stream()
        .filter(record -> ("vhost/" + record.path("Vhost").asText()).equalsIgnoreCase(scope))
        .map(record -> record.path("CallbackDetailList").path(0).path("URL").asText())
        .toList();
  }
}
