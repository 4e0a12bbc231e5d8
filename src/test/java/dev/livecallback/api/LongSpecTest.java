package dev.livecallback.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.junit.jupiter.api.Test;

/** A spec of which a hundred would fill the memory. */
class LongSpecTest {
  private static final int LONGEST_NAMESPACE = 63;

  @Test
  void allTheRulesOfALargePlatformAreRead() {
    LiveAccount account = account(10, 100);

    assertThat(account.unreadable()).isNull();
    assertThat(account.getSpec().allow()).hasSize(10);
  }

  @Test
  void rulesThatTheCrdTakesAndNobodyNeedsAreNotKept() {
    LiveAccount account = account(50, 100);

    assertThat(account.unreadable()).isEqualTo("spec, which is longer than 128 Ki characters,");
    assertThat(account.getSpec()).isEqualTo(LiveAccountSpec.NOTHING);
  }

  @Test
  void norIsWhatOnlyALooserCrdTakes() {
    ObjectNode callback = JsonNodeFactory.instance.objectNode();
    callback.putObject("metadata").put("name", "a");
    callback.putObject("spec").putObject("x".repeat(40_000)).put("y", "z".repeat(100_000));

    LiveCallback read = Serialization.unmarshal(callback.toString(), LiveCallback.class);

    assertThat(read.unreadable()).startsWith("spec, which is longer than");
    assertThat(read.getSpec()).isEqualTo(LiveCallbackSpec.NOTHING);
  }

  private static LiveAccount account(int rules, int namespaces) {
    ObjectNode account = JsonNodeFactory.instance.objectNode();
    account.putObject("metadata").put("name", "a");
    ObjectNode spec = account.putObject("spec");
    spec.put("profile", "Volcengine").putObject("credentials").putObject("environment");
    ArrayNode allow = spec.putArray("allow");
    for (int i = 0; i < rules; i++) {
      ArrayNode names = allow.addObject().putArray("namespaces");
      for (int j = 0; j < namespaces; j++) {
        names.add("n".repeat(LONGEST_NAMESPACE));
      }
    }
    return Serialization.unmarshal(account.toString(), LiveAccount.class);
  }
}
