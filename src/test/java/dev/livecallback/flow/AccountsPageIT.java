package dev.livecallback.flow;

import static dev.livecallback.flow.Callbacks.OTHER_URL;
import static dev.livecallback.flow.Callbacks.URL;
import static dev.livecallback.flow.Callbacks.awaitThat;
import static dev.livecallback.flow.Callbacks.spec;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.livecallback.api.AccountReason;
import dev.livecallback.api.ConditionType;
import dev.livecallback.api.LiveCallback;
import dev.livecallback.api.Reason;
import dev.livecallback.deploy.InstalledManifests;
import dev.livecallback.deploy.Pages;
import dev.livecallback.testing.KnownSecrets;
import dev.livecallback.testing.Slow;
import dev.livecallback.testing.TestCluster;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Its commands, each in the situation that it is for; the account is the page's own. */
@Flow
@DisplayName("docs/accounts.md")
@Slow
record AccountsPageIT(TestCluster cluster, Scene scene, Accounts accounts, Callbacks callbacks) {
  private static final String PAGE = "docs/accounts.md";
  private static final String ACCOUNT = "tenant-a";
  private static final String OBJECT = "stream-started";
  private static final String SCOPE = "vhost/push.example.com";

  /** The cloud account that the page confirms. */
  private static final String CLOUD = "2100000002";

  @AfterEach
  void clears() {
    for (LiveCallback each : callbacks.all()) {
      callbacks.delete(each.getMetadata().getName());
      callbacks.awaitGone(each.getMetadata().getName());
    }
    if (accounts.all().size() > 1) {
      accounts.delete(ACCOUNT);
      accounts.awaitGone(ACCOUNT);
    }
    accounts.deleteSecret(ACCOUNT);
  }

  @Test
  void makesAnAccountOfASecretWhichIsListedAsItSays() {
    create(CloudUser.create(scene.simulator(), CLOUD, "first"));

    String header =
        Pages.text(PAGE)
            .lines()
            .filter(line -> line.startsWith("NAMESPACE"))
            .findFirst()
            .orElseThrow();
    List<String> listed = shell("kubectl get lacc --all-namespaces").lines().toList();
    assertThat(words(listed.getFirst())).isEqualTo(words(header));
    assertThat(listed)
        .map(AccountsPageIT::words)
        .anySatisfy(
            row ->
                assertThat(row)
                    .startsWith(cluster.namespace(), ACCOUNT, "Volcengine", CLOUD, "True")
                    .contains("CredentialsValid"));
  }

  @Test
  void replacesAKeyWithoutARestartAndTheOldOneMayBeSwitchedOff() {
    CloudUser before = CloudUser.create(scene.simulator(), CLOUD, "before");
    CloudUser after = CloudUser.create(scene.simulator(), CLOUD, "after");
    create(before);
    inSync();

    replaceKeys(after);
    awaitThat("the new key to be tried", () -> assertThat(after.calls()).isNotEmpty());
    accounts.awaitReady(ACCOUNT);
    before.lockOut();
    callbacks.edit(OBJECT, "{\"callbackDetailList\":[{\"url\":\"%s\"}]}".formatted(OTHER_URL));
    callbacks.awaitReadyFor(OBJECT, Reason.IN_SYNC);

    assertThat(after.calls("UpdateCallback")).hasSize(1);
    assertThat(before.calls("UpdateCallback")).hasSize(1);
  }

  @Test
  void replacesTheOperatorsOwnKeyInTheSecretThatIsMounted() {
    InstalledManifests.apply(cluster).succeeded();
    shell(
        "kubectl --namespace live-callback-operator create secret generic live-credentials"
            + " --from-literal=ACCESS_KEY_ID=before --from-literal=SECRET_ACCESS_KEY=before");
    CloudUser own = CloudUser.create(scene.simulator(), CLOUD, "own");

    shell(withKeys(block("Credentials", 2), own));

    assertThat(
            shell(
                "kubectl --namespace live-callback-operator get secret live-credentials"
                    + " --output=jsonpath='{.data.ACCESS_KEY_ID}' | base64 -d"))
        .isEqualTo(own.accessKeyId());
  }

  @Test
  void confirmsAnotherCloudAccountItsRecordsAreWrittenAnewTheOthersStay() {
    create(CloudUser.create(scene.simulator(), "2100000003", "former"));
    inSync();
    CloudUser next = CloudUser.create(scene.simulator(), CLOUD, "next");

    replaceKeys(next);
    accounts.awaitReason(ACCOUNT, AccountReason.ACCOUNT_MISMATCH);
    assertThat(next.calls()).allMatch(call -> call.path("action").asText().startsWith("Get"));
    run("Which cloud account", 0);

    assertThat(accounts.awaitReady(ACCOUNT).statusOrEmpty().accountId()).isEqualTo(CLOUD);
    awaitThat(
        "both records", () -> assertThat(owners()).containsExactlyInAnyOrder("2100000003", CLOUD));
    callbacks.awaitReadyFor(OBJECT, Reason.IN_SYNC);
  }

  @Test
  void letsDeletionsGoThatTheLimitHolds() {
    create(CloudUser.create(scene.simulator(), CLOUD, "limited"));
    accounts.edit(ACCOUNT, "{\"deleteLimit\":{\"perHour\":0}}");
    accounts.awaitReady(ACCOUNT);
    inSync();
    callbacks.delete(OBJECT);
    callbacks.awaitReason(OBJECT, Reason.DELETE_LIMIT_REACHED);

    run("Limits", 0);

    callbacks.awaitGone(OBJECT);
    assertThat(scene.records(SCOPE)).noneMatch(record -> isOf(CLOUD, record));
    accounts.awaitLike(
        ACCOUNT,
        account ->
            assertThat(account.statusOrEmpty().condition(ConditionType.DELETE_LIMIT_REACHED))
                .isEmpty());
  }

  @Test
  void deletesAnAccountWhichWaitsForItsObjectsNamesThemAndThenGoes() {
    create(CloudUser.create(scene.simulator(), CLOUD, "leaving"));
    inSync();
    List<String> lines = block("Delete an account", 0).lines().toList();
    assertThat(lines).hasSize(3);

    shell(lines.getFirst());
    accounts.awaitReason(ACCOUNT, AccountReason.DELETING);
    assertThat(shell(lines.get(1)))
        .contains("Deleting", "1 object", cluster.namespace() + "/" + OBJECT);
    assertThat(shell(lines.get(2)).lines().skip(1).map(AccountsPageIT::words))
        .anySatisfy(row -> assertThat(row).startsWith(cluster.namespace(), OBJECT));

    callbacks.delete(OBJECT);
    accounts.awaitGone(ACCOUNT);
  }

  @Test
  void hasNoOtherCommands() {
    assertThat(Pages.blocks(PAGE, "sh")).hasSize(6);
  }

  /** As the page says: the account, then its Secret. */
  private void create(CloudUser user) {
    String account = here(Pages.blocks(PAGE, "Credentials", "yaml").getFirst());
    cluster.kubectlWithInput(account, "apply", "-f", "-").succeeded();
    shell(withKeys(block("Credentials", 0), user));
    assertThat(Accounts.ready(accounts.get(ACCOUNT)).holds()).isTrue();
  }

  private void replaceKeys(CloudUser user) {
    shell(withKeys(block("Credentials", 1), user));
  }

  private static String withKeys(String block, CloudUser user) {
    KnownSecrets.add(user.secretAccessKey());
    assertThat(block).containsOnlyOnce("AKLT...");
    String filled = block.replace("AKLT...", user.accessKeyId());
    assertThat(filled).containsOnlyOnce("...");
    return filled.replace("...", user.secretAccessKey());
  }

  private void inSync() {
    callbacks.create(OBJECT, spec(SCOPE, "", "push", URL, Accounts.through(ACCOUNT)));
    callbacks.awaitReadyFor(OBJECT, Reason.IN_SYNC);
  }

  private void run(String heading, int number) {
    shell(block(heading, number));
  }

  private String block(String heading, int number) {
    return here(Pages.blocks(PAGE, heading, "sh").get(number));
  }

  /** In the test's namespace. */
  private String here(String text) {
    return text.replaceAll("(namespace[ :]+)live\\b(?!-)", "$1" + cluster.namespace());
  }

  private String shell(String commands) {
    return cluster.shell("set -e\n" + commands).succeeded().stdout();
  }

  /** The cloud accounts that have a record of the vhost. */
  private List<String> owners() {
    return scene.records(SCOPE).stream().map(record -> record.path("Account").asText()).toList();
  }

  private static boolean isOf(String account, JsonNode record) {
    return record.path("Account").asText().equals(account);
  }

  private static List<String> words(String line) {
    return List.of(line.strip().split("\\s+"));
  }
}
