package dev.livecallback.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.livecallback.testing.Slow;
import dev.livecallback.volcengine.Scope;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** All of the console page but its records, used by keyboard. */
@Order(2) // it takes long: it begins early
@DisplayName("The console page")
@Slow
class ConsolePageIT extends ConsolePage {
  @Test
  void tellsAssistiveTechnologyOfWhatWasDoneNotOfEveryRead() {
    browser.script(
        """
        window.told = 0;
        const watch = new MutationObserver((all) => window.told += all.length);
        for (const live of document.querySelectorAll("[role=status], [role=alert]")) {
          watch.observe(live, {childList: true, characterData: true, subtree: true, attributes: true});
        }
        """);
    for (String vhost : List.of("one.example.com", "two.example.com", "three.example.com")) {
      simulator.store().put(key(vhost, null), RecordContent.url(URL));
      browser.awaitText("#scopes", vhost);
    }

    assertThat(browser.script("return window.told")).hasToString("0");
  }

  @Test
  void pausesSoThatItCanBeReadInPeace() {
    browser.tabTo("Pause updates");
    browser.press(Keys.ENTER);
    browser.awaitText("#said", "Updates are paused.");
    simulator.store().put(key("later.example.com", null), RecordContent.url(URL));
    browser.tabTo("Search names and URLs");
    browser.press("later");
    browser.awaitText("#scopes", "later.example.com");
    assertThat(browser.text("#scopes")).doesNotContain("plain.example.com");

    simulator.store().remove(key("later.example.com", null));
    browser.tabBackTo("Pause updates");
    assertThat(browser.text("#scopes")).contains("later.example.com");
    browser.press(Keys.ENTER);
    browser.awaitNoText("#scopes", "later.example.com");
  }

  @Test
  void showsMarkupInNamesAndUrlsAsTheTextThatItIs() {
    String nasty = "https://x/<img src=x onerror=window.hacked=1><b>bold</b>";
    simulator.store().put(PLAIN, RecordContent.url(nasty));
    simulator
        .faults()
        .add(
            Fault.always(
                Fault.Match.any(),
                new Effect.Fail(ApiError.coded(403, "<b>Denied</b>", "<i>no</i>"))));
    cloud.delete("<u>vhost</u>", Optional.of("<s>app</s>"), "push");
    cloud.describe("plain.example.com");

    browser.awaitText("#scopes", nasty);
    browser.awaitText("#fault-list", "<i>no</i>");
    browser.awaitText("#call-rows", "<b>Denied</b>");
    browser.tabTo("Edit push of vhost/plain.example.com");
    browser.press(Keys.ENTER);
    assertThat(value("textarea")).isEqualTo(nasty);
    assertThat(browser.shows("main img, main b:not(figcaption b), main i, main u, main s"))
        .isFalse();
    assertThat(browser.script("return window.hacked === undefined")).hasToString("true");
  }

  @Test
  void listsTheNewestCallsFirstAndOnlyThoseThatAreAskedFor() {
    cloud.describe("plain.example.com");
    cloud.describe("signed.example.com");
    cloud.delete("gone.example.com", Optional.of("a"), "push");
    cloud.describe("*bad*");

    awaitCalls(
        "DescribeCallback vhost/*bad* 400 InvalidParam",
        "DeleteCallback vhost/gone.example.com a push 200",
        "DescribeCallback vhost/signed.example.com 200",
        "DescribeCallback vhost/plain.example.com 200");
    browser.tabTo("Outcome");
    browser.press("f");
    awaitCalls("DescribeCallback vhost/*bad* 400 InvalidParam");
    browser.press(Keys.HOME);
    browser.tabTo("About");
    browser.press("signed.ex");
    awaitCalls("DescribeCallback vhost/signed.example.com 200");
    browser.retype("nothing is called so");
    browser.awaitText("#calls", "No calls that fit.");
    browser.press(Keys.chord(Keys.CONTROL, "a"), Keys.DELETE);
    browser.tabBackTo("Action");
    browser.press("Del");
    awaitCalls("DeleteCallback vhost/gone.example.com a push 200");
    assertThat(options("#call-action"))
        .containsExactlyInAnyOrderElementsOf(with(Actions.names(), "", "unknown"));
  }

  @Test
  void drawsCallsASecondAgainstTheLimitAndSaysTheSameInNumbers() {
    assertThat(browser.text("#rates")).contains("No calls in the last 5 minutes.");
    simulator.knobs().patch(Json.object().put("quota", 2));
    for (int i = 0; i < 30; i++) {
      cloud.describe("plain.example.com");
    }
    String counted = "[data-key='" + ACCOUNT + " DescribeCallback']";

    browser.awaitText(counted, "DescribeCallback account " + ACCOUNT);
    await("all of them to be drawn")
        .atMost(Duration.ofMinutes(2))
        .untilAsserted(
            () -> assertThat(browser.text(counted + " dl")).matches("(?s).*In 5 minutes\\s+30"));
    // A second may end between the two that were taken.
    assertThat(browser.text(counted + " dl")).matches("(?s).*Peak\\s+[12] of 2\\s.*");
    assertThat(
            browser
                .script(
                    "return document.querySelector(arguments[0]).getAttribute('d')",
                    counted + " path.over")
                .toString())
        .startsWith("M");
    assertThat(
            browser
                .script(
                    "return document.querySelector(arguments[0]).getAttribute('d')",
                    counted + " path.limit")
                .toString())
        .startsWith("M0");
    browser.tabTo("By minute DescribeCallback");
    browser.press(Keys.ENTER);
    browser.awaitText(counted + " tbody", "4 before");
  }

  @Test
  void switchesFaultsOnAndOff() {
    assertThat(options("[name=effect]"))
        .containsExactlyInAnyOrder(FaultJson.EFFECTS.split(", ", -1));
    browser.tabTo("Switch on a fault");
    browser.press(Keys.ENTER);
    browser.press("err");
    browser.tabTo("Status");
    browser.retype("409");
    browser.tabTo("Code");
    browser.retype("Busy");
    browser.tabTo("Action");
    browser.press("Up");
    browser.tabTo("Scope");
    browser.press("vhost/plain.example.com");
    browser.tabTo("How many calls");
    browser.press("3", Keys.ENTER);

    browser.awaitText("#said", "Switched on: fault-1.");
    browser.awaitText("#fault-list", "3 of 3 calls left");
    assertThat(simulator.faults().list().getFirst().fault())
        .isEqualTo(
            Fault.next(
                3,
                Fault.Match.action("UpdateCallback").in(Scope.vhost("plain.example.com")),
                new Effect.Fail(ApiError.coded(409, "Busy", "A fault was asked for"))));
    browser.tabTo("Switch off error, fault-1");
    browser.press(Keys.ENTER);
    browser.awaitText("#faults", "every call that is allowed is answered");
    assertThat(simulator.faults().list()).isEmpty();
  }

  @Test
  void canSwitchOnEveryEffectWithWhatItsFormSaysAtFirst() {
    for (String effect : FaultJson.EFFECTS.split(", ", -1)) {
      browser.tabTo("Switch on a fault");
      browser.press(Keys.ENTER);
      browser.press(effect);
      browser.press(Keys.ENTER);
      browser.tabTo("Switch on");
      browser.press(Keys.ENTER);
      browser.awaitText("#fault-list", effect + ":");
    }
    assertThat(simulator.faults().list()).hasSize(9);
    browser.tabTo("Switch off all");
    browser.press(Keys.ENTER);
    browser.awaitText("#said", "All faults are switched off.");
    assertThat(simulator.faults().list()).isEmpty();
  }

  @Test
  void switchesAnAccessKeyOffAndOn() {
    browser.tabTo("Switch off " + SimulatorConfig.DEMO_ACCESS_KEY_ID);
    browser.press(Keys.ENTER);
    browser.awaitText("#account-list", "switched off");
    assertThat(simulator.accounts().enabled(SimulatorConfig.DEMO_ACCESS_KEY_ID)).isFalse();
    assertThat(browser.focused()).isEqualTo("Switch on " + SimulatorConfig.DEMO_ACCESS_KEY_ID);
    browser.press(Keys.ENTER);
    browser.awaitNoText("#account-list", "switched off");
    assertThat(simulator.accounts().enabled(SimulatorConfig.DEMO_ACCESS_KEY_ID)).isTrue();
  }

  @Test
  @Tag(COMPLAINS)
  void saysWhenTheSimulatorIsGoneAndWhenItIsBack() throws IOException {
    SimulatorConfig local = SimulatorConfig.local();
    int port = simulator.adminEndpoint().getPort();
    simulator.close();
    browser.awaitText("#trouble", "Is it still running?");
    assertThat(browser.text("#scopes")).as("what was last known").contains("plain.example.com");

    simulator =
        SimulatorServer.start(
            new SimulatorConfig(
                local.bind(),
                local.adminBind(),
                0,
                port,
                local.keys(),
                local.names(),
                local.profile(),
                0,
                0,
                local.roles(),
                null,
                local.regions(),
                1,
                local.clock()));
    browser.awaitText("#said", "The simulator answers again.");
    assertThat(browser.text("#trouble")).isEmpty();
    assertThat(browser.text("#records")).contains("None. Add one, or apply a LiveCallback.");
  }

  private void awaitCalls(String... expected) {
    String rows =
        "return [...document.querySelectorAll('#call-rows tr')]"
            + ".map((row) => [1, 2, 3].map((i) => row.children[i].innerText).join(' '))";
    await("the log")
        .atMost(Duration.ofMinutes(2))
        .untilAsserted(() -> assertThat(list(rows)).containsExactly(expected));
  }

  private List<String> options(String select) {
    return list("return [...document.querySelector('" + select + "').options].map((o) => o.value)");
  }

  private static List<String> with(List<String> names, String... more) {
    List<String> all = new ArrayList<>(names);
    all.addAll(List.of(more));
    return all;
  }
}
