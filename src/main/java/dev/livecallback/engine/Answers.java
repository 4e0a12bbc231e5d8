package dev.livecallback.engine;

import dev.livecallback.account.Account;
import dev.livecallback.account.Accounts;
import dev.livecallback.account.Gate;
import dev.livecallback.account.Permissions;
import dev.livecallback.api.ObjectId;
import dev.livecallback.calls.Call;
import dev.livecallback.calls.CallListener;
import dev.livecallback.calls.Order;
import dev.livecallback.claim.ClaimIndex;
import dev.livecallback.remote.RemoteState;
import dev.livecallback.volcengine.Answer;
import dev.livecallback.volcengine.Authentication;
import dev.livecallback.volcengine.CallbackContent;
import dev.livecallback.volcengine.CallbackKey;
import dev.livecallback.volcengine.CallbackRecord;
import dev.livecallback.volcengine.Done;
import dev.livecallback.volcengine.Failure;
import dev.livecallback.volcengine.Scope;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes in what became of each call, and wakes the objects that it concerns. */
final class Answers implements CallListener {
  private static final Logger LOG = LoggerFactory.getLogger(Answers.class);

  private final RemoteState remote;
  private final Accounts accounts;
  private final ClaimIndex claims;
  private final Permissions permissions;
  private final ObjectMemory memory;
  private final Consumer<Collection<ObjectId>> wakes;
  private final Turned gateTurned;

  /** The epochs of their accounts in which calls were sent. */
  private final Map<Long, Integer> epochs = new ConcurrentHashMap<>();

  /** Is told what an answer did to an account's gate. */
  interface Turned {
    void turned(Account account, Gate.Turn turn);
  }

  /**
   * @param gateTurned told when an answer shut or opened an account's gate
   */
  Answers(
      RemoteState remote,
      Accounts accounts,
      ClaimIndex claims,
      Permissions permissions,
      ObjectMemory memory,
      Consumer<Collection<ObjectId>> wakes,
      Turned gateTurned) {
    this.remote = remote;
    this.accounts = accounts;
    this.claims = claims;
    this.permissions = permissions;
    this.memory = memory;
    this.wakes = wakes;
    this.gateTurned = gateTurned;
  }

  @Override
  public void began(Call call, Instant began) {
    accounts.get(call.account()).ifPresent(account -> epochs.put(call.id(), account.epoch()));
    permissions.began(call.account(), call.action(), call.order().scope(), began);
    switch (call.order()) {
      case Order.Read _ -> {
        // A read changes nothing until it has ended.
      }
      case Order.Put put -> remote.writeBegan(put.key(), put.content(), began);
      case Order.Remove remove -> remote.writeBegan(remove.key(), null, began);
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
    accounts
        .get(call.account())
        .filter(account -> epoch != null && epoch == account.epoch())
        .ifPresent(account -> concerned.addAll(judged(account, call, answer, began, ended)));
    wakes.accept(concerned);
  }

  /** What the answer says of the account; whom that concerns. */
  private Set<ObjectId> judged(
      Account account, Call call, Answer<?> answer, Instant began, Instant ended) {
    Scope scope = call.order().scope();
    boolean changed =
        permissions.answered(account.name(), call.action(), scope, answer, began, ended);
    gateTurned.turned(account, account.gate().answered(answer, ended));
    return changed ? claims.concerned(scope, _ -> true) : Set.of();
  }

  private Set<ObjectId> read(Order.Read read, Instant began, Instant ended, Answer<?> answer) {
    Predicate<CallbackKey> changed = remote.readEnded(read.scope(), began, ended, records(answer));
    Set<ObjectId> concerned = new HashSet<>(claims.concerned(read.scope(), changed));
    concerned.addAll(claims.waitingToGo(read.scope()));
    if (claims.unused(read.scope())) {
      remote.forget(read.scope(), ended);
    } else {
      remote.forgetKeys(read.scope(), claims::unused, ended);
    }
    return concerned;
  }

  private Set<ObjectId> write(
      Call call,
      CallbackKey key,
      @Nullable CallbackContent content,
      Instant ended,
      Answer<?> answer) {
    remote.writeEnded(key, content, ended, done(answer));
    if (answer instanceof Answer.Ok<?>
        && content != null
        && content.authentication() instanceof Authentication.On on) {
      call.objects().forEach(object -> memory.authKey(object.uid(), key, on.key()));
    }
    // Whoever waits for the key, too: its object may have been let go meanwhile.
    Set<ObjectId> concerned = new HashSet<>(claims.concerned(key));
    if (content == null && mayHaveHappened(answer)) {
      if (key.appLess()) {
        concerned.addAll(takenAlong(key, ended));
      }
      call.objects().stream()
          .flatMap(object -> claims.wanted(object).stream())
          .filter(wanted -> mayBeOneRecord(wanted, key))
          .forEach(wanted -> remote.mayBeGone(wanted::equals, ended));
    }
    if (claims.unused(key)) {
      remote.forget(key, ended);
    }
    return concerned;
  }

  private static boolean mayHaveHappened(Answer<?> answer) {
    return answer instanceof Answer.Ok<?>
        || (answer instanceof Answer.Failed<?> failed
            && failed.failure() instanceof Failure.OutcomeUnknown);
  }

  /** A vhost and a domain may be two names of one record. */
  private static boolean mayBeOneRecord(CallbackKey one, CallbackKey other) {
    return one.scope().kind() != other.scope().kind() && one.messageType() == other.messageType();
  }

  /** An app-less delete may have taken records along that came to be after it was planned. */
  private Set<ObjectId> takenAlong(CallbackKey appLess, Instant ended) {
    Predicate<CallbackKey> inDanger =
        key ->
            key.scope().equals(appLess.scope())
                && key.messageType() == appLess.messageType()
                && key.app() != null
                && !claims.ownerIsGoing(key);
    Set<ObjectId> concerned = claims.concerned(appLess.scope(), inDanger);
    remote.mayBeGone(inDanger, ended);
    return concerned;
  }

  private void log(Call call, Answer<?> answer) {
    for (ObjectId object : call.objects()) {
      try (LogContext _ = LogContext.of(object, memory.generation(object.uid()))) {
        switch (answer) {
          case Answer.Ok<?> ok ->
              LOG.debug("{} of {}: done, request {}", call.action(), what(call), ok.requestId());
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
      case Order.Read read -> read.scope();
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

  private static Answer<Done> done(Answer<?> answer) {
    return switch (answer) {
      case Answer.Failed<?> failed -> new Answer.Failed<>(failed.failure());
      case Answer.Ok<?> ok -> new Answer.Ok<>(Done.DONE, ok.requestId());
    };
  }
}
