package dev.livecallback.volcengine;

/**
 * Sees what comes of each call before anything is made of it. Called once a call, by the thread
 * that makes it; it must not throw.
 */
public interface AnswerObserver {
  /** There was an answer. */
  void answered(RawAnswer answer);

  /** There was none. */
  void unanswered(String action, ConnectionFault fault);
}
