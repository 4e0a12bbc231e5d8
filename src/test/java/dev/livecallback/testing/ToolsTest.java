package dev.livecallback.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

class ToolsTest {
  @Test
  void findsAProgramByAnyOfItsNames() {
    Path sh = Tools.need("no shell", "no-program-is-called-so", "sh");

    assertThat(sh).isAbsolute().isExecutable().hasFileName("sh");
    assertThat(Tools.need("no shell", sh.toString())).isEqualTo(sh);
  }

  @Test
  void skipsATestWithoutItOrFailsWhereNothingMayBeMissing() {
    boolean everything = "1".equals(System.getenv(Tools.EVERYTHING));

    assertThatThrownBy(() -> Tools.need("Install it.", "no-program-is-called-so", "/no/such/file"))
        .isInstanceOf(everything ? AssertionError.class : TestAbortedException.class)
        .hasMessageContaining("Install it.");
  }
}
