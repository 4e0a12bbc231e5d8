package dev.livecallback.flow;

import static dev.livecallback.flow.Accounts.ofSecret;
import static dev.livecallback.flow.Accounts.through;
import static dev.livecallback.flow.Callbacks.awaitThat;
import static dev.livecallback.flow.Callbacks.ready;
import static dev.livecallback.flow.Callbacks.spec;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.livecallback.api.AccountReason;
import dev.livecallback.api.LiveAccount;
import dev.livecallback.api.Reason;
import dev.livecallback.calls.CallQueue;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Each test has a cloud account of its own, and its number begins every name of it. */
@Flow
@DisplayName("An account whose keys are in a Secret")
record AccountSecretIT(Scene scene, Callbacks callbacks, Accounts accounts) {
  @Test
  void worksUnderWhicheverNamesTheyAreThereWithASessionTokenToo() {
    CloudUser user = CloudUser.create(scene.simulator(), "2100000011", "temporary", "token-of-it");
    accounts.secret(
        "named-otherwise",
        Map.of("ak", user.accessKeyId(), "sk", user.secretAccessKey(), "t", "token-of-it"));
    accounts.create(
        "works",
        """
        {profile: Volcengine, credentials: {secretRef: {name: named-otherwise, accessKeyIdKey: ak,
         secretAccessKeyKey: sk, sessionTokenKey: t}}}
        """);
    create("works", "works", "vhost/works.example.com");

    LiveAccount account = accounts.awaitReady("works");
    callbacks.awaitReadyFor("works", Reason.IN_SYNC);

    assertThat(account.statusOrEmpty().accountId()).isEqualTo("2100000011");
    assertThat(user.calls()).allMatch(call -> code(call).isEmpty());
    assertThat(records("2100000011")).hasSize(1);
    assertThat(callbacks.get("works").statusOrEmpty().records())
        .allMatch(entry -> entry.account().equals(scene.cluster().namespace() + "/works"));
    awaitThat(
        "the account to count its objects",
        () -> {
          assertThat(accounts.get("works").statusOrEmpty().objects()).isEqualTo(1);
          assertThat(accounts.get("works").statusOrEmpty().scopes()).isEqualTo(1);
        });
  }

  @Test
  void goesOnWithNewOnesFromTheNextCallOnWhileManyObjectsWait() {
    CloudUser before = CloudUser.create(scene.simulator(), "2100000012", "before");
    CloudUser after = CloudUser.create(scene.simulator(), "2100000012", "after");
    List<String> names = IntStream.range(0, 60).mapToObj("rotated-%d"::formatted).toList();
    accounts.secret("rotated", before.entries());
    // A minute's work: most of them wait, however busy the machine is.
    accounts.create("rotated", ofSecret("rotated", "callsPerSecond: {update: 1}"));
    for (int i = 0; i < names.size(); i++) {
      create(names.get(i), "rotated", "vhost/rotated%d.example.com".formatted(i % 6));
    }
    awaitThat("some to be written", () -> assertThat(records("2100000012")).isNotEmpty());

    accounts.secret("rotated", after.entries());
    // Until then, calls that were signed before the change may still arrive.
    awaitThat(
        "the third write with the new key",
        () -> assertThat(after.calls("UpdateCallback")).hasSizeGreaterThanOrEqualTo(3));
    int written = records("2100000012").size();
    before.lockOut();
    accounts.edit("rotated", "{\"callsPerSecond\":null}");
    names.forEach(name -> callbacks.awaitReadyFor(name, Reason.IN_SYNC));

    assertThat(written).as("written with the old key").isLessThan(60);
    List<JsonNode> calls =
        scene.simulator().calls().stream()
            .filter(call -> call.path("account").asText().equals("2100000012"))
            .toList();
    List<JsonNode> since = calls.subList(calls.indexOf(after.calls().getFirst()), calls.size());
    assertThat(since).filteredOn(before::made).hasSizeLessThanOrEqualTo(CallQueue.MAX_IN_FLIGHT);
    assertThat(since.subList(since.indexOf(after.calls("UpdateCallback").get(2)), since.size()))
        .allMatch(after::made);
    assertThat(before.calls()).allMatch(call -> code(call).isEmpty());
    assertThat(after.calls()).allMatch(call -> code(call).isEmpty());
    assertThat(before.calls("UpdateCallback").size() + after.calls("UpdateCallback").size())
        .isEqualTo(60);
    assertThat(records("2100000012")).hasSize(60);
    accounts.awaitReady("rotated");
  }

  @Test
  void whoseKeysAreSwappedForOthersAndBackSignsNothingWithThose() {
    CloudUser own = CloudUser.create(scene.simulator(), "2100000018", "own");
    CloudUser foreign = CloudUser.create(scene.simulator(), "2100000019", "foreign");
    accounts.create("swapped", own);
    List<String> names = IntStream.range(0, 5).mapToObj("swapped-%d"::formatted).toList();
    names.forEach(name -> create(name, "swapped", "vhost/" + name + ".example.com"));
    names.forEach(name -> callbacks.awaitReadyFor(name, Reason.IN_SYNC));

    for (int i = 0; i < 60; i++) {
      accounts.secret("swapped", foreign.entries());
      callbacks.edit(
          names.get(i % names.size()),
          "{\"callbackDetailList\":[{\"url\":\"https://h/%d\"}]}".formatted(i));
      accounts.secret("swapped", own.entries());
    }

    names.forEach(name -> callbacks.awaitReadyFor(name, Reason.IN_SYNC));
    assertThat(foreign.calls())
        .extracting(call -> call.path("action").asText())
        .doesNotContain("UpdateCallback", "DescribeCallback", "DeleteCallback");
    assertThat(records("2100000019")).isEmpty();
    assertThat(own.calls()).allMatch(call -> code(call).isEmpty());
    accounts.awaitReady("swapped");
  }

  @Test
  void thatIsNotThereSaysHowToCreateItAndWorksOnceThatWasDone() {
    CloudUser user = CloudUser.create(scene.simulator(), "2100000013", "late");
    accounts.create("absent", ofSecret("to-be-created"));
    create("absent", "absent", "vhost/absent.example.com");

    LiveAccount account = accounts.awaitReason("absent", AccountReason.SECRET_NOT_FOUND);
    String waiting = ready(callbacks.awaitReason("absent", Reason.ACCOUNT_NOT_READY)).message();

    String message = Accounts.ready(account).message();
    assertThat(message).contains("Secret " + scene.cluster().namespace() + "/to-be-created");
    assertThat(waiting).contains(message);
    scene.follow(
        message
            .substring(message.indexOf("kubectl "))
            .replace("=ID", "=" + user.accessKeyId())
            .replace("=KEY", "=" + user.secretAccessKey()));
    accounts.awaitReady("absent");
    callbacks.awaitReadyFor("absent", Reason.IN_SYNC);
  }

  @Test
  void withALineBreakInItSaysSoAndWorksOnceThatIsGone() {
    CloudUser user = CloudUser.create(scene.simulator(), "2100000014", "broken");
    accounts.secret(
        "broken",
        Map.of(
            "accessKeyId", user.accessKeyId(), "secretAccessKey", user.secretAccessKey() + "\n"));
    accounts.create("broken", ofSecret("broken"));
    create("broken", "broken", "vhost/broken.example.com");

    LiveAccount account = accounts.awaitReason("broken", AccountReason.INVALID_CREDENTIALS);
    callbacks.awaitReason("broken", Reason.ACCOUNT_NOT_READY);

    assertThat(Accounts.ready(account).message())
        .contains("secret access key", "/broken", "line break")
        .doesNotContain(user.secretAccessKey());
    assertThat(user.calls()).isEmpty();
    accounts.secret("broken", user.entries());
    accounts.awaitReady("broken");
    callbacks.awaitReadyFor("broken", Reason.IN_SYNC);
  }

  @Test
  void thatIsDeletedLeavesWhatIsInSyncLetsRecordsGoAndTakesNothingNew() {
    CloudUser user = CloudUser.create(scene.simulator(), "2100000015", "deleted");
    accounts.create("deleted", user);
    create("deleted-stays", "deleted", "vhost/deleted.example.com");
    create("deleted-goes", "deleted", "vhost/deleted.example.com");
    callbacks.awaitReadyFor("deleted-stays", Reason.IN_SYNC);
    callbacks.awaitReadyFor("deleted-goes", Reason.IN_SYNC);
    String version = callbacks.version("deleted-stays");

    accounts.deleteSecret("deleted");
    accounts.awaitReason("deleted", AccountReason.SECRET_NOT_FOUND);
    create("deleted-new", "deleted", "vhost/deleted.example.com");
    callbacks.awaitReason("deleted-new", Reason.ACCOUNT_NOT_READY);
    callbacks.delete("deleted-goes");
    callbacks.awaitGone("deleted-goes");

    assertThat(scene.console().list("vhost/deleted.example.com"))
        .containsExactly("deleted-stays push https://h/a");
    assertThat(callbacks.version("deleted-stays")).isEqualTo(version);
    assertThat(ready(callbacks.get("deleted-stays")).holds()).isTrue();
    accounts.secret("deleted", user.entries());
    accounts.awaitReady("deleted");
    callbacks.awaitReadyFor("deleted-new", Reason.IN_SYNC);
    assertThat(callbacks.version("deleted-stays")).isEqualTo(version);
  }

  @Test
  void thatAreWrongSaysSoAndWorksWithTheRightOnes() {
    CloudUser user = CloudUser.create(scene.simulator(), "2100000016", "wrong");
    accounts.secret(
        "wrong", Map.of("accessKeyId", user.accessKeyId(), "secretAccessKey", "not-the-secret"));
    accounts.create("wrong", ofSecret("wrong"));
    create("wrong", "wrong", "vhost/wrong.example.com");

    LiveAccount account = accounts.awaitReason("wrong", AccountReason.CREDENTIALS_REJECTED);
    callbacks.awaitReason("wrong", Reason.ACCOUNT_NOT_READY);

    assertThat(Accounts.ready(account).message())
        .contains("secret access key")
        .doesNotContain("not-the-secret");
    assertThat(user.calls("DescribeCallback")).isEmpty();
    accounts.secret("wrong", user.entries());
    accounts.awaitReady("wrong");
    callbacks.awaitReadyFor("wrong", Reason.IN_SYNC);
  }

  @Test
  void thatStsCannotBeAskedAboutAreProvenByTheFirstReadAndKnownLater() {
    CloudUser user = CloudUser.create(scene.simulator(), "2100000017", "unasked");
    String fault =
        scene
            .simulator()
            .addFault(
                "{\"action\":\"GetCallerIdentity\",\"account\":\"2100000017\",\"effect\":\"dropConnection\"}");
    accounts.create("unasked", user);
    accounts.awaitReason("unasked", AccountReason.CHECKING_CREDENTIALS);
    create("unasked", "unasked", "vhost/unasked.example.com");

    LiveAccount proven = accounts.awaitReady("unasked");
    callbacks.awaitReadyFor("unasked", Reason.IN_SYNC);
    assertThat(proven.statusOrEmpty().accountId()).isNull();
    String version = callbacks.version("unasked");

    scene.simulator().removeFault(fault);
    accounts.awaitLike(
        "unasked",
        account -> assertThat(account.statusOrEmpty().accountId()).isEqualTo("2100000017"));
    assertThat(user.calls("UpdateCallback")).hasSize(1);
    assertThat(callbacks.version("unasked")).isEqualTo(version);
    callbacks.edit("unasked", "{\"callbackDetailList\":[{\"url\":\"https://h/edited\"}]}");
    callbacks.awaitReadyFor("unasked", Reason.IN_SYNC);
    assertThat(user.calls("UpdateCallback")).hasSize(2);
    assertThat(user.calls("DeleteCallback")).isEmpty();
  }

  private void create(String name, String account, String scope) {
    callbacks.create(name, spec(scope, name, "push", "https://h/a", through(account)));
  }

  private List<JsonNode> records(String cloudAccount) {
    return scene.simulator().records().stream()
        .filter(record -> record.path("Account").asText().equals(cloudAccount))
        .toList();
  }

  private static String code(JsonNode call) {
    return call.path("code").asText("");
  }
}
