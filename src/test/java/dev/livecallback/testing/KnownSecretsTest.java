package dev.livecallback.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/** That the search for secrets finds them. */
class KnownSecretsTest {
  @Test
  void findsAValueInTheMiddleOfAText() {
    KnownSecrets.add(" a-value-of-this-test\n");

    assertThat(KnownSecrets.count()).isPositive();
    assertThatThrownBy(
            () ->
                KnownSecrets.assertNoneIn(
                    "a log", List.of("x", "{\"k\":\"a-value-of-this-test\"}")))
        .hasMessageContaining("secrets in a log");
    KnownSecrets.assertNoneIn("a log", List.of("a-value-of-another-test"));
  }
}
