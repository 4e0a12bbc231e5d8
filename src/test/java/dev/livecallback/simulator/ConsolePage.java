package dev.livecallback.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.testing.Browser;
import dev.livecallback.testing.Needs;
import dev.livecallback.testing.Tool;
import dev.livecallback.volcengine.CallbackDetail;
import dev.livecallback.volcengine.CallbackKey;
import dev.livecallback.volcengine.MessageType;
import dev.livecallback.volcengine.Scope;
import dev.livecallback.volcengine.SecretText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/**
 * The console page in a real browser, with two records; whatever the browser complains of fails a
 * test, unless it is tagged with {@link #COMPLAINS}.
 */
@Needs({Tool.CHROMIUM, Tool.CHROMEDRIVER})
@TestInstance(Lifecycle.PER_CLASS)
abstract class ConsolePage {
  static final String COMPLAINS = "complains";
  static final String ACCOUNT = SimulatorConfig.DEMO_ACCOUNT;
  static final String URL = "https://hooks.example.com/live";
  static final CallbackKey PLAIN = key("plain.example.com", null);
  static final CallbackKey SIGNED = key("signed.example.com", "sports");

  Browser browser;
  SimulatorServer simulator;
  OwnClient cloud;

  static CallbackKey key(String vhost, @Nullable String app) {
    return new CallbackKey(ACCOUNT, Scope.vhost(vhost), app, MessageType.PUSH);
  }

  @BeforeAll
  void startsABrowser() {
    browser = Browser.start();
  }

  @AfterAll
  void endsIt() {
    if (browser != null) {
      browser.close();
    }
  }

  @BeforeEach
  void opens() throws IOException {
    simulator = SimulatorServer.start(SimulatorConfig.local());
    cloud =
        new OwnClient(
            simulator.endpoint(),
            SimulatorConfig.DEMO_ACCESS_KEY_ID,
            SimulatorConfig.DEMO_SECRET_ACCESS_KEY);
    simulator.store().put(PLAIN, RecordContent.url(URL));
    simulator
        .store()
        .put(
            SIGNED,
            new RecordContent(
                List.of(CallbackDetail.http(URL + "/signed")),
                0,
                true,
                new SecretText("fake-console-key")));
    browser.open(simulator.adminEndpoint());
    browser.awaitText("#scopes", "vhost/signed.example.com");
  }

  @AfterEach
  void ends(TestInfo test) {
    browser.picture(
        Path.of(
            "target/console/"
                + test.getDisplayName().replace("()", "").replace(' ', '-')
                + ".png"));
    List<String> complaints = browser.complaints();
    browser.leave();
    simulator.close();
    if (!test.getTags().contains(COMPLAINS)) {
      assertThat(complaints).isEmpty();
    }
  }

  List<String> list(String script) {
    return ((List<?>) browser.script(script)).stream().map(String::valueOf).toList();
  }

  String value(String selector) {
    return browser.script("return document.querySelector('" + selector + "').value").toString();
  }
}
