package dev.livecallback.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccountNameTest {

  @Test
  void isReadAsItIsWritten() {
    assertThat(AccountName.parse("team/own")).isEqualTo(new AccountName("team", "own"));
    assertThat(new AccountName("team", "own")).hasToString("team/own");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "own", "/own", "team/", "/"})
  void isNothingElse(String text) {
    assertThatThrownBy(() -> AccountName.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("namespace/name");
  }
}
