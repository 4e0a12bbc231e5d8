package dev.livecallback.shadow;

/** How many milliseconds pass between one thing and the next; none by itself. */
public interface Pauses {
  /** No time passes. */
  Pauses NONE = new Pauses() {};

  /** Until the cache has a change of an object ({@code namespace/name}). */
  default long untilObjectCached(String object) {
    return 0;
  }

  /** Until the cache has a change of a Secret ({@code namespace/name}). */
  default long untilSecretCached(String secret) {
    return 0;
  }

  /** From an event to the object's turn. */
  default long beforeTurn() {
    return 0;
  }

  /** For a request that adds or removes a finalizer. */
  default long ofFinalizer() {
    return 0;
  }

  /** From a change of a queue until it is asked what is to be sent. */
  default long beforeDispatch() {
    return 0;
  }

  /** From the moment at which a call is chosen until it is signed and sent. */
  default long beforeSend() {
    return 0;
  }

  /** From an answer that is told until its queue learns that the call has ended. */
  default long beforeEnded() {
    return 0;
  }
}
