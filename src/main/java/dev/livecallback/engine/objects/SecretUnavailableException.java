package dev.livecallback.engine.objects;

/** A Secret can't be had for want of the API server, which says nothing of the Secret. */
public final class SecretUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /**
   * @param message which Secret and why, without what it holds
   */
  public SecretUnavailableException(String message) {
    super(message);
  }
}
