package dev.livecallback.engine.objects;

/**
 * A failed lookup of a Secret, because the API server can't tell now. It says nothing about the
 * Secret.
 */
public final class SecretUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /**
   * @param message the Secret and the reason, without the content of the Secret
   */
  public SecretUnavailableException(String message) {
    super(message);
  }
}
