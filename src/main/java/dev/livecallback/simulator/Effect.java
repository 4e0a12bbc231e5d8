package dev.livecallback.simulator;

import java.time.Duration;

/** The effect of a fault on a call. */
public sealed interface Effect {

  /** Answers this error; nothing is done. */
  record Fail(ApiError error) implements Effect {}

  /**
   * Answers {@code CommonErr} with HTTP 200; nothing is done.
   *
   * @param withCodeN whether the error has a {@code CodeN}
   */
  record CommonErr(boolean withCodeN) implements Effect {}

  /**
   * Answers this HTTP status; nothing is done.
   *
   * @param status 500, 502, 503 or 504
   * @param json an error of the API in JSON; else a web page, as a load balancer gives it
   */
  record Status(int status, boolean json) implements Effect {}

  /** Answers as if the quota were spent; nothing is done. */
  record Throttle() implements Effect {}

  /** Does the call after this delay. */
  record Slow(Duration delay) implements Effect {}

  /** Drops the connection without an answer; nothing is done. */
  record Drop() implements Effect {}

  /**
   * Does the call, gives no answer, and drops the connection.
   *
   * @param hang the time for which the connection stays open first
   */
  record AppliedThenTimeout(Duration hang) implements Effect {}

  /** Drops the connection without an answer, and does the call after this delay. */
  record AppliedLate(Duration delay) implements Effect {}

  /** Does the call and sends half of the answer. */
  record Truncated() implements Effect {}
}
