package dev.livecallback.flow;

import static dev.livecallback.flow.Accounts.through;
import static dev.livecallback.flow.Callbacks.awaitThat;
import static dev.livecallback.flow.Callbacks.ready;
import static dev.livecallback.flow.Callbacks.spec;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.livecallback.api.AccountReason;
import dev.livecallback.api.LedgerEntry;
import dev.livecallback.api.LiveCallback;
import dev.livecallback.api.Reason;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Accounts are two or more, and each leads to one of the cloud accounts that a test has. */
@Flow
@DisplayName("Of accounts and the cloud accounts that they lead to:")
record CloudAccountIT(Scene scene, Callbacks callbacks, Accounts accounts) {
  private static final String EDITED = "{\"callbackDetailList\":[{\"url\":\"https://h/edited\"}]}";

  @Test
  void twoThatLeadToOneShareItsCallsPerSecond() {
    CloudUser alice = user("2100000021", "alice");
    CloudUser bob = user("2100000021", "bob");
    List<String> names =
        Stream.of(alice, bob)
            .flatMap(user -> IntStream.range(0, 20).mapToObj(i -> user.name() + "-" + i))
            .toList();
    accounts.create("alice", alice);
    accounts.create("bob", bob);
    for (String name : names) {
      String account = name.substring(0, name.indexOf('-'));
      create(name, account, "vhost/%s.example.com".formatted(name));
    }

    names.forEach(name -> callbacks.awaitReadyFor(name, Reason.IN_SYNC));

    for (String action : List.of("UpdateCallback", "DescribeCallback")) {
      List<JsonNode> calls =
          scene.simulator().calls(action).stream()
              .filter(call -> call.path("account").asText().equals("2100000021"))
              .toList();
      assertThat(calls).hasSizeGreaterThanOrEqualTo(40);
      assertThat(calls).allMatch(call -> call.path("code").asText().isEmpty());
      assertThat(CallTimes.mostInASecond(scene.sent(calls))).as(action).isLessThanOrEqualTo(10);
    }
    assertThat(alice.calls("UpdateCallback")).hasSize(20);
    assertThat(bob.calls("UpdateCallback")).hasSize(20);
  }

  @Test
  void aRecordThatIsWantedThroughBothHasOneOwner() {
    CloudUser carol = user("2100000022", "carol");
    CloudUser dave = user("2100000022", "dave");
    accounts.create("carol", carol);
    accounts.create("dave", dave);
    String scope = "vhost/wanted-twice.example.com";
    callbacks.create("of-carol", spec(scope, "a", "push", "https://h/c", through("carol")));
    callbacks.awaitReadyFor("of-carol", Reason.IN_SYNC);

    callbacks.create("of-dave", spec(scope, "a", "push", "https://h/d", through("dave")));
    LiveCallback second = callbacks.awaitReason("of-dave", Reason.CONFLICT);

    assertThat(ready(second).message()).contains("of-carol");
    assertThat(scene.console().list(scope)).containsExactly("a push https://h/c");
    assertThat(dave.calls("UpdateCallback")).isEmpty();
    callbacks.delete("of-carol");
    callbacks.awaitGone("of-carol");
    callbacks.awaitReadyFor("of-dave", Reason.IN_SYNC);
    assertThat(scene.console().list(scope)).containsExactly("a push https://h/d");
  }

  @Test
  void anObjectThatGoesFromOneToAnotherOfTheSameKeepsItsRecord() {
    CloudUser erin = user("2100000023", "erin");
    CloudUser frank = user("2100000023", "frank");
    accounts.create("erin", erin);
    accounts.create("frank", frank);
    String scope = "vhost/moves-within.example.com";
    create("moves-within", "erin", scope);
    callbacks.awaitReadyFor("moves-within", Reason.IN_SYNC);

    callbacks.edit("moves-within", "{\"accountRef\":{\"name\":\"frank\"}}");
    awaitThat(
        "the ledger to name the other account",
        () -> assertThat(writers("moves-within")).containsExactly(account("frank")));
    callbacks.awaitReadyFor("moves-within", Reason.IN_SYNC);
    callbacks.edit("moves-within", EDITED);
    callbacks.awaitReadyFor("moves-within", Reason.IN_SYNC);
    callbacks.awaitQuiet();

    assertThat(scene.removes(scope)).isZero();
    assertThat(frank.calls("UpdateCallback")).hasSize(1);
    assertThat(scene.console().list(scope)).containsExactly("moves-within push https://h/edited");
    accounts.delete("erin");
    accounts.awaitGone("erin");
  }

  @Test
  void anObjectThatGoesToOneOfAnotherHasItsRecordThereBeforeTheOldOneGoes() {
    CloudUser grace = user("2100000024", "grace");
    CloudUser heidi = user("2100000025", "heidi");
    accounts.create("grace", grace);
    accounts.create("heidi", heidi);
    String scope = "vhost/moves-across.example.com";
    create("moves-across", "grace", scope);
    callbacks.awaitReadyFor("moves-across", Reason.IN_SYNC);
    scene.simulator().forgetCalls();

    callbacks.edit("moves-across", "{\"accountRef\":{\"name\":\"heidi\"}}");
    callbacks.awaitReadyFor("moves-across", Reason.IN_SYNC);

    List<String> calls =
        scene.simulator().calls().stream()
            .filter(call -> call.path("scope").asText().equals(scope))
            .map(call -> call.path("user").asText() + " " + call.path("action").asText())
            .toList();
    assertThat(calls.stream().filter(call -> !call.endsWith("DescribeCallback")))
        .containsExactly("heidi UpdateCallback", "grace DeleteCallback");
    assertThat(calls)
        .containsSubsequence(
            "heidi UpdateCallback",
            "heidi DescribeCallback",
            "grace DeleteCallback",
            "grace DescribeCallback");
    assertThat(writers("moves-across")).containsExactly(account("heidi"));
    assertThat(recordsOf("2100000024")).isEmpty();
    assertThat(recordsOf("2100000025")).hasSize(1);
    accounts.delete("grace");
    accounts.awaitGone("grace");
  }

  @Test
  void oneWhoseKeysTurnOutToBeOfAnotherStandsStillUntilTheRightOnesAreBack() {
    CloudUser ivan = user("2100000026", "ivan");
    CloudUser judy = user("2100000027", "judy");
    Mismatch mismatch = new Mismatch("ivan", ivan, judy);

    accounts.secret("ivan", ivan.entries());
    accounts.awaitReady("ivan");
    callbacks.awaitReadyFor("ivan-edited", Reason.IN_SYNC);
    callbacks.awaitGone("ivan-goes");

    mismatch.assertUntouched();
    assertThat(scene.console().list("vhost/ivan.example.com"))
        .containsExactlyInAnyOrder(
            "ivan-stays push https://h/a", "ivan-edited push https://h/edited");
    assertThat(recordsOf("2100000027")).isEmpty();
  }

  @Test
  void oneWhoseKeysTurnOutToBeOfAnotherGoesOnThereOnceAPersonHasConfirmedThat() {
    CloudUser kim = user("2100000028", "kim");
    CloudUser leo = user("2100000029", "leo");
    Mismatch mismatch = new Mismatch("kim", kim, leo);

    scene.follow(mismatch.message().substring(mismatch.message().indexOf("kubectl ")));
    assertThat(accounts.awaitReady("kim").statusOrEmpty().accountId()).isEqualTo("2100000029");
    callbacks.awaitReadyFor("kim-edited", Reason.IN_SYNC);
    awaitThat("all to be written there", () -> assertThat(recordsOf("2100000029")).hasSize(2));
    callbacks.awaitReadyFor("kim-stays", Reason.IN_SYNC);
    callbacks.awaitGone("kim-goes");

    assertThat(recordsOf("2100000028")).hasSize(3);
    assertThat(kim.calls("DeleteCallback")).isEmpty();
    assertThat(leo.calls("DeleteCallback")).isEmpty();
    assertThat(writers("kim-stays")).containsExactly(account("kim"));
  }

  /** An account with two objects in sync that got another cloud account's keys; one is edited. */
  private final class Mismatch {
    private final String name;
    private final String version;
    private final String message;

    Mismatch(String name, CloudUser before, CloudUser after) {
      this.name = name;
      accounts.create(name, before);
      for (String object : List.of(name + "-stays", name + "-edited", name + "-goes")) {
        create(object, name, "vhost/%s.example.com".formatted(name));
        callbacks.awaitReadyFor(object, Reason.IN_SYNC);
      }
      version = callbacks.version(name + "-stays");
      scene.simulator().forgetCalls();

      accounts.secret(name, after.entries());
      message =
          Accounts.ready(accounts.awaitReason(name, AccountReason.ACCOUNT_MISMATCH)).message();
      callbacks.edit(name + "-edited", EDITED);
      callbacks.awaitReason(name + "-edited", Reason.ACCOUNT_NOT_READY);
      callbacks.delete(name + "-goes");
      callbacks.awaitReason(name + "-goes", Reason.DELETE_BLOCKED);

      assertUntouched();
      assertThat(accounts.get(name).statusOrEmpty().accountId()).isEqualTo(before.account());
      assertThat(message).contains(before.account(), after.account());
      assertThat(callsOfLive(before)).isEmpty();
      assertThat(callsOfLive(after)).isEmpty();
    }

    String message() {
      return message;
    }

    void assertUntouched() {
      assertThat(callbacks.version(name + "-stays")).isEqualTo(version);
      assertThat(ready(callbacks.get(name + "-stays")).holds()).isTrue();
    }

    private static List<JsonNode> callsOfLive(CloudUser user) {
      return user.calls().stream()
          .filter(call -> call.path("action").asText().endsWith("Callback"))
          .toList();
    }
  }

  private CloudUser user(String cloudAccount, String name) {
    return CloudUser.create(scene.simulator(), cloudAccount, name);
  }

  private void create(String name, String account, String scope) {
    callbacks.create(name, spec(scope, name, "push", "https://h/a", through(account)));
  }

  private List<String> writers(String name) {
    return callbacks.get(name).statusOrEmpty().records().stream()
        .map(LedgerEntry::account)
        .toList();
  }

  private String account(String name) {
    return scene.cluster().namespace() + "/" + name;
  }

  private List<JsonNode> recordsOf(String cloudAccount) {
    return scene.simulator().records().stream()
        .filter(record -> record.path("Account").asText().equals(cloudAccount))
        .toList();
  }
}
