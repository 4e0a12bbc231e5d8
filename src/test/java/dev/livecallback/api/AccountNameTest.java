package dev.livecallback.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccountNameTest {

  @Test
  void isReadAsItIsWritten() {
    assertThat(AccountName.parse("team/own")).isEqualTo(new AccountName("team", "own"));
    assertThat(new AccountName("team", "own")).hasToString("team/own");
    assertThat(AccountName.parse("team/own").namespace()).isEqualTo("team");
    assertThat(AccountName.parse("team/own").name()).isEqualTo("own");
  }

  @Test
  void isOrderedAsItsTextIs() {
    List<String> texts = List.of("b/a", "a/b", "a-b/a", "a/a", "", "ab/a", "a");

    assertThat(texts.stream().map(AccountName::new).sorted().map(AccountName::toString))
        .isEqualTo(texts.stream().sorted().toList());
  }

  @ParameterizedTest(name = "\"{0}\" is \"{1}\" in the namespace \"{2}\"")
  @CsvSource({
    "'', '', ''",
    "own, own, ''",
    "/own, own, ''",
    "team/, '', team",
    "/, '', ''",
    "a/b/c, b/c, a",
    "' / ', ' ', ' '"
  })
  void ofAStatusIsAnyText(String text, String name, String namespace) {
    AccountName odd = new AccountName(text);

    assertThat(odd).hasToString(text).isEqualTo(new AccountName(text));
    assertThat(odd.name()).isEqualTo(name);
    assertThat(odd.namespace()).isEqualTo(namespace);
  }

  @Test
  void isTheSameHoweverItsTextIsJoined() {
    assertThat(new AccountName("a/b", "c"))
        .isEqualTo(new AccountName("a", "b/c"))
        .hasSameHashCodeAs(new AccountName("a/b/c"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "own", "/own", "team/", "/"})
  void isNothingElse(String text) {
    assertThatThrownBy(() -> AccountName.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("namespace/name");
  }
}
