package dev.livecallback.account;

import dev.livecallback.volcengine.SecretText;
import java.nio.file.Path;

/** Where a web identity's token is: the kubelet replaces the file before the token expires. */
@FunctionalInterface
public interface TokenFile {
  /** The environment variable that names the file. */
  String VARIABLE = "VOLCENGINE_OIDC_TOKEN_FILE";

  /** What came of reading it. */
  sealed interface Token {
    /** The token, which has no white space. */
    record Present(SecretText token) implements Token {}

    /**
     * There is none.
     *
     * @param sentence for people: which file, what is wrong with it and what to do
     */
    record Unusable(String sentence) implements Token {}
  }

  /** Reads it anew. */
  Token read();

  /** The file with this path, which {@link #VARIABLE} names; empty = none is named. */
  static TokenFile of(String path) {
    return path.isEmpty() ? MountedToken::unknown : at(Path.of(path));
  }

  /** That file. */
  static TokenFile at(Path path) {
    return new MountedToken(path);
  }
}
