package dev.livecallback.cli.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.api.AccountName;
import dev.livecallback.api.CallbackDetailSpec;
import dev.livecallback.api.LiveCallbackSpecBuilder;
import dev.livecallback.api.SecretKeyRef;
import dev.livecallback.volcengine.CallbackKey;
import dev.livecallback.volcengine.MessageType;
import dev.livecallback.volcengine.Scope;
import dev.livecallback.volcengine.SecretText;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

@DisplayName("An object as YAML")
class ObjectYamlTest {
  private static final ExportForm FORM =
      new ExportForm("team", new AccountName("live", "main"), false);

  private static ExportedObject object(@Nullable String app) {
    return new ExportedObject(
        "push-1",
        new CallbackKey("", Scope.vhost("push.example.com"), app, MessageType.PUSH),
        LiveCallbackSpecBuilder.builder()
            .accountRef(FORM.accountRef())
            .vhost("push.example.com")
            .app(app)
            .messageType("push")
            .callbackDetailList(
                List.of(new CallbackDetailSpec(null, "https://hooks.example.com/a?b=%20")))
            .transcodeCallback(true)
            .authEnable(true)
            .authKeyPrimarySecretRef(new SecretKeyRef("push-1-auth", "primary"))
            .managementPolicy("Observe")
            .build(),
        new SecretText("k1"),
        null);
  }

  @Test
  void hasItsFieldsInOneOrderAndNoKey() {
    assertThat(new ObjectYaml(FORM).of(object("sports")))
        .isEqualTo(
            """
            apiVersion: livecallback.dev/v1
            kind: LiveCallback
            metadata:
              name: push-1
              namespace: team
            spec:
              accountRef:
                name: main
                namespace: live
              vhost: push.example.com
              app: sports
              messageType: push
              callbackDetailList:
                - url: "https://hooks.example.com/a?b=%20"
              transcodeCallback: true
              authEnable: true
              authKeyPrimarySecretRef:
                name: push-1-auth
                key: primary
              managementPolicy: Observe
            """);
  }

  /** The parser of the tests is of YAML 1.1, as kubectl's. */
  @ParameterizedTest(name = "keeps the text {0}")
  @ValueSource(
      strings = {
        "1",
        "1_000",
        "0x1f",
        "0b1",
        "017",
        "1e3",
        "1.5",
        "1.",
        "-",
        "--",
        ".",
        ".inf",
        "on",
        "ON",
        "y",
        "N",
        "yes",
        "No",
        "true",
        "False",
        "null",
        "a.b-c_d",
        "12.34.56",
        "2026-01-01"
      })
  void keepsTexts(String app) {
    Map<String, Object> read = new Yaml().load(new ObjectYaml(FORM).of(object(app)));

    assertThat(read.get("spec"))
        .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.MAP)
        .containsEntry("app", app);
  }

  @ParameterizedTest(name = "keeps the key {0}")
  @ValueSource(strings = {"k1", "007", "a: b # c", "\"'\\", "%@`|>", "~", "a\tb"})
  void keepsKeys(String key) {
    Map<String, Object> read =
        new Yaml().load(new ObjectYaml(FORM).secret("push-1-auth", new SecretText(key)));

    assertThat(read).containsEntry("type", "Opaque").containsEntry("kind", "Secret");
    assertThat(read.get("stringData")).isEqualTo(Map.of("primary", key));
  }
}
