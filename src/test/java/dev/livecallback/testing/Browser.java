package dev.livecallback.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.logging.Level;
import java.util.stream.StreamSupport;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/**
 * A headless Chromium of the machine, driven as a person at a keyboard would, with a profile of its
 * own that goes with it. It is found, never downloaded, and makes no request of its own.
 */
public final class Browser implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int MOST_TABS = 300;

  private final ChromeDriver driver;
  private final Path profile;
  private final Thread atExit;

  private Browser(ChromeDriver driver, Path profile) {
    this.driver = driver;
    this.profile = profile;
    this.atExit = new Thread(driver::quit);
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  /** Starts one; the test has to be marked with {@link Needs}. */
  public static Browser start() {
    Path chromium = Tool.CHROMIUM.path();
    Path chromedriver = Tool.CHROMEDRIVER.path();
    try {
      Path profile = Files.createTempDirectory("browser");
      LoggingPreferences logs = new LoggingPreferences();
      logs.enable(LogType.BROWSER, Level.ALL);
      ChromeOptions options = new ChromeOptions();
      options.setBinary(chromium.toFile());
      options.setCapability(ChromeOptions.LOGGING_PREFS, logs);
      options.addArguments(
          "--headless=new",
          "--no-sandbox",
          "--disable-gpu",
          "--disable-dev-shm-usage",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync",
          "--user-data-dir=" + profile);
      ChromeDriverService service =
          new ChromeDriverService.Builder()
              .usingDriverExecutable(chromedriver.toFile())
              .usingAnyFreePort()
              .build();
      return new Browser(new ChromeDriver(service, options), profile);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Opens a page, in a wide window and light colours. */
  public void open(URI page) {
    view(1200, false);
    driver.get(page.toString());
  }

  /** Leaves the page, so that it asks nobody any more. */
  public void leave() {
    driver.get("about:blank");
  }

  /** Has the window so wide, in dark or light colours, and as little motion as may be. */
  public void view(int width, boolean dark) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", 900, "deviceScaleFactor", 1, "mobile", false));
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of(
            "features",
            List.of(
                Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"),
                Map.of("name", "prefers-reduced-motion", "value", "reduce"))));
  }

  /** What a script returns. */
  public Object script(String text, Object... arguments) {
    return Objects.requireNonNullElse(driver.executeScript(text, arguments), "");
  }

  /** All of a page, as text. */
  public String text() {
    return text("body");
  }

  /** The text of the first element that a CSS selector finds; "" if there is none. */
  public String text(String selector) {
    Object text = script("return document.querySelector(arguments[0])?.innerText ?? ''", selector);
    return text.toString();
  }

  /** Whether an element that a CSS selector finds can be seen. */
  public boolean shows(String selector) {
    return driver.findElements(By.cssSelector(selector)).stream().anyMatch(WebElement::isDisplayed);
  }

  /** Waits until an element's text is like this. */
  public void awaitText(String selector, String part) {
    await(selector + " to say " + part)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(150))
        .untilAsserted(() -> assertThat(text(selector)).contains(part));
  }

  /** Waits until an element's text no longer has this. */
  public void awaitNoText(String selector, String part) {
    await(selector + " to say no more " + part)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(150))
        .untilAsserted(() -> assertThat(text(selector)).doesNotContain(part));
  }

  /** Presses keys, or types a text, wherever the focus is. */
  public void press(CharSequence... keys) {
    driver.switchTo().activeElement().sendKeys(keys);
  }

  /** Types a text in place of the one that is there. */
  public void retype(String text) {
    press(Keys.chord(Keys.CONTROL, "a"), text);
  }

  /**
   * Presses the Tab key until the focus is on what assistive technology calls by a name that has
   * this in it.
   */
  public void tabTo(String name) {
    tab(name, Keys.TAB);
  }

  /** The same backwards, with Shift held. */
  public void tabBackTo(String name) {
    tab(name, Keys.chord(Keys.SHIFT, Keys.TAB));
  }

  private void tab(String name, CharSequence key) {
    for (int i = 0; i < MOST_TABS; i++) {
      if (focused().contains(name)) {
        return;
      }
      press(key);
    }
    throw new AssertionError(name + " isn't reached by the Tab key in:\n" + text());
  }

  /** The accessible name of what has the focus. */
  public String focused() {
    return Objects.requireNonNullElse(driver.switchTo().activeElement().getAccessibleName(), "");
  }

  /** What the browser's log has of errors and warnings since the last time that it was asked. */
  public List<String> complaints() {
    return StreamSupport.stream(driver.manage().logs().get(LogType.BROWSER).spliterator(), false)
        .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
        .map(LogEntry::getMessage)
        .toList();
  }

  /** What axe finds wrong with the page for people with disabilities, by the rules of WCAG 2.2. */
  public List<String> barriers() {
    try (InputStream axe = Browser.class.getResourceAsStream("/axe.min.js")) {
      driver.executeScript(
          new String(Objects.requireNonNull(axe).readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Object found =
        driver.executeAsyncScript(
            """
            const done = arguments[0];
            axe.run().then(
              (result) => done(result.violations.flatMap((rule) =>
                rule.nodes.map((node) => `${rule.id}: ${node.failureSummary} in ${node.html}`))
                .concat(result.passes.length > 10 ? [] : ["axe looked at next to nothing"])),
              (error) => done([String(error)]));
            """);
    return ((List<?>) Objects.requireNonNull(found)).stream().map(String::valueOf).toList();
  }

  /** A picture of the window, for the person who looks for what went wrong. */
  public void picture(Path file) {
    try {
      Files.createDirectories(Objects.requireNonNull(file.getParent()));
      Files.write(file, driver.getScreenshotAs(OutputType.BYTES));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    Runtime.getRuntime().removeShutdownHook(atExit);
    driver.quit();
    try (var files = Files.walk(profile)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException | UncheckedIOException e) {
      // A file of the profile that goes while we look; the system's own cleaning gets the rest.
    }
  }
}
