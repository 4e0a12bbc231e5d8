package dev.livecallback.account;

import dev.livecallback.volcengine.SecretText;
import java.nio.file.Path;

/**
 * The file with the token of a web identity. The kubelet replaces the file before the token
 * expires.
 */
@FunctionalInterface
public interface TokenFile {
  /** The environment variable that names the file. */
  String VARIABLE = "VOLCENGINE_OIDC_TOKEN_FILE";

  /** The result of reading the file. */
  sealed interface Token {
    /** The token, which has no white space. */
    record Present(SecretText token) implements Token {}

    /**
     * There is no usable token.
     *
     * @param sentence a sentence for people: which file, what is wrong with it and what to do
     */
    record Unusable(String sentence) implements Token {}
  }

  /** Reads the file anew. */
  Token read();

  /** Returns the file with this path, which {@link #VARIABLE} names; empty = no file is named. */
  static TokenFile of(String path) {
    return path.isEmpty() ? MountedToken::unknown : at(Path.of(path));
  }

  /** Returns the file with this path. */
  static TokenFile at(Path path) {
    return new MountedToken(path);
  }
}
