package dev.livecallback.flow;

import static dev.livecallback.flow.Callbacks.URL;
import static dev.livecallback.flow.Callbacks.spec;
import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.api.DriftedField;
import dev.livecallback.api.LastDrift;
import dev.livecallback.api.LiveCallback;
import dev.livecallback.api.Reason;
import dev.livecallback.testing.Browser;
import dev.livecallback.testing.Needs;
import dev.livecallback.testing.Tool;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/**
 * A person at the simulator's console page, in a real browser, and the operator behind their back.
 */
@Needs({Tool.CHROMIUM, Tool.CHROMEDRIVER})
@Flow(sync = "1s")
@DisplayName("What is changed at the console page")
class ConsoleIT {
  private static final String OTHER_URL = "https://edited.example.com/at-the-console";

  private final Browser browser = Browser.start();
  private final Scene scene;
  private final Callbacks callbacks;

  ConsoleIT(Scene scene) {
    this.scene = scene;
    callbacks = scene.callbacks();
  }

  @AfterAll
  void ends() {
    browser.close();
  }

  @BeforeEach
  void opens() {
    browser.open(scene.simulator().adminEndpoint());
  }

  @Test
  void isPutBackBeforeTheirEyes() {
    scene.adopt("edited", "vhost/edited.example.com", "sports", URL, "");
    String row = "#scopes tr[data-key$='vhost/edited.example.com sports push']";
    browser.awaitText(row, URL);
    String noPuts = scene.holdPuts("vhost/edited.example.com");

    browser.tabTo("Edit push of app sports, vhost/edited.example.com");
    browser.press(Keys.ENTER);
    browser.retype(OTHER_URL);
    browser.tabTo("Save");
    browser.press(Keys.ENTER);
    browser.awaitText(row, OTHER_URL);
    browser.tabTo("About");
    browser.press("edited.example.com");
    browser.awaitText("#call-rows", "429 FlowLimitExceeded");
    assertThat(browser.text(row)).contains(OTHER_URL);
    assertThat(browser.text("#fault-list")).contains("throttle", "vhost/edited.example.com");

    browser.tabTo("Switch off throttle, " + noPuts);
    browser.press(Keys.ENTER);
    browser.awaitText(row, URL);
    browser.awaitNoText(row, OTHER_URL);
    assertThat(scene.calls("vhost/edited.example.com"))
        .contains("UpdateCallback FlowLimitExceeded", "UpdateCallback");
    browser.tabBackTo("Action");
    browser.press("Upd");
    browser.awaitNoText("#call-rows", "DescribeCallback");
    browser.awaitText("#call-rows tr:first-child", "UpdateCallback");
    browser.awaitText("#call-rows tr:first-child", "200");
    LiveCallback repaired = callbacks.awaitReadyFor("edited", Reason.IN_SYNC);
    LastDrift told = Objects.requireNonNull(repaired.statusOrEmpty().lastDrift());
    assertThat(told.fields()).containsExactly("callbackDetailList");
    assertThat(told.correctedAt()).isNotNull();
    assertThat(repaired.statusOrEmpty().drift()).isEqualTo(List.<DriftedField>of());
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void isWrittenAgainAfterItWasDeletedThere() {
    scene.adopt("deleted", "vhost/deleted.example.com", "", URL, "");
    browser.awaitText("#scopes", "vhost/deleted.example.com");

    browser.tabTo("Delete push of vhost/deleted.example.com");
    browser.press(Keys.ENTER);
    browser.tabTo("Delete");
    browser.press(Keys.ENTER);

    browser.awaitText("#said", "Deleted: push of vhost/deleted.example.com.");
    browser.awaitText("#call-rows", "vhost/deleted.example.com");
    callbacks.awaitObject(
        "deleted",
        object -> {
          LastDrift told = object.statusOrEmpty().lastDrift();
          assertThat(told).isNotNull();
          assertThat(Objects.requireNonNull(told).fields()).containsExactly("record");
          assertThat(told.correctedAt()).isNotNull();
        });
    browser.awaitText("#scopes", "vhost/deleted.example.com");
    assertThat(scene.console().list("vhost/deleted.example.com")).containsExactly("push " + URL);
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void goesWrongForTheOperatorAsLongAsAFaultIsSwitchedOnThere() {
    browser.tabTo("Switch on a fault");
    browser.press(Keys.ENTER);
    browser.press("throttle");
    browser.tabTo("Scope");
    browser.press("vhost/faulty.example.com", Keys.ENTER);
    browser.awaitText("#fault-list", "vhost/faulty.example.com");

    callbacks.create("faulty", spec("vhost/faulty.example.com", "", "push", URL));
    callbacks.awaitReason("faulty", Reason.THROTTLED);
    browser.tabTo("Switch off throttle");
    browser.press(Keys.ENTER);
    callbacks.awaitReady("faulty");
    browser.awaitText("#scopes", "vhost/faulty.example.com");
    browser.awaitText("#charts", "UpdateCallback account");
    assertThat(browser.complaints()).isEmpty();
  }
}
