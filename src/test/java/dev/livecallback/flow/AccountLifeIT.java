package dev.livecallback.flow;

import static dev.livecallback.flow.Callbacks.OTHER_URL;
import static dev.livecallback.flow.Callbacks.URL;
import static dev.livecallback.flow.Callbacks.ready;
import static dev.livecallback.flow.Callbacks.spec;
import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.api.AccountReason;
import dev.livecallback.api.Condition;
import dev.livecallback.api.ConditionType;
import dev.livecallback.api.LiveAccount;
import dev.livecallback.api.Reason;
import dev.livecallback.api.WellKnown;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What an account's owner asks for acts on all of its objects. */
@Flow(quota = 100, sync = "2s")
@DisplayName("An account")
record AccountLifeIT(Scene scene, Callbacks callbacks, Console console, Accounts accounts) {
  private static final int MANY = 200;

  private void account(String name, String more) {
    accounts.create(
        name, "{profile: Volcengine, credentials: {environment: {}}%s}".formatted(more));
    accounts.awaitReady(name);
  }

  private void inSync(String name, String scope, String account) {
    console.put(scope, name, "push", URL);
    callbacks.create(name, spec(scope, name, "push", URL, Accounts.through(account)));
    callbacks.awaitReadyFor(name, Reason.IN_SYNC);
  }

  @Test
  void thatIsDeletedWaitsForItsObjectsRecordsNamesThemAndTakesNoNewOnes() {
    String scope = "vhost/leaving.example.com";
    account("leaving", "");
    for (String name : new String[] {"l1", "l2", "l3", "l4"}) {
      inSync(name, scope, "leaving");
    }

    accounts.delete("leaving");

    LiveAccount waiting =
        accounts.awaitLike(
            "leaving",
            account -> {
              assertThat(Accounts.ready(account).reason()).isEqualTo(AccountReason.DELETING.word());
              assertThat(Accounts.ready(account).message()).contains("4 objects");
            });
    String namespace = waiting.getMetadata().getNamespace();
    assertThat(Accounts.ready(waiting).message())
        .contains(namespace + "/l1", namespace + "/l2", namespace + "/l3", "…")
        .doesNotContain(namespace + "/l4");
    callbacks.create("late", spec(scope, "late", "push", URL, Accounts.through("leaving")));
    assertThat(ready(callbacks.awaitReason("late", Reason.ACCOUNT_NOT_FOUND)).message())
        .contains("is being deleted");

    callbacks.edit("l1", "{\"accountRef\":null}");
    callbacks.awaitReadyFor("l1", Reason.IN_SYNC);
    callbacks.edit("l2", "{\"deletionPolicy\":\"Orphan\"}");
    callbacks.delete("l2");
    callbacks.delete("l3");
    callbacks.delete("l4");

    accounts.awaitGone("leaving");
    assertThat(console.list(scope)).containsExactlyInAnyOrder("l1 push " + URL, "l2 push " + URL);
    assertThat(scene.callsInFull(scope))
        .noneMatch(call -> call.startsWith("DeleteCallback") && call.contains("l1"));
  }

  @Test
  void thatNobodyUsesGoesAtOnce() {
    account("unused", "");
    accounts.delete("unused");
    accounts.awaitGone("unused");
  }

  @Test
  void thatIsPausedHasNoCallsMadeForAnyOfItsObjectsUntilItGoesOn() {
    String scope = "vhost/paused.example.com";
    account("paused", "");
    inSync("p1", scope, "paused");

    accounts.annotate("paused", WellKnown.PAUSED, "true");
    callbacks.awaitReadyFor("p1", Reason.PAUSED);
    assertThat(ready(callbacks.get("p1")).message()).contains("/paused");
    console.put(scope, "p1", "push", OTHER_URL);
    long calls = scene.calls(scope).size();
    callbacks.edit("p1", "{\"callbackDetailList\":[{\"url\":\"%s\"}]}".formatted(OTHER_URL));
    inSync("witness", "vhost/witness.example.com", "default");
    long before = scene.reads("vhost/witness.example.com");
    Callbacks.awaitThat(
        "two sweeps",
        () -> assertThat(scene.reads("vhost/witness.example.com")).isGreaterThan(before + 2));
    assertThat(scene.calls(scope)).hasSize((int) calls);

    accounts.removeAnnotation("paused", WellKnown.PAUSED);
    callbacks.awaitReadyFor("p1", Reason.IN_SYNC);
  }

  @Test
  void thatIsToBeReconciledReadsEachScopeOnceAndSaysWhenItIsDone() {
    account("asked", ", syncPeriod: 24h");
    inSync("q1", "vhost/asked-1.example.com", "asked");
    inSync("q2", "vhost/asked-1.example.com", "asked");
    inSync("q3", "vhost/asked-2.example.com", "asked");
    callbacks.awaitQuiet();
    long one = scene.reads("vhost/asked-1.example.com");

    accounts.annotate("asked", WellKnown.RECONCILE_REQUESTED_AT, "now please");

    accounts.awaitLike(
        "asked",
        account ->
            assertThat(account.statusOrEmpty().lastHandledReconcileAt()).isEqualTo("now please"));
    // The account shares its cloud account with the default one, which has it swept every 2 s.
    assertThat(scene.reads("vhost/asked-1.example.com")).isGreaterThan(one);
    assertThat(accounts.get("asked").statusOrEmpty().objects()).isEqualTo(3);
    assertThat(accounts.get("asked").statusOrEmpty().scopes()).isEqualTo(2);
  }

  @Test
  void canHaveOutsideChangesLeftForAWhileOfAllOfItsObjects() {
    String scope = "vhost/incident.example.com";
    account("incident", "");
    inSync("i1", scope, "incident");
    accounts.annotate(
        "incident",
        WellKnown.ALLOW_DRIFT_UNTIL,
        Instant.now().plus(Duration.ofHours(1)).toString());
    console.put(scope, "i1", "push", OTHER_URL);

    callbacks.awaitReadyFor("i1", Reason.DRIFT_TOLERATED);
    assertThat(console.list(scope)).containsExactly("i1 push " + OTHER_URL);

    accounts.removeAnnotation("incident", WellKnown.ALLOW_DRIFT_UNTIL);
    callbacks.awaitReadyFor("i1", Reason.IN_SYNC);
    assertThat(console.list(scope)).containsExactly("i1 push " + URL);
    Callbacks.awaitThat(
        "the event to be told",
        () ->
            assertThat(callbacks.events())
                .filteredOn(event -> event.getInvolvedObject().getKind().equals("LiveAccount"))
                .filteredOn(event -> event.getInvolvedObject().getName().equals("incident"))
                .filteredOn(event -> event.getReason().equals("AllowanceEnded"))
                .hasSize(1));
    assertThat(callbacks.events("i1")).doesNotContain("AllowanceEnded");
  }

  @Test
  void holdsAMassDeletionSaysSoAndLetsItGoWhenAPersonSaysSo() {
    String scope = "vhost/mass.example.com";
    account("mass", ", deleteLimit: {perHour: 20}");
    IntStream.range(0, MANY)
        .forEach(
            i -> {
              console.put(scope, "a" + i, "push", URL);
              callbacks.create(
                  "m" + i, spec(scope, "a" + i, "push", URL, Accounts.through("mass")));
            });
    IntStream.range(0, MANY).forEach(i -> callbacks.awaitReadyFor("m" + i, Reason.IN_SYNC));

    IntStream.range(0, MANY).parallel().forEach(i -> callbacks.delete("m" + i));

    accounts.awaitLike(
        "mass",
        account -> {
          Condition held = held(account);
          assertThat(held.message()).contains(MANY - 20 + " deletions wait", "20 an hour");
        });
    Callbacks.awaitThat(
        "the others to be deleted", () -> assertThat(console.list(scope)).hasSize(MANY - 20));
    assertThat(scene.removes(scope)).isEqualTo(20);
    assertThat(callbacks.all().stream().filter(each -> isOf(each.getMetadata().getName())))
        .hasSize(MANY - 20)
        .allSatisfy(
            each -> assertThat(ready(each).reason()).isEqualTo(Reason.DELETE_LIMIT_REACHED.word()));

    scene.follow(command(held(accounts.get("mass")).message()));

    Awaitility.await()
        .atMost(Duration.ofMinutes(3))
        .untilAsserted(() -> assertThat(console.list(scope)).isEmpty());
    accounts.awaitLike(
        "mass",
        account ->
            assertThat(account.statusOrEmpty().condition(ConditionType.DELETE_LIMIT_REACHED))
                .isEmpty());
    assertThat(scene.removes(scope)).isEqualTo(MANY);
  }

  private static Condition held(LiveAccount account) {
    return account
        .statusOrEmpty()
        .condition(ConditionType.DELETE_LIMIT_REACHED)
        .orElseThrow(() -> new AssertionError("nothing is held: " + account.getStatus()));
  }

  private static String command(String message) {
    return message.substring(message.indexOf("kubectl"));
  }

  private static boolean isOf(String name) {
    return name.matches("m\\d+");
  }
}
