package dev.livecallback.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.livecallback.simulator.SimulatedAccounts.AccessKey;
import dev.livecallback.simulator.SimulatedAccounts.Owner;
import dev.livecallback.volcengine.Scope;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whose a vhost or domain is, and how many keys there can be. */
class SimulatedAccountsTest {
  private final SimulatedAccounts accounts = new SimulatedAccounts();

  @ParameterizedTest(name = "{0} is {2}")
  @MethodSource
  void knowsTheOwner(String what, Scope scope, Owner owner) {
    accounts.addVhost("1", "ours.example.com");
    accounts.addDomain("1", "in.example.com", "ours.example.com");
    accounts.addDomain("1", SimulatedAccounts.ANY, SimulatedAccounts.ANY);
    accounts.addVhost("2", "theirs.example.com");
    accounts.addDomain("2", "in.theirs.example.com", "theirs.example.com");

    assertThat(accounts.owner("1", scope)).isEqualTo(owner);
  }

  static Stream<Arguments> knowsTheOwner() {
    return Stream.of(
        arguments("a vhost that we list", Scope.vhost("ours.example.com"), Owner.OURS),
        arguments("the same in other case", Scope.vhost("OURS.example.com"), Owner.OURS),
        arguments("a vhost that others list", Scope.vhost("theirs.example.com"), Owner.OTHERS),
        arguments("a vhost that no one lists", Scope.vhost("nowhere"), Owner.NOBODY),
        arguments("a domain that we list", Scope.domain("in.example.com"), Owner.OURS),
        arguments("any other domain, by a star", Scope.domain("nowhere"), Owner.OURS),
        arguments(
            "a domain that others list, in spite of our star",
            Scope.domain("in.theirs.example.com"),
            Owner.OTHERS));
  }

  @Test
  void makesRoomForAKeyByForgettingTheOldestTemporaryOne() {
    accounts.add(AccessKey.of("1", "STATIC", "s"));
    Instant expires = Instant.parse("2026-01-31T12:00:00Z");
    for (int i = 0; i < 10_000; i++) {
      accounts.add(
          new AccessKey(
              "T" + i,
              new dev.livecallback.volcengine.SecretText("s"),
              null,
              "1",
              expires,
              "trn:iam::1:root"));
    }

    assertThat(accounts.keys("1")).hasSize(10_000);
    assertThat(accounts.key("STATIC")).isPresent();
    assertThat(accounts.key("T0")).isEmpty();
    assertThat(accounts.key("T9999")).isPresent();
  }

  @Test
  void forgetsAnAccountWithItsKeys() {
    accounts.add(AccessKey.of("1", "A", "s"));
    accounts.add(AccessKey.of("2", "B", "s"));

    assertThat(accounts.remove("1")).isTrue();
    assertThat(accounts.remove("1")).isFalse();
    assertThat(accounts.ids()).containsExactly("2");
    assertThat(accounts.keys(null)).extracting(AccessKey::id).containsExactly("B");
  }

  @Test
  void takeAKnownNameAgainWhenTheyAreFull() {
    for (int i = 0; i < 100_000; i++) {
      accounts.addDomain("1", "in" + i + ".example.com", "push" + i + ".example.com");
    }

    assertThat(accounts.addVhost("1", "PUSH7.example.com")).isTrue();
    assertThat(accounts.addDomain("1", "IN7.example.com", "push8.example.com")).isTrue();
    assertThat(accounts.vhostOf("1", "in7.example.com")).isEqualTo("push8.example.com");
    assertThat(accounts.addVhost("1", "more.example.com")).isFalse();
    assertThat(accounts.addDomain("1", "more.example.com", "push8.example.com")).isFalse();
  }
}
