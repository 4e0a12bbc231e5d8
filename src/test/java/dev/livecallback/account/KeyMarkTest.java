package dev.livecallback.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.volcengine.Credentials;
import dev.livecallback.volcengine.SecretText;
import java.net.URI;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is kept of verified keys knows them again, and tells nothing. */
class KeyMarkTest {
  private static final URI STS = URI.create("https://sts.example.com");
  private static final String ID = "2100000001";
  private static final Credentials KEYS = keys("AKLTanAccessKeyId", "aSecretAccessKey", "aToken");

  private final Random random = new Random(1);

  private static Credentials keys(String id, String secret, String token) {
    return new Credentials(
        id, new SecretText(secret), token.isEmpty() ? null : new SecretText(token));
  }

  @Test
  void knowsTheSameKeysAgainAfterItWasWrittenAndRead() {
    KeyMark mark = new KeyMark(KeyMark.of(KEYS, STS, ID, random).text());

    assertThat(mark.isOf(keys("AKLTanAccessKeyId", "aSecretAccessKey", "aToken"), STS, ID))
        .isTrue();
  }

  static Stream<Credentials> others() {
    return Stream.of(
        keys("AKLTanotherAccessKeyId", "aSecretAccessKey", "aToken"),
        keys("AKLTanAccessKeyId", "anotherSecretAccessKey", "aToken"),
        keys("AKLTanAccessKeyId", "aSecretAccessKey", "anotherToken"),
        keys("AKLTanAccessKeyId", "aSecretAccessKey", ""));
  }

  @ParameterizedTest
  @MethodSource("others")
  void isOfNoOtherKeys(Credentials other) {
    assertThat(KeyMark.of(KEYS, STS, ID, random).isOf(other, STS, ID)).isFalse();
  }

  @Test
  void isOfWhatWasVerifiedThereAndSo() {
    KeyMark mark = KeyMark.of(KEYS, STS, ID, random);

    assertThat(mark.isOf(KEYS, STS, "2100000002")).isFalse();
    assertThat(mark.isOf(KEYS, URI.create("https://other.example.com"), ID)).isFalse();
  }

  /** Nobody sees by two marks whether two accounts have one key, or an account its former one. */
  @Test
  void hasNothingInCommonWithAnotherOfTheSameKeys() {
    KeyMark one = KeyMark.of(KEYS, STS, ID, random);
    KeyMark other = KeyMark.of(KEYS, STS, ID, random);

    assertThat(one.text()).startsWith(ID + ".").hasSize(ID.length() + 46);
    assertThat(other.text()).startsWith(ID + ".");
    assertThat(one.text().substring(ID.length() + 1).split("\\."))
        .doesNotContain(other.text().substring(ID.length() + 1).split("\\."));
    assertThat(one.text()).doesNotContain("aSecret", "AKLT", "aToken");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "a",
        "a.b",
        "%%.%%",
        "AAAA.",
        ".AAAA",
        "a.b.c",
        "2100000001..",
        "2100000001.%%.%%",
        "2100000001.AAAA.AAAA.AAAA"
      })
  void whatSomebodyElseWroteIsOfNoKeys(String text) {
    assertThat(new KeyMark(text).isOf(KEYS, STS, ID)).isFalse();
  }
}
