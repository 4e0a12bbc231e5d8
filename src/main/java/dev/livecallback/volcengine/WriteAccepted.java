package dev.livecallback.volcengine;

/** The success value of a write: UpdateCallback and DeleteCallback answer with metadata only. */
public enum WriteAccepted {
  DONE
}
