package dev.livecallback.engine;

import dev.livecallback.account.Account;
import dev.livecallback.calls.Call;
import dev.livecallback.volcengine.Answer;
import dev.livecallback.volcengine.CallbackKey;
import dev.livecallback.volcengine.Failure;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Sends what the queue of one cloud account gives out, and tells of the answers. */
final class Worker {
  private final World world;
  private final Timeline timeline;
  private final Chance chance;
  private final Knowledge knowledge;
  private final LifeAccounts accounts;
  private final AccountProperties properties;
  private final CloudAccount there;
  private boolean stopped;
  private boolean dispatching;
  private long wakeAt = Long.MAX_VALUE;
  private boolean dead;

  Worker(
      World world,
      Knowledge knowledge,
      LifeAccounts accounts,
      AccountProperties properties,
      CloudAccount there) {
    this.world = world;
    this.timeline = world.timeline;
    this.chance = world.chance;
    this.knowledge = knowledge;
    this.accounts = accounts;
    this.properties = properties;
    this.there = there;
  }

  /** Nothing more is sent; answers are still told. */
  void stop() {
    stopped = true;
  }

  /** Whether nothing comes of it any more. */
  boolean isIdle() {
    return stopped && there.queue().inFlight() == 0;
  }

  /** Neither is anything told. */
  void die() {
    stopped = true;
    dead = true;
  }

  boolean isClosed() {
    return there.isClosed();
  }

  /** The queue may have something to send. */
  void changed() {
    if (!dispatching && !stopped) {
      dispatching = true;
      timeline.in(chance.stream("dispatch").nextInt(3), this::dispatch);
    }
  }

  private void dispatch() {
    dispatching = false;
    if (stopped) {
      return;
    }
    Instant now = timeline.instant();
    for (Optional<Call> call = there.queue().next(now);
        call.isPresent();
        call = there.queue().next(now)) {
      send(call.get());
    }
    Instant wake = there.queue().nextWake(now);
    long at = wake.equals(Instant.MAX) ? Long.MAX_VALUE : Timeline.millis(wake);
    if (at < wakeAt || wakeAt <= timeline.elapsed()) {
      wakeAt = at;
      if (at < Long.MAX_VALUE) {
        timeline.at(
            Math.max(at, timeline.elapsed() + 1),
            () -> {
              if (at == wakeAt) {
                wakeAt = Long.MAX_VALUE;
                changed();
              }
            });
      }
    }
  }

  private void send(Call call) {
    world.trace.note(
        "send",
        "%s %s for %s through %s",
        call.lane(),
        call.order(),
        call.objects(),
        call.account());
    world.seams.began(there.answers(), call);
    Optional<Account> account = accounts.account(call.account());
    if (account.isEmpty()) {
      knowledge.began(call);
      Failure notSent = new Failure.Unavailable(new Failure.Detail("It is gone.", 0, null, null));
      timeline.in(1, () -> ended(call, "", new Answer.Failed<>(notSent), Map.of()));
      return;
    }
    String key = accounts.accessKey(account.get());
    properties.sends(call, there, key, knowledge);
    world.calls.sends(call, knowledge.real(call.order().cloudAccount()), knowledge);
    knowledge.began(call);
    world.cloud.send(call, key, (answer, seen) -> ended(call, key, answer, seen));
  }

  private void ended(
      Call call, String key, Answer<?> answer, Map<CallbackKey, CloudRecords.Stored> seen) {
    world.underway.ended(call);
    if (dead) {
      return;
    }
    Instant now = timeline.instant();
    Answer<?> told = world.seams.answer(call, answer);
    knowledge.ended(call, now, answer, seen);
    properties.ended(call, key, answer);
    there.answers().ended(call, call.began(), now, told);
    accounts
        .account(call.account())
        .ifPresent(
            account -> {
              world.seams.judged(account, told, now);
              properties.stands(account);
            });
    // The two are told one after the other, and anything may happen in between.
    timeline.in(
        chance.stream("dispatch").nextInt(4) == 0 ? 2 : 0,
        () -> there.queue().ended(call, timeline.instant(), told));
    accounts.soon(call.account());
  }
}
