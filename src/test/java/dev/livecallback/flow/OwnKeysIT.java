package dev.livecallback.flow;

import static dev.livecallback.flow.Callbacks.spec;
import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.api.AccountReason;
import dev.livecallback.api.Reason;
import dev.livecallback.testing.KnownSecrets;
import dev.livecallback.testing.MountedSecret;
import dev.livecallback.testing.SimulatorUnderTest;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Flow(operator = false)
@DisplayName("The operator's own keys in mounted files")
record OwnKeysIT(Scene scene, Callbacks callbacks, Accounts accounts) {
  @Test
  void mayComeAfterTheStartBeWrongBeReplacedAndGoWithoutARestart(@TempDir Path temporary) {
    MountedSecret mounted = new MountedSecret(temporary.resolve("live-credentials"));
    CloudUser first = CloudUser.create(scene.simulator(), SimulatorUnderTest.ACCOUNT, "first");
    CloudUser second = CloudUser.create(scene.simulator(), SimulatorUnderTest.ACCOUNT, "second");
    scene.start(
        scene
            .operator()
            .with("ACCESS_KEY_ID", "")
            .with("SECRET_ACCESS_KEY", "")
            .with("CREDENTIALS_DIR", mounted.folder().toString()));
    callbacks.create("late", spec("vhost/late.example.com", "late", "push", "https://h/a"));
    accounts.awaitReason("default", AccountReason.SECRET_NOT_FOUND);
    assertThat(Accounts.ready(accounts.get("default")).message())
        .contains("live-credentials", "environment variables");

    mounted.become(entries(first.accessKeyId(), "not-the-secret-of-it"));
    accounts.awaitReason("default", AccountReason.CREDENTIALS_REJECTED);
    assertThat(first.calls("DescribeCallback")).isEmpty();

    mounted.become(entries(first.accessKeyId(), first.secretAccessKey()));
    accounts.awaitReady("default");
    callbacks.awaitReadyFor("late", Reason.IN_SYNC);

    mounted.become(entries(second.accessKeyId(), second.secretAccessKey()));
    scene.accounts().awaitReady("default");
    Callbacks.awaitThat(
        "the new key to be asked about", () -> assertThat(second.calls()).isNotEmpty());
    first.lockOut();
    callbacks.edit("late", "{\"callbackDetailList\":[{\"url\":\"https://h/b\"}]}");
    callbacks.awaitReadyFor("late", Reason.IN_SYNC);
    assertThat(second.calls("UpdateCallback")).hasSize(1);

    mounted.become(Map.of());
    accounts.awaitReason("default", AccountReason.SECRET_NOT_FOUND);
  }

  private static Map<String, String> entries(String id, String secret) {
    KnownSecrets.add(secret);
    return Map.of("ACCESS_KEY_ID", id, "SECRET_ACCESS_KEY", secret);
  }
}
