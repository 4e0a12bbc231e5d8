package dev.livecallback.flow;

import static dev.livecallback.flow.Callbacks.OTHER_URL;
import static dev.livecallback.flow.Callbacks.URL;
import static dev.livecallback.flow.Callbacks.awaitThat;
import static dev.livecallback.flow.Callbacks.signedBy;
import static dev.livecallback.flow.Callbacks.spec;
import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.testing.SimulatorUnderTest;
import dev.livecallback.testing.Slow;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What no source states may be otherwise (docs/contract.md, section 8): each thing alone. */
@Flow
@Order(1) // it waits for minutes: it begins early
@DisplayName("With a cloud that is otherwise than assumed")
@Slow
class OtherCloudsIT {
  private final Scene scene;
  private final Callbacks callbacks;
  private int scopes;

  OtherCloudsIT(Scene scene) {
    this.scene = scene;
    this.callbacks = scene.callbacks();
  }

  @AfterEach
  void asAssumed() {
    scene
        .simulator()
        .turn(
            "{\"maskKey\": false, \"omitKey\": false, \"includeDomainField\": false,"
                + " \"vhostListsDomainRecords\": false, \"absentDelete\": \"success\","
                + " \"emptyResult\": \"missing\", \"staleReadMillis\": 0, \"textFlags\": false,"
                + " \"strictDelete\": false, \"rateLimit\": \"window\"}");
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "\"maskKey\": true",
        "\"omitKey\": true",
        "\"includeDomainField\": true",
        "\"vhostListsDomainRecords\": true",
        "\"vhostListsDomainRecords\": true, \"includeDomainField\": true",
        "\"absentDelete\": \"RequestForbidden\"",
        "\"absentDelete\": \"CommonErr\"",
        "\"emptyResult\": \"null\"",
        "\"emptyResult\": \"{}\"",
        "\"emptyResult\": \"[]\"",
        "\"staleReadMillis\": 1500",
        "\"strictDelete\": true",
        "\"textFlags\": true",
        "\"rateLimit\": \"bucket\""
      })
  void nothingIsWrittenOrRemovedWrongly(String knob) {
    scopes++;
    String vhost = "vhost/o%d.example.com".formatted(scopes);
    String domain = "domain/in.o%d.example.com".formatted(scopes);
    scene
        .simulator()
        .addAccount(
            "{\"account\": \"%s\", \"vhosts\": [\"*\"], \"domains\": {\"in.o%d.example.com\": \"o%d.example.com\"}}"
                .formatted(SimulatorUnderTest.ACCOUNT, scopes, scopes));
    scene.console().put(vhost, "theirs", "snapshot", "https://theirs.example.com");
    String id = "o" + scopes;
    scene.adopt(id + "-d", vhost, "news", URL, "");
    scene.simulator().turn("{" + knob + "}");
    callbacks.secret(id, "otherwise-key-1");

    callbacks.create(id + "-a", spec(vhost, "", "push", URL));
    callbacks.create(id + "-b", spec(vhost, "sports", "record", URL, signedBy(id)));
    callbacks.create(id + "-c", spec(domain, "", "push_end", URL));
    List.of("-a", "-b", "-c").forEach(each -> callbacks.awaitReady(id + each));
    callbacks.edit(id + "-b", "{\"callbackDetailList\": [{\"url\": \"" + OTHER_URL + "\"}]}");
    awaitThat(
        "the edit to be written",
        () -> assertThat(scene.console().list(vhost)).contains("sports record " + OTHER_URL));
    callbacks.awaitReady(id + "-b");

    // A read that is older than the record may have the same written once more.
    long again = knob.contains("staleReadMillis") ? 1 : 0;
    assertThat(scene.puts(vhost)).isBetween(3L, 3 + again);
    assertThat(scene.puts(domain)).isEqualTo(1);

    scene.console().put(vhost, "news", "push", "https://elsewhere.example.com");
    awaitThat(
        "the outside edit to be put back",
        () -> {
          callbacks.lookAgain(id + "-d");
          assertThat(scene.console().list(vhost)).contains("news push " + URL);
        });
    callbacks.awaitReady(id + "-d");

    assertThat(scene.puts(vhost)).isBetween(4L, 4 + again);
    assertThat(scene.removes(vhost) + scene.removes(domain)).isZero();

    if (knob.contains("absentDelete")) {
      scene.console().delete(vhost, "sports", "record");
    }
    if (!knob.contains("Delete")) {
      // Together with the app-less record it may have to wait for what that delete took along.
      callbacks.delete(id + "-d");
      callbacks.awaitGone(id + "-d");
    }
    List.of("-a", "-b", "-c", "-d").forEach(each -> callbacks.delete(id + each));
    List.of("-a", "-b", "-c", "-d").forEach(each -> callbacks.awaitGone(id + each));
    assertThat(scene.console().list(vhost))
        .containsExactly("theirs snapshot https://theirs.example.com");
    assertThat(scene.records(domain)).isEmpty();
  }
}
