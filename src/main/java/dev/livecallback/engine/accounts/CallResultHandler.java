package dev.livecallback.engine.accounts;

import dev.livecallback.account.Account;
import dev.livecallback.account.Gate.GateChange;
import dev.livecallback.api.ObjectId;
import dev.livecallback.calls.Call;
import dev.livecallback.calls.CallListener;
import dev.livecallback.calls.Order;
import dev.livecallback.engine.objects.LogContext;
import dev.livecallback.volcengine.Answer;
import dev.livecallback.volcengine.Authentication;
import dev.livecallback.volcengine.CallbackContent;
import dev.livecallback.volcengine.CallbackKey;
import dev.livecallback.volcengine.CallbackRecord;
import dev.livecallback.volcengine.Failure;
import dev.livecallback.volcengine.Scope;
import dev.livecallback.volcengine.WriteAccepted;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The handler of call results. It updates what is known of the cloud account, and wakes the objects
 * that a result concerns.
 */
final class CallResultHandler implements CallListener {
  private static final Logger LOG = LoggerFactory.getLogger(CallResultHandler.class);

  /**
   * The time for which a scope counts as fine after a good read; two sync periods if they are
   * longer.
   */
  private static final Duration LATELY = Duration.ofMinutes(10);

  private final EngineContext context;
  private final CloudAccountState state;
  private final BiConsumer<Account, GateChange> gateChanged;

  /** The epoch of the account in which each call was sent, by the id of the call. */
  private final Map<Long, Integer> epochs = new ConcurrentHashMap<>();

  /**
   * @param gateChanged receives the change that an answer made to an account's gate
   */
  CallResultHandler(
      EngineContext context, CloudAccountState state, BiConsumer<Account, GateChange> gateChanged) {
    this.context = context;
    this.state = state;
    this.gateChanged = gateChanged;
  }

  @Override
  public void began(Call call, Instant began) {
    context
        .accounts()
        .get(call.account())
        .ifPresent(account -> epochs.put(call.id(), account.epoch()));
    state.permissions().began(call.account(), call.action(), call.order().scope(), began);
    switch (call.order()) {
      case Order.Read _ -> {
        // A read changes nothing until it has ended.
      }
      case Order.Put put -> state.remote().writeBegan(put.key(), put.content(), began);
      case Order.Remove remove -> state.remote().writeBegan(remove.key(), null, began);
    }
  }

  @Override
  public void ended(Call call, Instant began, Instant ended, Answer<?> answer) {
    Set<ObjectId> concerned = new HashSet<>(call.objects());
    concerned.removeIf(Sweeper::isSweep);
    switch (call.order()) {
      case Order.Read read -> concerned.addAll(read(read, began, ended, answer));
      case Order.Put put -> concerned.addAll(write(call, put.key(), put.content(), ended, answer));
      case Order.Remove remove -> concerned.addAll(write(call, remove.key(), null, ended, answer));
    }
    log(call, answer);
    Integer epoch = epochs.remove(call.id());
    Optional<Account> account =
        context
            .accounts()
            .get(call.account())
            .filter(each -> epoch != null && epoch == each.epoch());
    account.ifPresent(each -> concerned.addAll(judged(each, call, answer, began, ended)));
    if (account.isEmpty()) {
      // A refusal of former credentials is no reason to wait.
      state.remote().forgiveCredentials(call.order().scope());
    }
    context.cluster().wake(concerned);
  }

  /** Applies what the answer says of the account. Returns the objects that this concerns. */
  private Set<ObjectId> judged(
      Account account, Call call, Answer<?> answer, Instant began, Instant ended) {
    Scope scope = call.order().scope();
    boolean changed =
        state.permissions().answered(account.name(), call.action(), scope, answer, began, ended);
    gateChanged.accept(
        account,
        account
            .gate()
            .answered(scope, answer, ended, failing -> speakForAll(account, failing, ended)));
    return changed ? state.claims().concerned(scope, _ -> true) : Set.of();
  }

  private boolean speakForAll(Account account, Set<Scope> failing, Instant now) {
    Duration twoSweeps = account.settings().syncPeriod().multipliedBy(2);
    Instant lately = now.minus(twoSweeps.compareTo(LATELY) > 0 ? twoSweeps : LATELY);
    return ScopesInUse.of(context, state.claims(), account.name())
        .speakForAll(failing, scope -> state.remote().readBegan(scope).isAfter(lately));
  }

  private Set<ObjectId> read(Order.Read read, Instant began, Instant ended, Answer<?> answer) {
    Predicate<CallbackKey> changed =
        state.remote().readEnded(read.listing(), began, ended, records(answer));
    Set<ObjectId> concerned = new HashSet<>(state.claims().concerned(read.scope(), changed));
    concerned.addAll(state.claims().waitingToGo(read.scope()));
    if (state.claims().unused(read.scope())) {
      state.remote().forget(read.scope(), ended);
    } else {
      state.remote().forgetKeys(read.scope(), state.claims()::unused, ended);
    }
    return concerned;
  }

  private Set<ObjectId> write(
      Call call,
      CallbackKey key,
      @Nullable CallbackContent content,
      Instant ended,
      Answer<?> answer) {
    state.remote().writeEnded(key, content, ended, done(answer));
    if (answer instanceof Answer.Ok<?>
        && content != null
        && content.authentication() instanceof Authentication.On on) {
      call.objects().forEach(object -> context.memory().authKey(object.uid(), key, on.key()));
    }
    // Objects that wait for the key are concerned, too: the call's object may be let go by now.
    Set<ObjectId> concerned = new HashSet<>(state.claims().concerned(key));
    if (content == null && mayHaveHappened(answer)) {
      if (key.appLess()) {
        concerned.addAll(collateral(key, ended, answer));
      }
      call.objects().stream()
          .flatMap(object -> state.claims().wanted(object).stream())
          .filter(wanted -> mayBeOneRecord(wanted, key))
          .forEach(
              wanted ->
                  state.remote().mayBeGone(wanted::equals, ended, answer instanceof Answer.Ok<?>));
    }
    if (state.claims().unused(key)) {
      state.remote().forget(key, ended);
    }
    return concerned;
  }

  private static boolean mayHaveHappened(Answer<?> answer) {
    return answer instanceof Answer.Ok<?>
        || (answer instanceof Answer.Failed<?> failed
            && failed.failure() instanceof Failure.OutcomeUnknown);
  }

  /** Returns whether two keys may mean one record: a vhost and a domain may be two names of it. */
  private static boolean mayBeOneRecord(CallbackKey one, CallbackKey other) {
    return one.scope().kind() != other.scope().kind() && one.messageType() == other.messageType();
  }

  /**
   * Marks the records that an app-less delete may have taken along, also those that were put after
   * it was planned. Returns the objects that these records concern.
   */
  private Set<ObjectId> collateral(CallbackKey appLess, Instant ended, Answer<?> answer) {
    Predicate<CallbackKey> inDanger =
        key ->
            key.scope().equals(appLess.scope())
                && key.messageType() == appLess.messageType()
                && key.app() != null
                && !state.claims().ownerIsGoing(key);
    Set<ObjectId> concerned = state.claims().concerned(appLess.scope(), inDanger);
    state.remote().mayBeGone(inDanger, ended, answer instanceof Answer.Ok<?>);
    return concerned;
  }

  private void log(Call call, Answer<?> answer) {
    for (ObjectId object : call.objects()) {
      try (LogContext _ = LogContext.of(object, context.memory().generation(object.uid()))) {
        switch (answer) {
          case Answer.Ok<?> ok ->
              LOG.debug(
                  "{} of {}: done, sent at {}, request {}",
                  call.action(),
                  what(call),
                  call.began(),
                  ok.requestId());
          case Answer.Failed<?> failed ->
              LOG.info(
                  "{} of {} failed: {}",
                  call.action(),
                  what(call),
                  failed.failure().detail().message());
        }
      }
    }
  }

  private static Object what(Call call) {
    return switch (call.order()) {
      case Order.Read read -> read.listing();
      case Order.Put put -> put.key();
      case Order.Remove remove -> remove.key();
    };
  }

  private static Answer<List<CallbackRecord>> records(Answer<?> answer) {
    return switch (answer) {
      case Answer.Failed<?> failed -> new Answer.Failed<>(failed.failure());
      case Answer.Ok<?> ok ->
          new Answer.Ok<>(
              ((List<?>) ok.value()).stream().map(CallbackRecord.class::cast).toList(),
              ok.requestId());
    };
  }

  private static Answer<WriteAccepted> done(Answer<?> answer) {
    return switch (answer) {
      case Answer.Failed<?> failed -> new Answer.Failed<>(failed.failure());
      case Answer.Ok<?> ok -> new Answer.Ok<>(WriteAccepted.DONE, ok.requestId());
    };
  }
}
