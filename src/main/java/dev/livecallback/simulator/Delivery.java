package dev.livecallback.simulator;

import java.time.Duration;
import okio.ByteString;

/** The way in which the answer to a request leaves the simulator. */
sealed interface Delivery {

  /** A whole answer. */
  record Send(int status, String contentType, ByteString body, int retryAfterSeconds)
      implements Delivery {}

  /** The head and half of the body of an answer. Then the connection is dropped. */
  record Half(Send answer) implements Delivery {}

  /** No answer: the connection is dropped after a while. */
  record NoAnswer(Duration after) implements Delivery {}
}
