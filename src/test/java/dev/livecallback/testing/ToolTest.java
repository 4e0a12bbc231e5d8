package dev.livecallback.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class ToolTest {
  @Test
  void isThereWithAPathOrMissingWithASentence() {
    for (Tool tool : new Tool[] {Tool.LUA_5_1, Tool.CHROMIUM, Tool.GO, Tool.CURL}) {
      if (tool.missing().isEmpty()) {
        assertThat(tool.path()).isAbsolute().isExecutable();
      } else {
        assertThat(tool.missing().get()).contains("isn't on the PATH: install ").endsWith(".");
        assertThatThrownBy(tool::path).hasMessageContaining("without @Needs");
      }
    }
  }

  @Test
  void skipsATestWithoutItOrFailsWhereNothingMayBeMissing() {
    Optional<String> missing = Optional.of("Install it.");

    assertThat(NeedsExtension.judge(Optional.empty(), true).isDisabled()).isFalse();
    assertThat(NeedsExtension.judge(missing, false).getReason()).contains("Install it.");
    assertThat(NeedsExtension.judge(missing, false).isDisabled()).isTrue();
    assertThatThrownBy(() -> NeedsExtension.judge(missing, true))
        .isInstanceOf(AssertionError.class)
        .hasMessage("Install it.");
  }
}
