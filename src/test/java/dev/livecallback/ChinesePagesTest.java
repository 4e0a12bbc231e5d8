package dev.livecallback;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.api.AccountReason;
import dev.livecallback.api.Reason;
import dev.livecallback.deploy.Pages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Their commands are those of the originals, which other tests run. */
@DisplayName("The Chinese pages")
class ChinesePagesTest {
  private static final String FOLDER = "docs/zh-CN";

  /** The originals, by page. */
  private static final Map<String, String> ORIGINALS =
      Map.of(
          "README.zh-CN.md", "README.md",
          "docs/zh-CN/install.md", "docs/install.md",
          "docs/zh-CN/quickstart.md", "docs/quickstart.md",
          "docs/zh-CN/reasons.md", "docs/reasons.md");

  private static final Set<String> REASONS =
      Stream.concat(
              Stream.of(Reason.values()).map(Reason::word),
              Stream.of(AccountReason.values()).map(AccountReason::word))
          .collect(Collectors.toUnmodifiableSet());

  private static final String PAGE =
      """
      # A page
      Some words.

      ## First
      Run `kubectl get lcb`:
      ```sh
      # look
      kubectl apply -f a.yaml   # and go on
      echo 'a # b'
      ```

      ### InSync
      | `setting` | what it is |

      ## Last
      1. A step:
         ```sh
         kubectl delete -f a.yaml
         ```
      """;

  @ParameterizedTest(name = "have what the original has, and no more: {0}")
  @MethodSource("pages")
  void compare(String page) {
    String original = originalOf(page);

    assertThat(new Translation(Pages.text(original), Pages.text(page), REASONS).differences())
        .as("%s and its translation %s", original, page)
        .isEmpty();
  }

  @ParameterizedTest(name = "lead to the original, and it to them: {0}")
  @MethodSource("pages")
  void links(String page) {
    Path original = Path.of(originalOf(page));

    assertThat(top(page)).contains("](" + relative(Path.of(page), original) + ")");
    assertThat(top(original.toString())).contains("](" + relative(original, Path.of(page)) + ")");
  }

  @Test
  void areAllCompared() throws IOException {
    try (Stream<Path> files = Files.list(Path.of(FOLDER))) {
      assertThat(files.map(Path::toString)).isSubsetOf(pages());
    }
  }

  @Test
  void mayHaveOtherWordsAndComments() {
    assertThat(differences(PAGE)).isEmpty();
    assertThat(
            differences(
                PAGE.replace("# A page\nSome words.", "# 一页\n`别的`")
                    .replace("## First\nRun", "## 第一\n执行")
                    .replace("# look", "# 查看")
                    .replace("# and go on", "# 然后继续")))
        .isEmpty();
  }

  @ParameterizedTest(name = "are found out: {1} in place of {0}")
  @CsvSource({
    "'## Last', '', 'they part at the heading ### InSync, translated ### InSync'",
    "'## First', '', 'they part at the heading # A page, translated # A page'",
    "'## Last', '### Last', 'they part at the heading ## Last, translated ### Last'",
    "'## Last', '## Last\n## More', 'they part at the heading ## Last, translated ## Last'",
    "'## Last', '## Conflict', 'they part at the heading ## Last, translated ## Conflict'",
    "'### InSync', '### 一致', 'they part at the heading ### InSync, translated ### 一致'",
    "'', '\n## More', 'the original lacks the heading ## More'",
    "kubectl delete, kubectl get, the translation lacks the code block below ## Last: kubectl delete -f a.yaml",
    "kubectl delete, kubectl get, the original lacks the code block below ## Last: kubectl get -f a.yaml",
    "'a # b', 'a # c', 'the translation lacks the code block below ## First: kubectl apply -f a.yaml'",
    "`setting`, setting, the translation lacks a name below ### InSync: setting",
    "Run `kubectl, Run `x` `kubectl, the original lacks a name below ## First: x"
  })
  void differ(String original, String translated, String difference) {
    String page = original.isEmpty() ? PAGE + translated : PAGE.replace(original, translated);

    assertThat(differences(page)).anyMatch(each -> each.startsWith(difference));
  }

  @Test
  void mayNotRepeatOrSwapCommands() {
    String twice = "```sh\na\n```\n```sh\nb\n```\n```sh\na\n```\n";

    assertThat(new Translation(twice, "```sh\na\n```\n```sh\nb\n```\n", REASONS).differences())
        .singleElement()
        .asString()
        .contains("in another order, or not as many");
  }

  static Set<String> pages() {
    return ORIGINALS.keySet();
  }

  private static String originalOf(String page) {
    return Objects.requireNonNull(ORIGINALS.get(page));
  }

  private static List<String> differences(String translated) {
    return new Translation(PAGE, translated, REASONS).differences();
  }

  /** The first lines. */
  private static String top(String page) {
    return Pages.text(page).lines().limit(5).collect(Collectors.joining("\n"));
  }

  private static String relative(Path from, Path to) {
    Path folder = from.toAbsolutePath().getParent();
    return Objects.requireNonNull(folder).relativize(to.toAbsolutePath()).toString();
  }
}
