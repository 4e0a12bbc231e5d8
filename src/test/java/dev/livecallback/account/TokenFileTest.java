package dev.livecallback.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.account.TokenFile.Token;
import dev.livecallback.volcengine.SecretText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenFileTest {
  private static final String ADVICE =
      ": set VOLCENGINE_OIDC_TOKEN_FILE to where a projected service account token with the"
          + " audience sts.volcengine.com is mounted.";

  @TempDir Path folder;
  private Path file = Path.of("");

  @BeforeEach
  void name() {
    file = folder.resolve("token");
  }

  private Token read() {
    return TokenFile.of(file.toString()).read();
  }

  @Test
  void readsTheFileAnewAndDropsItsLineBreak() throws IOException {
    TokenFile token = TokenFile.at(file);
    Files.writeString(file, "fake.token.1\n");
    assertThat(token.read()).isEqualTo(new Token.Present(new SecretText("fake.token.1")));

    Files.writeString(file, "fake.token.2");
    assertThat(token.read()).isEqualTo(new Token.Present(new SecretText("fake.token.2")));
    assertThat(token.read().toString()).doesNotContain("fake.token");
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource({
    "'', is empty",
    "' ', is empty",
    "two tokens, holds something else than one token",
    "tökën, holds something else than one token"
  })
  void refusesWhatIsNoToken(String content, String what) throws IOException {
    Files.writeString(file, content);

    assertThat(read())
        .isEqualTo(new Token.Unusable("The token file " + file + " " + what + ADVICE));
  }

  @Test
  void refusesWhatIsTooLarge() throws IOException {
    Files.writeString(file, "x".repeat(16_384));
    assertThat(read()).isInstanceOf(Token.Present.class);

    Files.writeString(file, "x".repeat(16_385));
    assertThat(read())
        .isEqualTo(
            new Token.Unusable(
                "The token file " + file + " is larger than 16 KiB, which no token is" + ADVICE));
  }

  @Test
  void saysThatThereIsNoFile() {
    assertThat(read()).isEqualTo(new Token.Unusable("There is no token file " + file + ADVICE));
  }

  @Test
  void saysThatItCannotBeRead() throws IOException {
    Files.createDirectory(file);

    assertThat(read())
        .isEqualTo(
            new Token.Unusable("The token file " + file + " can't be read (IOException)" + ADVICE));
  }

  @Test
  void saysThatNoFileIsNamed() {
    assertThat(TokenFile.of("").read())
        .isEqualTo(new Token.Unusable("No file with a web identity's token is named" + ADVICE));
  }
}
