package dev.livecallback.account;

import dev.livecallback.volcengine.SecretText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A token in a file that was mounted into the pod. */
record MountedToken(Path path) implements TokenFile {
  private static final int LARGEST = 16 << 10;
  private static final String ADVICE =
      ": set "
          + VARIABLE
          + " to where a projected service account token with the audience sts.volcengine.com is"
          + " mounted.";

  /** Returns the answer for the case that no file is named. */
  static Token unknown() {
    return new Token.Unusable("No file with a web identity's token is named" + ADVICE);
  }

  @Override
  public Token read() {
    try (InputStream in = Files.newInputStream(path)) {
      return judged(in.readNBytes(LARGEST + 1));
    } catch (NoSuchFileException e) {
      return new Token.Unusable("There is no token file " + path + ADVICE);
    } catch (IOException e) {
      return unusable("can't be read (" + e.getClass().getSimpleName() + ")");
    }
  }

  private Token judged(byte[] bytes) {
    if (bytes.length > LARGEST) {
      return unusable("is larger than 16 KiB, which no token is");
    }
    String text = new String(bytes, StandardCharsets.UTF_8).strip();
    if (text.isEmpty()) {
      return unusable("is empty");
    }
    return text.chars().allMatch(c -> c > ' ' && c < 0x7f)
        ? new Token.Present(new SecretText(text))
        : unusable("holds something else than one token");
  }

  private Token unusable(String what) {
    return new Token.Unusable("The token file " + path + " " + what + ADVICE);
  }
}
