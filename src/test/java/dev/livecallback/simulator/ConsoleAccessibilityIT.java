package dev.livecallback.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.testing.Browser;
import dev.livecallback.testing.Needs;
import dev.livecallback.testing.Slow;
import dev.livecallback.testing.Tool;
import dev.livecallback.volcengine.CallbackKey;
import dev.livecallback.volcengine.MessageType;
import dev.livecallback.volcengine.Scope;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.Keys;

/** The console page for people who don't see it, have no mouse, or have a small window. */
@Order(2) // it takes long: it begins early
@Needs({Tool.CHROMIUM, Tool.CHROMEDRIVER})
@TestInstance(Lifecycle.PER_CLASS)
@DisplayName("The console page")
@Slow
class ConsoleAccessibilityIT {
  private static final String LONG = "a-rather-long-name-without-any-place-to-break-it.example.com";

  private Browser browser;
  private SimulatorServer simulator;

  @BeforeAll
  void starts() throws IOException {
    browser = Browser.start();
    simulator = SimulatorServer.start(SimulatorConfig.local());
    for (String vhost : List.of("push.example.com", LONG)) {
      CallbackKey key =
          new CallbackKey(
              SimulatorConfig.DEMO_ACCOUNT, Scope.vhost(vhost), "sports", MessageType.PUSH);
      simulator.store().put(key, RecordContent.url("https://hooks.example.com/" + LONG));
    }
    simulator
        .faults()
        .add(Fault.always(Fault.Match.action("GetCallerIdentity"), new Effect.Throttle()));
    OwnClient cloud =
        new OwnClient(
            simulator.endpoint(),
            SimulatorConfig.DEMO_ACCESS_KEY_ID,
            SimulatorConfig.DEMO_SECRET_ACCESS_KEY);
    IntStream.range(0, 15).forEach(_ -> cloud.describe(LONG));
    cloud.describe("*");
  }

  @AfterAll
  void ends() {
    if (browser != null) {
      browser.close();
    }
    if (simulator != null) {
      simulator.close();
    }
  }

  @BeforeEach
  void opens() {
    browser.open(simulator.adminEndpoint());
    browser.awaitText("#scopes", LONG);
    browser.awaitText("#call-rows", LONG);
  }

  @ParameterizedTest(name = "has no barrier that axe knows: {0} px, dark: {1}")
  @CsvSource({"1200, false", "1200, true", "320, false", "320, true"})
  void barriers(int width, boolean dark) {
    browser.view(width, dark);
    browser.script("document.querySelector('details').open = true");
    assertThat(browser.barriers()).as("the page").isEmpty();
    picture("page", width, dark);
    for (String button : List.of("add-record", "add-fault")) {
      browser.script("document.getElementById('" + button + "').click()");
      assertThat(browser.barriers()).as("the dialog of " + button).isEmpty();
      picture(button, width, dark);
      browser.press(Keys.ESCAPE);
    }
    browser.script("document.querySelector('.acts button:last-child').click()");
    assertThat(browser.barriers()).as("the question whether to delete").isEmpty();
    browser.press(Keys.ESCAPE);
  }

  @ParameterizedTest(name = "needs no sideways scrolling at {0} px")
  @CsvSource({"320", "700", "1200"})
  void narrow(int width) {
    browser.view(width, false);
    assertThat(overflow()).as("the page").isEmpty();
    for (String button : List.of("add-record", "add-fault")) {
      browser.script("document.getElementById('" + button + "').click()");
      assertThat(overflow()).as("the dialog of " + button).isEmpty();
      browser.press(Keys.ESCAPE);
    }
  }

  @Test
  void hasEveryControlInTheOrderOfTheTabKeyAndShowsWhereTheFocusIs() {
    List<String> controls =
        list(
            """
            return [...document.querySelectorAll("a[href], button, input, select, summary")]
              .filter((one) => one.checkVisibility() && !one.disabled)
              .map((one, i) => one.dataset.seen = String(i))
            """);
    assertThat(controls).hasSizeGreaterThan(15);
    List<String> reached = new ArrayList<>();
    for (int i = 0; i < controls.size(); i++) {
      browser.press(Keys.TAB);
      reached.add(browser.script("return document.activeElement.dataset.seen").toString());
      assertThat(
              browser.script(
                  "const it = getComputedStyle(document.activeElement);"
                      + "return it.outlineStyle + ' ' + it.outlineWidth"))
          .as(browser.focused())
          .hasToString("solid 3px");
      assertThat(browser.focused()).as("a name for control " + i).isNotBlank();
    }

    assertThat(reached).isEqualTo(controls);
  }

  @Test
  void movesNothingForThoseWhoAskedForThat() {
    Object moving =
        browser.script(
            """
            document.querySelector("#scopes tbody tr").classList.add("fresh");
            return document.getAnimations().length;
            """);

    assertThat(moving).hasToString("0");
  }

  @Test
  void loadsNothingFromElsewhereAndCannot() {
    List<String> loaded =
        list("return performance.getEntriesByType('resource').map((one) => one.name)");
    assertThat(loaded)
        .hasSizeGreaterThan(5)
        .allMatch(address -> address.startsWith(simulator.adminEndpoint() + "/"));
    Object markup =
        browser.script(
            "try { document.body.innerHTML += '<p>x</p>'; return 'taken' } catch { return 'refused' }");

    assertThat(markup).hasToString("refused");
  }

  /** The elements that stick out of their window to the right. */
  private List<String> overflow() {
    return list(
        """
        const width = document.documentElement.clientWidth;
        const roots = [document.documentElement, ...document.querySelectorAll("dialog[open]")];
        return roots.filter((one) => one.scrollWidth > one.clientWidth).map((one) => one.tagName)
          .concat([...document.querySelectorAll("body *")]
            .filter((one) => one.checkVisibility() && !one.closest(".unseen, thead, svg") && one.getBoundingClientRect().right > width + 1)
            .map((one) => one.outerHTML.slice(0, 200)));
        """);
  }

  private void picture(String of, int width, boolean dark) {
    browser.picture(
        Path.of("target/console/%s-%d-%s.png".formatted(of, width, dark ? "dark" : "light")));
  }

  private List<String> list(String script) {
    return ((List<?>) browser.script(script)).stream().map(String::valueOf).toList();
  }
}
