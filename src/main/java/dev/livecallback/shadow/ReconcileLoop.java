package dev.livecallback.shadow;

import dev.livecallback.api.LiveCallback;
import dev.livecallback.api.WellKnown;
import dev.livecallback.engine.reconcile.ReconcileResult;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A stand-in for the SDK's loop around a reconciler: one round of an object at a time, another one
 * after it if an event came meanwhile, one timer for each object, the finalizer first and last.
 */
final class ReconcileLoop {
  private static final int FINALIZER_TRIES = 10;

  private static final class ObjectLoop {
    private boolean running;
    private boolean scheduled;
    private boolean event;
    private long timer;
  }

  private final VirtualTime time;
  private final Pauses pauses;
  private final ShadowApiServer server;
  private final WatchCache cache;
  private final Function<LiveCallback, ReconcileResult> round;
  private final Map<String, ObjectLoop> loops = new HashMap<>();
  private long timers;
  private boolean stopped;

  ReconcileLoop(
      VirtualTime time,
      Pauses pauses,
      ShadowApiServer server,
      WatchCache cache,
      Function<LiveCallback, ReconcileResult> round) {
    this.time = time;
    this.pauses = pauses;
    this.server = server;
    this.cache = cache;
    this.round = round;
  }

  void stop() {
    stopped = true;
  }

  /** Removes the timer of an object that doesn't exist any more. */
  void gone(String object) {
    ObjectLoop loop = loops.get(object);
    if (loop != null) {
      loop.timer = 0;
      loop.event = false;
    }
  }

  /** Schedules a round of an object soon. All events until it begins share one round. */
  void event(String object) {
    ObjectLoop loop = loops.computeIfAbsent(object, _ -> new ObjectLoop());
    if (loop.running) {
      loop.event = true;
    } else if (!loop.scheduled) {
      loop.scheduled = true;
      time.in(pauses.beforeTurn(), () -> begin(object, loop));
    }
  }

  private void begin(String name, ObjectLoop loop) {
    LiveCallback object = cache.objects().get(name);
    loop.scheduled = false;
    if (stopped || object == null) {
      return;
    }
    boolean deleting = object.getMetadata().getDeletionTimestamp() != null;
    if (!object.hasFinalizer(WellKnown.FINALIZER)) {
      if (!deleting) {
        addFinalizer(name, loop);
      }
      return;
    }
    loop.running = true;
    loop.timer = 0;
    ReconcileResult next = round.apply(object);
    if (stopped) {
      return;
    }
    switch (next) {
      case ReconcileResult.Requeue(Optional<Duration> after) -> {
        after.ifPresent(pause -> startTimer(name, loop, pause));
        end(name, loop);
      }
      case ReconcileResult.Finished _ -> {
        if (deleting) {
          releaseFinalizer(name, loop, object, FINALIZER_TRIES);
        } else {
          end(name, loop);
        }
      }
    }
  }

  private void end(String name, ObjectLoop loop) {
    loop.running = false;
    if (!stopped && loop.event) {
      loop.event = false;
      event(name);
    }
  }

  private void startTimer(String name, ObjectLoop loop, Duration pause) {
    long timer = ++timers;
    loop.timer = timer;
    time.in(
        VirtualTime.roundedUp(pause),
        () -> {
          if (!stopped && loop.timer == timer) {
            event(name);
          }
        });
  }

  private void addFinalizer(String name, ObjectLoop loop) {
    loop.running = true;
    time.in(
        pauses.ofFinalizer(),
        () -> {
          server.addFinalizer(name);
          end(name, loop);
        });
  }

  private void releaseFinalizer(String name, ObjectLoop loop, LiveCallback planned, int tries) {
    time.in(
        pauses.ofFinalizer(),
        () -> {
          if (stopped) {
            return;
          }
          if (server.removeFinalizer(planned) || tries == 0) {
            end(name, loop);
            return;
          }
          LiveCallback newest = server.get(name);
          if (newest == null || !ShadowApiServer.same(newest, planned)) {
            end(name, loop);
          } else {
            releaseFinalizer(name, loop, newest, tries - 1);
          }
        });
  }
}
