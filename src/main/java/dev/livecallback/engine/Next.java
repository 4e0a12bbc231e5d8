package dev.livecallback.engine;

import java.time.Duration;
import java.util.Optional;

/** What is to become of an object after a round. */
public sealed interface Next {
  /** Plan it again after this; empty = when something happens. */
  record Later(Optional<Duration> after) implements Next {}

  /** Nothing of it is left remotely: its finalizer goes. */
  record Gone() implements Next {}
}
