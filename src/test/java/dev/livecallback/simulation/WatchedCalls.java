package dev.livecallback.simulation;

import dev.livecallback.account.Account;
import dev.livecallback.account.Permit;
import dev.livecallback.account.UnsentCalls;
import dev.livecallback.calls.Call;
import dev.livecallback.calls.CallListener;
import dev.livecallback.engine.accounts.CloudAccount;
import dev.livecallback.shadow.CloudWire;
import dev.livecallback.volcengine.Answer;
import dev.livecallback.volcengine.Listing;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/** The calls of one process to one cloud account: held to the properties, there and back. */
final class WatchedCalls implements CallListener, CloudWire {
  private final SimulatedWorld world;
  private final SimulatedProcess process;
  private final CloudAccount there;

  WatchedCalls(SimulatedWorld world, SimulatedProcess process, CloudAccount there) {
    this.world = world;
    this.process = process;
    this.there = there;
  }

  @Override
  public void began(Call call, Instant began) {
    world.trace.note(
        "send",
        "%s %s for %s through %s",
        call.lane(),
        call.order(),
        call.objects(),
        call.account());
    world.forgers.sends(call);
    Knowledge knowledge = process.knowledge();
    if (process.accounts().account(call.account()).isPresent()) {
      process.properties().begins(call, there, knowledge);
      world.calls.sends(call, knowledge.real(call.order().cloudAccount()), knowledge);
    }
    knowledge.began(call);
    process.fairness().began(there, call);
    world.seams.began(there.results(), call);
  }

  @Override
  public void send(Call call, Consumer<Answer<?>> answered) {
    if (process.isDead()) {
      world.underway.ended(call);
      return;
    }
    Optional<Permit> permit =
        process
            .accounts()
            .account(call.account())
            .flatMap(account -> process.accounts().permit(account, call.order().cloudAccount()));
    if (permit.isEmpty()) {
      world.trace.note("unsent", "%s", call.order());
      Answer<?> unsent =
          new UnsentCalls("Its keys were replaced.").describe(Listing.of(call.order().scope()));
      world.time.in(1, () -> arrived(call, "", unsent, answered));
      return;
    }
    String key = permit.get().credentials().accessKeyId();
    process.properties().signs(call, key);
    world.cloud.send(call, key, answer -> arrived(call, key, answer, answered));
  }

  private void arrived(Call call, String key, Answer<?> answer, Consumer<Answer<?>> answered) {
    world.underway.ended(call);
    if (process.isDead()) {
      return;
    }
    Instant now = world.time.instant();
    Answer<?> told = world.seams.answer(call, answer);
    process.knowledge().ended(call, now, answer);
    process.properties().ended(call, key, answer);
    process.fairness().ended(call);
    process.troubles().answered(there, call, told);
    Optional<Account> account = process.accounts().account(call.account());
    boolean wasOpen = account.filter(each -> each.gate().shut().isEmpty()).isPresent();
    boolean wasProven = account.filter(each -> each.gate().isProven()).isPresent();
    answered.accept(told);
    account.ifPresent(
        each -> {
          world.seams.judged(each, call, told, now);
          process.properties().stands(each);
          process.troubles().judged(each, call, told, wasOpen, wasProven);
        });
    process.accounts().soon(call.account());
  }

  @Override
  public void ended(Call call, Instant began, Instant ended, Answer<?> answer) {
    world.seams.ended(there.queue(), call, ended, answer);
    there.results().ended(world.seams.answered(call), began, ended, answer);
  }
}
