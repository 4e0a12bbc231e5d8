package dev.livecallback.engine;

import dev.livecallback.api.LiveCallback;
import dev.livecallback.api.WellKnown;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What the SDK does for a reconciler: one round of an object at a time, another one after it if an
 * event came meanwhile, one timer, the finalizer first and last.
 */
final class Rounds {
  private static final int FINALIZER_TRIES = 10;

  private static final class Turn {
    private boolean running;
    private boolean scheduled;
    private boolean event;
    private long timer;
  }

  private final Timeline timeline;
  private final RandomGenerator random;
  private final ApiServerModel server;
  private final Function<String, @Nullable LiveCallback> cache;
  private final Function<LiveCallback, Next> round;
  private final Map<String, Turn> turns = new HashMap<>();
  private long timers;
  private boolean stopped;

  Rounds(
      Timeline timeline,
      RandomGenerator random,
      ApiServerModel server,
      Function<String, @Nullable LiveCallback> cache,
      Function<LiveCallback, Next> round) {
    this.timeline = timeline;
    this.random = random;
    this.server = server;
    this.cache = cache;
    this.round = round;
  }

  void stop() {
    stopped = true;
  }

  /** The object isn't there any more: neither is its timer. */
  void gone(String name) {
    Turn turn = turns.get(name);
    if (turn != null) {
      turn.timer = 0;
      turn.event = false;
    }
  }

  /** Something happened: a round of this object soon, one for all events until it begins. */
  void event(String name) {
    Turn turn = turns.computeIfAbsent(name, _ -> new Turn());
    if (turn.running) {
      turn.event = true;
    } else if (!turn.scheduled) {
      turn.scheduled = true;
      timeline.in(Chance.between(random, 0, 8), () -> begin(name, turn));
    }
  }

  private void begin(String name, Turn turn) {
    LiveCallback object = cache.apply(name);
    turn.scheduled = false;
    if (stopped || object == null) {
      return;
    }
    boolean deleting = object.getMetadata().getDeletionTimestamp() != null;
    if (!object.hasFinalizer(WellKnown.FINALIZER)) {
      if (!deleting) {
        turn.running = true;
        timeline.in(
            Chance.between(random, 2, 20),
            () -> {
              server.addFinalizer(name);
              end(name, turn);
            });
      }
      return;
    }
    turn.running = true;
    turn.timer = 0;
    Next next = round.apply(object);
    if (stopped) {
      return;
    }
    switch (next) {
      case Next.Later(Optional<Duration> after) -> {
        after.ifPresent(pause -> startTimer(name, turn, pause));
        end(name, turn);
      }
      case Next.Gone _ -> {
        if (deleting) {
          releaseFinalizer(name, turn, object, FINALIZER_TRIES);
        } else {
          end(name, turn);
        }
      }
    }
  }

  private void end(String name, Turn turn) {
    turn.running = false;
    if (!stopped && turn.event) {
      turn.event = false;
      event(name);
    }
  }

  private void startTimer(String name, Turn turn, Duration pause) {
    long timer = ++timers;
    turn.timer = timer;
    long millis = pause.plusNanos(999_999).toMillis();
    timeline.in(
        millis,
        () -> {
          if (!stopped && turn.timer == timer) {
            event(name);
          }
        });
  }

  private void releaseFinalizer(String name, Turn turn, LiveCallback planned, int tries) {
    timeline.in(
        Chance.between(random, 2, 20),
        () -> {
          if (stopped) {
            return;
          }
          if (server.removeFinalizer(planned) || tries == 0) {
            end(name, turn);
            return;
          }
          LiveCallback newest = server.get(name);
          if (newest == null || !ApiServerModel.same(newest, planned)) {
            end(name, turn);
          } else {
            releaseFinalizer(name, turn, newest, tries - 1);
          }
        });
  }
}
