package dev.livecallback.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.livecallback.account.Account;
import dev.livecallback.account.CredentialsLookup;
import dev.livecallback.account.SomeAccount;
import dev.livecallback.api.AccountName;
import dev.livecallback.api.ObjectId;
import dev.livecallback.calls.Call;
import dev.livecallback.calls.Lane;
import dev.livecallback.calls.Order;
import dev.livecallback.claim.Claimant;
import dev.livecallback.engine.accounts.CloudAccount;
import dev.livecallback.remote.Pause;
import dev.livecallback.testing.FakeCluster;
import dev.livecallback.volcengine.Answer;
import dev.livecallback.volcengine.Authentication;
import dev.livecallback.volcengine.CallbackContent;
import dev.livecallback.volcengine.CallbackDetail;
import dev.livecallback.volcengine.CallbackKey;
import dev.livecallback.volcengine.Failure;
import dev.livecallback.volcengine.Listing;
import dev.livecallback.volcengine.MessageType;
import dev.livecallback.volcengine.Scope;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A key that is refused is the account's trouble: no object waits longer for it than all do. */
class ReplacedKeysTest {
  private static final AccountName NAME = new AccountName("live", "default");
  private static final Instant T = Instant.parse("2026-01-01T00:00:00Z");
  private static final Scope VHOST = Scope.vhost("live.example.com");
  private static final ObjectId ME = new ObjectId("team", "on-push", "uid-1");
  private static final Failure.Detail DETAIL = new Failure.Detail("No.", 403, null, null);
  private static final Failure REJECTED = new Failure.CredentialsRejected(DETAIL);
  private static final Failure NO_API = new Failure.WrongEndpoint(DETAIL);
  private static final Failure REFUSED = new Failure.Rejected(DETAIL);

  private final Account account = SomeAccount.open(NAME);
  private final Engine engine =
      new Engine(NAME, new FakeCluster(), _ -> {}, () -> T, new Random(1), EngineOptions.USUAL);
  private int calls;

  ReplacedKeysTest() {
    engine.changed(account);
    CloudAccount there = engine.cloudAccount(NAME).orElseThrow();
    there
        .claims()
        .note(new Claimant(ME, T, key(there), Set.of(key(there)), Claimant.Stance.WRITING));
  }

  private static CallbackKey key(CloudAccount there) {
    return new CallbackKey(there.name(), VHOST, "sports", MessageType.PUSH);
  }

  enum Step {
    CALL_BEGINS,
    CALL_IS_REFUSED,
    OTHER_KEYS_ARE_FOUND,
    STS_VERIFIES_THEM
  }

  /** Each order in which a call and a rotation may meet, for reads and for writes. */
  static Stream<Arguments> timings() {
    List<List<Step>> orders = new ArrayList<>();
    merge(
        List.of(),
        List.of(Step.CALL_BEGINS, Step.CALL_IS_REFUSED),
        List.of(Step.OTHER_KEYS_ARE_FOUND, Step.STS_VERIFIES_THEM),
        orders);
    return orders.stream()
        .flatMap(
            order ->
                Stream.of(REJECTED, NO_API, REFUSED)
                    .flatMap(
                        failure ->
                            Stream.of(true, false).map(write -> arguments(order, failure, write))));
  }

  private static void merge(
      List<Step> before, List<Step> one, List<Step> other, List<List<Step>> orders) {
    if (one.isEmpty() && other.isEmpty()) {
      orders.add(before);
    }
    if (!one.isEmpty()) {
      merge(with(before, one.getFirst()), one.subList(1, one.size()), other, orders);
    }
    if (!other.isEmpty()) {
      merge(with(before, other.getFirst()), one, other.subList(1, other.size()), orders);
    }
  }

  private static List<Step> with(List<Step> before, Step step) {
    return Stream.concat(before.stream(), Stream.of(step)).toList();
  }

  @ParameterizedTest(name = "{0}, {1}, a write: {2}")
  @MethodSource("timings")
  void leaveNoObjectBehindWhoseCallTheFormerKeysWereRefusedIn(
      List<Step> order, Failure failure, boolean write) {
    CloudAccount there = engine.cloudAccount(NAME).orElseThrow();
    Call call = call(there, write);
    for (Step step : order) {
      switch (step) {
        case CALL_BEGINS -> there.results().began(call, T);
        case CALL_IS_REFUSED ->
            there.results().ended(call, T, T.plusSeconds(1), new Answer.Failed<>(failure));
        case OTHER_KEYS_ARE_FOUND -> {
          account.found(new CredentialsLookup.Available(SomeAccount.keys("other"), false), T);
          engine.changed(account);
        }
        case STS_VERIFIES_THEM -> {
          account.checked(SomeAccount.keys("other"), SomeAccount.is("2100000001"), T);
          engine.changed(account);
        }
      }
    }

    boolean former = order.indexOf(Step.CALL_BEGINS) < order.indexOf(Step.OTHER_KEYS_ARE_FOUND);
    boolean waits = failure.equals(REFUSED) || !former;
    assertThat(pause(there, call).filter(pause -> pause.lasts(T.plusSeconds(2))).isPresent())
        .as("whether it waits by itself")
        .isEqualTo(waits);
  }

  @Test
  void keysThatAreGoodAgainLetTheObjectThatLearnedOfItGoOnWithTheOthers() {
    CloudAccount there = engine.cloudAccount(NAME).orElseThrow();
    refused(there);
    assertThat(account.gate().shut()).isPresent();
    engine.turned(account, account.gate().answered(new Answer.Ok<>("read", "r"), T.plusSeconds(3)));

    assertThat(pause(there, call(there, true)).filter(it -> it.lasts(T.plusSeconds(4)))).isEmpty();
  }

  /** Where one record's calls alone are refused, the account would shut and open for ever. */
  @Test
  void anObjectWhoseCallsAreRefusedAgainWaitsByItself() {
    CloudAccount there = engine.cloudAccount(NAME).orElseThrow();
    for (int i = 0; i < 2; i++) {
      refused(there);
      engine.turned(
          account, account.gate().answered(new Answer.Ok<>("read", "r"), T.plusSeconds(3)));
    }

    assertThat(pause(there, call(there, true)).filter(it -> it.lasts(T.plusSeconds(4))))
        .isPresent();
  }

  private void refused(CloudAccount there) {
    Call call = call(there, true);
    there.results().began(call, T);
    there.results().ended(call, T, T.plusSeconds(1), new Answer.Failed<>(REJECTED));
  }

  private static Optional<Pause> pause(CloudAccount there, Call call) {
    return call.order() instanceof Order.Put put
        ? there.remote().writePause(put.key())
        : there.remote().readPause(Listing.of(VHOST));
  }

  private Call call(CloudAccount there, boolean write) {
    CallbackContent content =
        new CallbackContent(
            List.of(CallbackDetail.http("https://a.example.com")), false, new Authentication.Off());
    Order order =
        write ? new Order.Put(key(there), content) : new Order.Read(there.name(), VHOST, false);
    return new Call(++calls, NAME, order, List.of(ME), Lane.EDIT, T);
  }
}
