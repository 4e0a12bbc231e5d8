package dev.livecallback.shadow;

/** The milliseconds that pass between one step and the next; zero by default. */
public interface Pauses {
  /** The pauses in which no time passes. */
  Pauses NONE = new Pauses() {};

  /** Returns the time until the cache has a change of an object ({@code namespace/name}). */
  default long untilObjectCached(String object) {
    return 0;
  }

  /** Returns the time until the cache has a change of a Secret ({@code namespace/name}). */
  default long untilSecretCached(String secret) {
    return 0;
  }

  /** Returns the time from an event to the object's turn. */
  default long beforeTurn() {
    return 0;
  }

  /** Returns the time that a request takes that adds or removes a finalizer. */
  default long ofFinalizer() {
    return 0;
  }

  /** Returns the time from a change of a queue until the queue is asked for calls to send. */
  default long beforeDispatch() {
    return 0;
  }

  /** Returns the time from the choice of a call until it is signed and sent. */
  default long beforeSend() {
    return 0;
  }

  /**
   * Returns the time from the moment that an answer is told until its queue learns that the call
   * has ended.
   */
  default long beforeEnded() {
    return 0;
  }
}
