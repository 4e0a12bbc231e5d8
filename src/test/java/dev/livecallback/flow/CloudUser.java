package dev.livecallback.flow;

import com.fasterxml.jackson.databind.JsonNode;
import dev.livecallback.testing.SimulatorUnderTest;
import java.util.List;
import java.util.Map;

/**
 * A user of a cloud account, and the one access key that it has. By its name the simulator tells
 * whose a call was.
 *
 * @param account the cloud account's id
 */
record CloudUser(
    SimulatorUnderTest cloud,
    String account,
    String name,
    String accessKeyId,
    String secretAccessKey) {

  /** Creates one, and the cloud account if it isn't there, which knows every vhost. */
  static CloudUser create(SimulatorUnderTest cloud, String account, String name) {
    CloudUser user =
        new CloudUser(
            cloud, account, name, "AKLT" + account + name, "secret-of-" + name + "-in-" + account);
    user.issue("");
    return user;
  }

  /** Creates one whose key needs a session token. */
  static CloudUser create(SimulatorUnderTest cloud, String account, String name, String token) {
    CloudUser user = create(cloud, account, name);
    user.issue(",\"sessionToken\":\"" + token + "\"");
    return user;
  }

  private void issue(String more) {
    cloud.addAccount(
        "{\"account\":\"%s\",\"user\":\"%s\",\"accessKeyId\":\"%s\",\"secretAccessKey\":\"%s\",\"vhosts\":[\"*\"]%s}"
            .formatted(account, name, accessKeyId, secretAccessKey, more));
  }

  /** The entries of a Secret with its key. */
  Map<String, String> entries() {
    return Map.of("accessKeyId", accessKeyId, "secretAccessKey", secretAccessKey);
  }

  /** Its access key is no good any more, until it is let in again. */
  void lockOut() {
    cloud.enable(accessKeyId, false);
  }

  /** Its access key is good again. */
  void letIn() {
    cloud.enable(accessKeyId, true);
  }

  /** Denies it an action on a scope. Returns what the cloud is to {@code allow} again. */
  String deny(String action, String scope) {
    return cloud.deny(
        "{\"account\":\"%s\",\"user\":\"%s\",\"action\":\"%s\",\"scope\":\"%s\"}"
            .formatted(account, name, action, scope));
  }

  /** Its calls so far, oldest first, those of STS too. */
  List<JsonNode> calls() {
    return cloud.calls().stream().filter(this::made).toList();
  }

  /** Its calls of an action so far, oldest first. */
  List<JsonNode> calls(String action) {
    return cloud.calls(action).stream().filter(this::made).toList();
  }

  /** Whether a call was made with its access key. */
  boolean made(JsonNode call) {
    return call.path("account").asText().equals(account) && call.path("user").asText().equals(name);
  }
}
