package dev.livecallback.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.testing.Slow;
import dev.livecallback.volcengine.CallbackDetail;
import dev.livecallback.volcengine.CallbackKey;
import dev.livecallback.volcengine.MessageType;
import dev.livecallback.volcengine.Scope;
import dev.livecallback.volcengine.SecretText;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** Records at the console page, edited by keyboard. */
@DisplayName("The console page")
@Slow
class ConsoleRecordsIT extends ConsolePage {
  @Test
  void showsRecordsByScopeAndNoKey() {
    assertThat(browser.text("#records"))
        .contains("vhost/plain.example.com", "account " + ACCOUNT, URL, "sports");
    assertThat(browser.script("return document.documentElement.outerHTML").toString())
        .doesNotContain("fake-console-key");
    assertThat(browser.text("#accounts"))
        .contains(ACCOUNT, "Key " + SimulatorConfig.DEMO_ACCESS_KEY_ID + " of root", "any vhost");
  }

  @Test
  void editsAUrlAndLeavesTheKeyThatIsThere() {
    browser.tabTo("Edit push of app sports, vhost/signed.example.com");
    browser.press(Keys.ENTER);
    assertThat(browser.focused()).isEqualTo("Callback URLs");
    browser.retype("https://a.example.com/1\nhttps://b.example.com/2");
    browser.tabTo("Save");
    browser.press(Keys.SPACE);

    browser.awaitText("#said", "Saved: push of app sports, vhost/signed.example.com.");
    browser.awaitText("#scopes", "https://b.example.com/2");
    RecordContent settings = simulator.store().get(SIGNED).orElseThrow().settings();
    assertThat(settings.details())
        .extracting(CallbackDetail::url)
        .containsExactly("https://a.example.com/1", "https://b.example.com/2");
    assertThat(settings.authEnable()).isTrue();
    assertThat(settings.authKeyPrimary().reveal()).isEqualTo("fake-console-key");
    assertThat(browser.shows("dialog")).isFalse();
    assertThat(browser.focused())
        .as("the focus is back where it was")
        .isEqualTo("Edit push of app sports, vhost/signed.example.com");
  }

  @Test
  void setsFlagsAndANewKey() {
    browser.tabTo("Edit push of vhost/plain.example.com");
    browser.press(Keys.ENTER);
    browser.tabTo("Also for transcoded streams");
    browser.press(Keys.SPACE);
    browser.tabTo("Sign callbacks");
    browser.press(Keys.SPACE);
    browser.tabTo("New key");
    browser.press("fake-new-key", Keys.ENTER);

    browser.awaitText("#said", "Saved");
    assertThat(simulator.store().get(PLAIN).orElseThrow().settings())
        .isEqualTo(
            new RecordContent(
                List.of(CallbackDetail.http(URL)), 1, true, new SecretText("fake-new-key")));
    browser.awaitText("#scopes", "transcoded too");
  }

  @Test
  void addsARecordAndDeletesOne() {
    browser.tabTo("Add a record");
    browser.press(Keys.ENTER);
    browser.tabTo("Kind");
    browser.press("d");
    browser.tabTo("Name");
    browser.press("stream.example.net");
    browser.tabTo("Message type");
    browser.press("rec");
    browser.tabTo("Callback URLs");
    browser.press("https://new.example.com/");
    browser.tabTo("Save");
    browser.press(Keys.ENTER);
    browser.awaitText("#scopes", "domain/stream.example.net");
    CallbackKey added =
        new CallbackKey(ACCOUNT, Scope.domain("stream.example.net"), null, MessageType.RECORD);
    assertThat(simulator.store().get(added)).isPresent();

    browser.tabTo("Delete record of domain/stream.example.net");
    browser.press(Keys.ENTER);
    assertThat(browser.text("#delete-key"))
        .contains("record of domain/stream.example.net", ACCOUNT);
    browser.press(Keys.ESCAPE);
    assertThat(browser.focused()).isEqualTo("Delete record of domain/stream.example.net");
    assertThat(simulator.store().get(added)).isPresent();
    browser.press(Keys.ENTER);
    browser.tabTo("Delete");
    browser.press(Keys.ENTER);

    browser.awaitText("#said", "Deleted: record of domain/stream.example.net.");
    assertThat(browser.text("#scopes")).doesNotContain("stream.example.net");
    assertThat(simulator.store().get(added)).isEmpty();
    assertThat(browser.focused()).as("the button is gone").isEqualTo("Records");
  }

  @Test
  @Tag(COMPLAINS)
  void saysWhatIsWrongWhereItWasTypedAndKeepsWhatWasTyped() {
    browser.tabTo("Edit push of vhost/plain.example.com");
    browser.press(Keys.ENTER);
    browser.retype("ftp://example.com");
    browser.tabTo("Save");
    browser.press(Keys.ENTER);

    browser.awaitText("#record-dialog .error", "must begin with http:// or https://.");
    assertThat(value("textarea")).isEqualTo("ftp://example.com");
    assertThat(simulator.store().get(PLAIN).orElseThrow().settings())
        .isEqualTo(RecordContent.url(URL));

    simulator.store().remove(PLAIN);
    browser.tabTo("Callback URLs");
    browser.retype(URL);
    browser.tabTo("Save");
    browser.press(Keys.ENTER);
    browser.awaitText("#record-dialog .error", "There is no such record");
  }

  @Test
  void goesOnReadingWithoutTakingTheFocusOrWhatIsBeingTyped() {
    browser.tabTo("Edit push of vhost/plain.example.com");
    simulator.store().put(key("before.example.com", null), RecordContent.url(URL));
    browser.awaitText("#scopes", "before.example.com");
    assertThat(browser.focused()).isEqualTo("Edit push of vhost/plain.example.com");
    simulator.store().remove(key("before.example.com", null));
    browser.awaitNoText("#scopes", "before.example.com");
    assertThat(browser.focused()).isEqualTo("Edit push of vhost/plain.example.com");

    browser.press(Keys.ENTER);
    browser.retype("https://half.exa");
    simulator.store().put(PLAIN, RecordContent.url("https://meanwhile.example.com"));
    browser.awaitText("#scopes", "https://meanwhile.example.com");
    assertThat(browser.focused()).isEqualTo("Callback URLs");
    assertThat(value("textarea")).isEqualTo("https://half.exa");
    browser.press("mple.com");
    assertThat(value("textarea")).isEqualTo("https://half.example.com");
  }
}
