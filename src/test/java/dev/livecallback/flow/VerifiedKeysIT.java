package dev.livecallback.flow;

import static dev.livecallback.flow.Accounts.through;
import static dev.livecallback.flow.Callbacks.awaitThat;
import static dev.livecallback.flow.Callbacks.spec;
import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.api.AccountReason;
import dev.livecallback.api.Reason;
import dev.livecallback.testing.OperatorUnderTest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@Flow(operator = false)
@DisplayName("In an outage of STS")
record VerifiedKeysIT(Scene scene, Callbacks callbacks, Accounts accounts) {
  private static final String MARKS = "live-callback-operator-verified-keys";

  @Test
  void unchangedKeysGoOnAfterATakeoverAndARestartAndChangedOnesWait() {
    CloudUser stays = CloudUser.create(scene.simulator(), "2100000181", "stays");
    CloudUser touched = CloudUser.create(scene.simulator(), "2100000182", "touched");
    CloudUser changed = CloudUser.create(scene.simulator(), "2100000183", "changed");
    CloudUser foreign = CloudUser.create(scene.simulator(), "2100000184", "foreign");
    List<CloudUser> users = List.of(stays, touched, changed);
    OperatorUnderTest first = scene.start(scene.operator().amongOthers());
    OperatorUnderTest second = scene.start(scene.operator().amongOthers());
    users.forEach(user -> accounts.create(user.name(), user));
    users.forEach(user -> create(user.name()));
    users.forEach(user -> callbacks.awaitReadyFor(user.name(), Reason.IN_SYNC));
    awaitThat("all of them to be remembered", () -> assertThat(marks()).hasSize(4));

    silence();
    first.terminate();
    accounts.secret("changed", foreign.entries());
    touch("touched");
    edit("stays", "touched", "changed");
    callbacks.awaitReadyFor("stays", Reason.IN_SYNC);
    callbacks.awaitReadyFor("touched", Reason.IN_SYNC);
    waits("changed");

    second.kill();
    touch("touched");
    edit("stays", "touched");
    OperatorUnderTest third = scene.start(scene.operator().amongOthers());
    callbacks.awaitReadyFor("stays", Reason.IN_SYNC);
    callbacks.awaitReadyFor("touched", Reason.IN_SYNC);
    waits("changed");
    assertThat(foreign.calls())
        .extracting(call -> call.path("action").asText())
        .containsOnly("GetCallerIdentity");

    accounts.secret("changed", changed.entries());
    callbacks.awaitReadyFor("changed", Reason.IN_SYNC);
    assertThat(third.logWith("isn't remembered")).isEmpty();
    users.forEach(user -> assertThat(user.calls()).isNotEmpty());
    assertThat(marks().toString())
        .doesNotContain("AKLT", "secret-of")
        .matches(text -> users.stream().noneMatch(user -> text.contains(user.accessKeyId())));
  }

  /** The default account's calls of STS are answered: it is another cloud account's. */
  private void silence() {
    for (String account : List.of("2100000181", "2100000182", "2100000183", "2100000184")) {
      scene
          .simulator()
          .addFault(
              "{\"action\":\"GetCallerIdentity\",\"account\":\"%s\",\"effect\":\"dropConnection\"}"
                  .formatted(account));
    }
  }

  private void waits(String account) {
    assertThat(
            Accounts.ready(accounts.awaitReason(account, AccountReason.CHECKING_CREDENTIALS))
                .message())
        .contains("before STS has said whose they are");
  }

  private void create(String name) {
    callbacks.create(
        name, spec("vhost/" + name + ".example.com", name, "push", "https://h/a", through(name)));
  }

  private void edit(String... names) {
    for (String name : names) {
      String url = callbacks.get(name).getSpec().callbackDetailList().getFirst().url() + "a";
      callbacks.edit(name, "{\"callbackDetailList\":[{\"url\":\"%s\"}]}".formatted(url));
    }
  }

  private void touch(String secret) {
    scene
        .cluster()
        .kubectl("annotate", "secret", secret, "--overwrite", "touched=" + System.nanoTime())
        .succeeded();
  }

  private Map<String, String> marks() {
    return Optional.ofNullable(scene.cluster().client().configMaps().withName(MARKS).get())
        .map(found -> found.getData())
        .orElse(Map.of());
  }
}
