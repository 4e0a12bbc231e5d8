package dev.livecallback.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.account.TokenFile.Token;
import dev.livecallback.api.SteadyClock;
import dev.livecallback.volcengine.Answer;
import dev.livecallback.volcengine.Credentials;
import dev.livecallback.volcengine.Failure;
import dev.livecallback.volcengine.SecretText;
import dev.livecallback.volcengine.SessionCredentials;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebIdentityTest {
  private static final Instant T = Instant.parse("2026-01-01T00:00:00Z");
  private static final String ROLE = "trn:iam::2100000001:role/live";
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Failure DOWN =
      new Failure.Unavailable(new Failure.Detail("STS is down.", 503, null, null));

  private Instant now = T;
  private Duration wallAhead = Duration.ZERO;
  private Token token = new Token.Present(new SecretText("token-0"));
  private final List<String> exchanges = new ArrayList<>();
  private boolean down;
  private Duration life = HOUR;
  private Runnable meanwhile = () -> {};

  private final WebIdentity identity =
      new WebIdentity(
          ROLE,
          HOUR,
          () -> token,
          this::exchange,
          SteadyClock.of(() -> now, () -> now.plus(wallAhead)));

  private Answer<SessionCredentials> exchange(
      String role, SecretText given, String sessionName, Duration duration) {
    exchanges.add(given.reveal());
    assertThat(role).isEqualTo(ROLE);
    assertThat(sessionName).matches("[\\w-]{2,64}");
    assertThat(duration).isEqualTo(HOUR);
    meanwhile.run();
    return down
        ? new Answer.Failed<>(DOWN)
        : new Answer.Ok<>(
            new SessionCredentials(credentials(exchanges.size()), now.plus(wallAhead).plus(life)),
            "request-" + exchanges.size());
  }

  private static Credentials credentials(int number) {
    return new Credentials(
        "AKTPFAKE" + number, new SecretText("fake"), new SecretText("session-" + number));
  }

  private static Answer<Credentials> ok(int number) {
    return new Answer.Ok<>(credentials(number), "request-" + number);
  }

  private Answer<Credentials> at(Duration sinceStart) {
    now = T.plus(sinceStart);
    return identity.current();
  }

  private Answer<Credentials> at(long seconds) {
    return at(Duration.ofSeconds(seconds));
  }

  @Test
  void keepsCredentialsForTwoThirdsOfTheirLife() {
    assertThat(identity.refreshAt()).isBefore(T);

    assertThat(at(0)).isEqualTo(ok(1));
    assertThat(at(2_399)).isEqualTo(ok(1));
    assertThat(identity.refreshAt()).isEqualTo(T.plusSeconds(2_400));
    assertThat(at(2_400)).isEqualTo(ok(2));

    assertThat(exchanges).hasSize(2);
    assertThat(identity.refreshAt()).isEqualTo(T.plusSeconds(4_800));
  }

  @Test
  void readsTheTokenAtEveryExchange() {
    at(0);
    token = new Token.Present(new SecretText("token-1"));
    at(2_400);

    assertThat(exchanges).containsExactly("token-0", "token-1");
  }

  @Test
  void goesOnWithTheOldOnesWhileNewOnesCannotBeHadAndTriesAgainLessAndLessOften() {
    at(0);
    down = true;

    for (long second = 2_400; second < 3_600; second++) {
      assertThat(at(second)).isEqualTo(ok(1));
      if (second == 2_400) {
        assertThat(identity.refreshAt()).isEqualTo(T.plusSeconds(2_410));
      }
    }

    // At 2400, 2410, 2430, 2470, and each minute from then on.
    assertThat(exchanges).hasSize(1 + 4 + (3_599 - 2_470) / 60);
    down = false;
    assertThat(at(3_599 + 60)).isEqualTo(ok(exchanges.size()));
  }

  @Test
  void answersTheFailureOnceTheOldOnesHaveExpired() {
    at(0);
    down = true;
    at(2_400);

    assertThat(at(3_600)).isEqualTo(new Answer.Failed<>(DOWN));
    assertThat(at(3_601)).isEqualTo(new Answer.Failed<>(DOWN));
    assertThat(exchanges).hasSize(3);

    down = false;
    assertThat(at(3_602)).isEqualTo(ok(4));
  }

  @Test
  void triesSoonerWhileThereAreNone() {
    down = true;
    for (long second = 0; second <= 7; second++) {
      assertThat(at(second)).isEqualTo(new Answer.Failed<>(DOWN));
    }

    assertThat(exchanges).as("at 0, 1, 3 and 7 s").hasSize(4);
  }

  @Test
  void anUnusableTokenIsAFailureThatSaysWhy() {
    token = new Token.Unusable("There is no token file x: set it.");

    assertThat(at(0))
        .isEqualTo(
            new Answer.Failed<>(
                new Failure.CredentialsRejected(
                    new Failure.Detail("There is no token file x: set it.", 0, null, null))));
    assertThat(exchanges).isEmpty();
  }

  @Test
  void credentialsThatHaveExpiredAlreadyAreAFailureThatNamesTheClock() {
    life = Duration.ZERO;

    assertThat(at(0)).isInstanceOf(Answer.Failed.class);
    assertThat(at(0).toString()).contains(ROLE, "clock");
    assertThat(exchanges).hasSize(1);
  }

  @ParameterizedTest(name = "refused after {0} s, exchanged after {1} s")
  @CsvSource({"1, 10", "100, 100"})
  void exchangesAnewWhatTheCloudRefuses(long refused, long exchanged) {
    at(0);
    now = T.plusSeconds(refused);
    identity.refused(credentials(2));
    assertThat(at(refused)).as("others were refused").isEqualTo(ok(1));

    identity.refused(credentials(1));

    assertThat(at(exchanged - 1)).isEqualTo(exchanged > refused ? ok(1) : ok(2));
    assertThat(at(exchanged)).isEqualTo(ok(2));
  }

  @Test
  void oneExchangesWhileTheOthersGoOnWithTheOldOnes() throws Exception {
    at(0);
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    meanwhile = () -> await(begun, end);
    now = T.plusSeconds(2_400);
    CompletableFuture<Answer<Credentials>> first = later(identity::current);
    begun.await();

    assertThat(identity.current()).isEqualTo(ok(1));
    identity.refused(credentials(1));
    assertThat(exchanges).hasSize(2);
    end.countDown();
    assertThat(first.get(5, TimeUnit.SECONDS)).isEqualTo(ok(2));
    assertThat(identity.current()).isEqualTo(ok(2));
  }

  @Test
  void oneExchangesWhileTheOthersWaitIfThereAreNoOldOnes() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    meanwhile = () -> await(begun, end);
    List<CompletableFuture<Answer<Credentials>>> all = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      all.add(later(identity::current));
    }
    begun.await();
    end.countDown();

    for (CompletableFuture<Answer<Credentials>> each : all) {
      assertThat(each.get(5, TimeUnit.SECONDS)).isEqualTo(ok(1));
    }
    assertThat(exchanges).hasSize(1);
  }

  private static void await(CountDownLatch begun, CountDownLatch end) {
    begun.countDown();
    try {
      end.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static <T> CompletableFuture<T> later(Supplier<T> work) {
    return CompletableFuture.supplyAsync(work, task -> Thread.ofVirtual().start(task));
  }

  @ParameterizedTest
  @ValueSource(ints = {-8, 8})
  void aClockThatIsSetChangesNothing(int hours) {
    identity.current();

    wallAhead = Duration.ofHours(hours);
    now = T.plus(Duration.ofMinutes(39));
    assertThat(identity.current()).isEqualTo(ok(1));
    now = T.plus(Duration.ofMinutes(41));
    assertThat(identity.current()).isEqualTo(ok(2));

    identity.refused(credentials(2));
    now = now.plusSeconds(11);
    assertThat(identity.current()).as("refused").isEqualTo(ok(3));
  }
}
