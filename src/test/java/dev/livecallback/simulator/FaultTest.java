package dev.livecallback.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.livecallback.simulator.Fault.Match;
import dev.livecallback.simulator.Rig.Reply;
import dev.livecallback.volcengine.Scope;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes wrong on demand: contract 7 item 8. */
class FaultTest {
  private static final String SCOPE = "{'Vhost':'push.example.com'}";
  private static final String RECORD =
      "{'Vhost':'push.example.com','App':'live','MessageType':'push','CallbackDetailList':"
          + "[{'CallbackType':'http','URL':'http://example.com'}]}";
  private static final CallFacts FACTS =
      new CallFacts(Scope.vhost("push.example.com"), "live", "push");

  private final FaultRules rules = new FaultRules(1);
  private final Rig rig = new Rig();

  @ParameterizedTest(name = "a fault of {0}: {2}")
  @MethodSource
  void fits(String what, Match match, boolean fits) {
    rules.add(Fault.always(match, new Effect.Drop()));

    assertThat(rules.next(new Who("1", "alice"), "UpdateCallback", FACTS).isPresent())
        .isEqualTo(fits);
  }

  static Stream<Arguments> fits() {
    Match update = Match.action("UpdateCallback");
    return Stream.of(
        arguments("every call", Match.any(), true),
        arguments("the action", update, true),
        arguments("another action", Match.action("DeleteCallback"), false),
        arguments("the account", Match.any().by("1"), true),
        arguments("another account", Match.any().by("2"), false),
        arguments("the user", Match.any().by("1").user("alice"), true),
        arguments("another user", Match.any().by("1").user("bob"), false),
        arguments("the vhost, in other case", update.in(Scope.vhost("PUSH.example.com")), true),
        arguments("a domain of that name", update.in(Scope.domain("push.example.com")), false),
        arguments("the app", update.app("live"), true),
        arguments("no app", update.app(""), false),
        arguments("the type", update.type("push"), true),
        arguments("another type", update.type("record"), false),
        arguments(
            "the whole key",
            update.by("1").in(Scope.vhost("push.example.com")).app("live").type("push"),
            true));
  }

  @Test
  void spoilsAsManyCallsAsItSaysAndIsGone() {
    String id = rules.add(Fault.next(2, Match.any(), new Effect.Drop()));

    assertThat(rules.next(new Who("1", "alice"), "UpdateCallback", FACTS)).isPresent();
    assertThat(rules.list())
        .singleElement()
        .matches(active -> active.id().equals(id) && active.left() == 1);
    assertThat(rules.next(new Who("1", "alice"), "UpdateCallback", FACTS)).isPresent();
    assertThat(rules.next(new Who("1", "alice"), "UpdateCallback", FACTS)).isEmpty();
    assertThat(rules.list()).isEmpty();
  }

  @Test
  void letsTheOldestFaultThatFitsDecide() {
    String drop = rules.add(Fault.always(Match.action("UpdateCallback"), new Effect.Drop()));
    rules.add(Fault.always(Match.any(), new Effect.Throttle()));

    assertThat(rules.next(new Who("1", "alice"), "UpdateCallback", FACTS))
        .contains(new Effect.Drop());
    assertThat(rules.next(new Who("1", "alice"), "DeleteCallback", FACTS))
        .contains(new Effect.Throttle());
    assertThat(rules.remove(drop)).isTrue();
    assertThat(rules.remove(drop)).isFalse();
    assertThat(rules.next(new Who("1", "alice"), "UpdateCallback", FACTS))
        .contains(new Effect.Throttle());
  }

  private static List<Boolean> draw(FaultRules rules) {
    return IntStream.range(0, 1_000)
        .mapToObj(_ -> rules.next(new Who("1", "alice"), "UpdateCallback", FACTS).isPresent())
        .toList();
  }

  @Test
  void drawsByLotTheSameForTheSameSeed() {
    Fault fault = Fault.sometimes(0.3, Match.any(), new Effect.Drop());
    FaultRules same = new FaultRules(1);
    FaultRules other = new FaultRules(2);
    List.of(rules, same, other).forEach(each -> each.add(fault));

    List<Boolean> drawn = draw(rules);

    assertThat(drawn.stream().filter(each -> each).count()).isBetween(240L, 360L);
    assertThat(draw(same)).isEqualTo(drawn);
    assertThat(draw(other)).isNotEqualTo(drawn);
  }

  @Test
  void drawsTheSameAgainAfterARestart() {
    Fault fault = Fault.sometimes(0.3, Match.any(), new Effect.Drop());
    rules.add(fault);
    List<Boolean> drawn = draw(rules);

    rules.restart();
    assertThat(rules.list()).isEmpty();
    rules.add(fault);

    assertThat(draw(rules)).isEqualTo(drawn);
  }

  @ParameterizedTest(name = "a probability of {0} is refused")
  @ValueSource(doubles = {0, -0.1, 1.1, Double.NaN})
  void refusesAnImpossibleProbability(double probability) {
    assertThatThrownBy(() -> Fault.sometimes(probability, Match.any(), new Effect.Drop()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Fault.next(-1, Match.any(), new Effect.Drop()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void holdsAThousandFaultsAndNoMore() {
    Fault fault = Fault.always(Match.any(), new Effect.Drop());
    IntStream.range(0, 1_000).forEach(_ -> rules.add(fault));

    assertThatThrownBy(() -> rules.add(fault)).isInstanceOf(IllegalStateException.class);
  }

  @ParameterizedTest(name = "{0}: {2}, and nothing is done")
  @MethodSource
  void answersInstead(String what, Effect effect, String outcome, Optional<Integer> codeN) {
    rig.faults.add(Fault.next(1, Match.any(), effect));

    Reply reply = rig.update(RECORD);

    assertThat(reply.outcome()).isEqualTo(outcome);
    assertThat(
            Optional.of(reply.metadata().path("Error").path("CodeN"))
                .filter(node -> node.isInt())
                .map(node -> node.intValue()))
        .isEqualTo(codeN);
    assertThat(rig.store.size()).isZero();
    assertThat(rig.log.count("UpdateCallback", outcome)).isOne();
    assertThat(rig.update(RECORD).outcome()).isEqualTo("200");
  }

  static Stream<Arguments> answersInstead() {
    return Stream.of(
        arguments("CommonErr", new Effect.CommonErr(false), "200 CommonErr", Optional.empty()),
        arguments(
            "CommonErr with a number",
            new Effect.CommonErr(true),
            "200 CommonErr",
            Optional.of(100_200)),
        arguments(
            "a throttle", new Effect.Throttle(), "429 FlowLimitExceeded", Optional.of(100_018)),
        arguments("500", new Effect.Status(500, true), "500 InternalError", Optional.of(100_014)),
        arguments("502", new Effect.Status(502, true), "502 FailToConnect", Optional.of(100_015)),
        arguments(
            "503", new Effect.Status(503, true), "503 ServiceUnavailableTemp", Optional.empty()),
        arguments(
            "504",
            new Effect.Status(504, true),
            "504 InternalServiceTimeout",
            Optional.of(100_016)),
        arguments(
            "a permission that is missing",
            new Effect.Fail(ApiError.coded(403, "AccessDenied", "no")),
            "403 AccessDenied",
            Optional.of(100_013)),
        arguments(
            "an error of the service",
            new Effect.Fail(ApiError.coded(403, "RequestForbidden", "no")),
            "403 RequestForbidden",
            Optional.empty()));
  }

  @Test
  void answersAWebPageInsteadOfJson() {
    rig.faults.add(Fault.next(1, Match.any(), new Effect.Status(502, false)));

    assertThat(rig.deliver(rig.signing("UpdateCallback", RECORD).request()))
        .isInstanceOfSatisfying(
            Delivery.Send.class,
            sent -> {
              assertThat(sent.status()).isEqualTo(502);
              assertThat(sent.contentType()).isEqualTo("text/html");
              assertThat(sent.body().utf8()).startsWith("<html>");
            });
    assertThat(rig.store.size()).isZero();
  }

  @Test
  void doesASlowCallLater() {
    rig.faults.add(Fault.next(1, Match.any(), new Effect.Slow(Duration.ofSeconds(4))));

    assertThat(rig.update(RECORD).outcome()).isEqualTo("200");

    assertThat(rig.pauses).contains(Duration.ofSeconds(4));
    assertThat(rig.store.list()).singleElement().matches(r -> r.created().equals(rig.now()));
  }

  @Test
  void dropsAConnectionWithoutDoingAnything() {
    rig.faults.add(Fault.next(1, Match.any(), new Effect.Drop()));

    assertThat(rig.deliver(rig.signing("UpdateCallback", RECORD).request()))
        .isEqualTo(new Delivery.NoAnswer(Duration.ZERO));
    assertThat(rig.store.size()).isZero();
    assertThat(rig.log.count("UpdateCallback", "0 Dropped")).isOne();
  }

  @Test
  void doesAWriteThatIsNeverAnswered() {
    Duration hang = Duration.ofSeconds(30);
    rig.faults.add(Fault.next(1, Match.any(), new Effect.AppliedThenTimeout(hang)));

    assertThat(rig.deliver(rig.signing("UpdateCallback", RECORD).request()))
        .isEqualTo(new Delivery.NoAnswer(hang));
    assertThat(rig.store.size()).isOne();
    assertThat(rig.log.count("UpdateCallback", "0 AppliedThenTimeout")).isOne();
  }

  @Test
  void doesAWriteLongAfterItsConnectionWasDropped() {
    rig.faults.add(Fault.next(1, Match.any(), new Effect.AppliedLate(Duration.ofSeconds(9))));

    assertThat(rig.deliver(rig.signing("UpdateCallback", RECORD).request()))
        .isEqualTo(new Delivery.NoAnswer(Duration.ZERO));
    assertThat(rig.store.size()).isZero();
    rig.runLate();
    assertThat(rig.store.list()).singleElement().matches(r -> r.created().equals(rig.now()));
  }

  @Test
  void doesNoWriteOfBeforeAReset() {
    rig.faults.add(Fault.next(1, Match.any(), new Effect.AppliedLate(Duration.ofSeconds(9))));
    rig.deliver(rig.signing("UpdateCallback", RECORD).request());

    rig.api.forget();
    rig.runLate();

    assertThat(rig.store.size()).isZero();
  }

  @Test
  void sendsHalfOfTheAnswerToAWriteThatItDid() {
    rig.faults.add(Fault.next(1, Match.any(), new Effect.Truncated()));

    assertThat(rig.deliver(rig.signing("UpdateCallback", RECORD).request()))
        .isInstanceOfSatisfying(
            Delivery.Half.class, half -> assertThat(half.answer().status()).isEqualTo(200));
    assertThat(rig.store.size()).isOne();
  }

  @Test
  void spoilsNeitherCallsThatAreNotBelievedNorCallsOverTheQuota() {
    rig.knobs.quota().set(1);
    rig.faults.add(Fault.next(1, Match.any(), new Effect.Drop()));
    Signing describe = rig.signing("DescribeCallback", SCOPE);

    assertThat(rig.answer(describe.unsigned()).code()).isEqualTo("MissingAuthenticationToken");
    assertThat(rig.deliver(describe.request())).isInstanceOf(Delivery.NoAnswer.class);
    rig.faults.add(Fault.next(1, Match.any(), new Effect.Drop()));
    assertThat(rig.answer(describe.request()).code()).isEqualTo("FlowLimitExceeded");
    assertThat(rig.faults.list()).hasSize(1);
  }

  @Test
  void takesTheLatencyHalfBeforeAndHalfAfterACall() {
    rig.knobs.latencyMillis().set(100);

    rig.update(RECORD);

    assertThat(rig.pauses).containsExactly(Duration.ofMillis(50), Duration.ofMillis(50));
    assertThat(rig.log.calls().getFirst().at()).isEqualTo(rig.now().minusMillis(50));
  }
}
