package dev.livecallback.account;

import dev.livecallback.account.TokenFile.Token;
import dev.livecallback.api.SteadyClock;
import dev.livecallback.volcengine.Answer;
import dev.livecallback.volcengine.Credentials;
import dev.livecallback.volcengine.Failure;
import dev.livecallback.volcengine.SecretText;
import dev.livecallback.volcengine.SessionCredentials;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The credentials of a role, which STS gives in exchange for this pod's own token. They are renewed
 * before they expire. While the old credentials are good, a failure to get new ones does no harm.
 * Safe for use by many threads. One thread at a time exchanges; the others use the old credentials,
 * or wait for the new ones if the old ones have expired.
 */
public final class WebIdentity {
  private static final String SESSION_NAME = "live-callback-operator";

  /** The first pause after a failure while the old credentials are good. */
  private static final Duration UNHURRIED = Duration.ofSeconds(10);

  /** The first pause after a failure while there are no good credentials. */
  private static final Duration HURRIED = Duration.ofSeconds(1);

  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

  private final String roleTrn;
  private final Duration duration;
  private final TokenFile tokenFile;
  private final Exchange exchange;
  private final SteadyClock clock;
  private final ReentrantLock exchanging = new ReentrantLock();
  private volatile Exchanges state = new Exchanges(null, null, Instant.MIN, 0);

  /** The exchange of a token for credentials: {@code WebIdentityClient::assumeRoleWithOidc}. */
  @FunctionalInterface
  public interface Exchange {
    /** Exchanges a token for credentials, see {@code WebIdentityClient}. */
    Answer<SessionCredentials> of(
        String roleTrn, SecretText token, String sessionName, Duration duration);
  }

  /**
   * The credentials of the last good exchange.
   *
   * @param got the time of the exchange
   * @param expires the time from which they are good no longer, by the steady clock
   * @param renew the time of the next exchange: after two thirds of their life, or sooner if they
   *     were refused
   */
  private record HeldSession(
      SessionCredentials session, Instant got, Instant expires, Instant renew, String requestId) {
    static HeldSession of(
        SessionCredentials session, Instant got, Instant expires, String requestId) {
      Duration life = Duration.between(got, expires);
      return new HeldSession(
          session, got, expires, got.plus(life.multipliedBy(2).dividedBy(3)), requestId);
    }

    HeldSession refused() {
      Instant soon = got.plus(UNHURRIED);
      return new HeldSession(session, got, expires, soon.isBefore(renew) ? soon : renew, requestId);
    }

    Answer<Credentials> answer() {
      return new Answer.Ok<>(session.credentials(), requestId);
    }
  }

  /**
   * The state after the exchanges so far.
   *
   * @param held the last credentials, or null
   * @param failure the failure of the last exchange, or null if it didn't fail
   * @param notBefore the earliest time of the next try
   * @param failures the number of exchanges in a row that failed
   */
  private record Exchanges(
      @Nullable HeldSession held, @Nullable Failure failure, Instant notBefore, int failures) {

    boolean good(Instant now) {
      return held != null && now.isBefore(held.expires());
    }

    boolean due(Instant now) {
      return !now.isBefore(renewAt());
    }

    Instant renewAt() {
      return held == null || notBefore.isAfter(held.renew()) ? notBefore : held.renew();
    }

    /** Returns the answer that needs no exchange. */
    Answer<Credentials> answer(Instant now) {
      if (held != null && (good(now) || failure == null)) {
        return held.answer();
      }
      if (failure == null) {
        throw new IllegalStateException("nothing was exchanged yet");
      }
      return new Answer.Failed<>(failure);
    }
  }

  /**
   * Creates credentials without exchanging anything yet.
   *
   * @param roleTrn the role, {@code trn:iam::ID:role/NAME}
   * @param duration the life of the credentials that is asked for, 900 s to 43200 s
   * @param tokenFile the file of the token, which is read at every exchange
   */
  public WebIdentity(
      String roleTrn,
      Duration duration,
      TokenFile tokenFile,
      Exchange exchange,
      SteadyClock clock) {
    this.roleTrn = roleTrn;
    this.duration = duration;
    this.tokenFile = tokenFile;
    this.exchange = exchange;
    this.clock = clock;
  }

  /**
   * Returns good credentials. They are exchanged anew once two thirds of their life have passed. If
   * an exchange fails, this method returns the old credentials until they expire, and from then on
   * the failure. After a failure the next exchange waits for 10 s (1 s if there are no good
   * credentials), twice as long each time, at most 1 min.
   */
  public Answer<Credentials> current() {
    Instant now = clock.instant();
    Exchanges seen = state;
    if (!seen.due(now)) {
      return seen.answer(now);
    }
    if (seen.good(now)) {
      if (!exchanging.tryLock()) {
        return seen.answer(now);
      }
    } else {
      exchanging.lock();
    }
    try {
      return renewed(clock.instant());
    } finally {
      exchanging.unlock();
    }
  }

  /**
   * Returns when {@link #current} exchanges anew at the earliest; far in the past before its first
   * exchange.
   */
  public Instant refreshAt() {
    return state.renewAt();
  }

  /**
   * Records that the cloud refused these credentials before they expired. If they are still the
   * ones held, {@link #current} exchanges anew, but no sooner than 10 s after it last did.
   */
  public void refused(Credentials credentials) {
    if (!exchanging.tryLock()) {
      return; // an exchange is under way
    }
    try {
      Exchanges seen = state;
      HeldSession held = seen.held();
      if (held != null && held.session().credentials().equals(credentials)) {
        state = new Exchanges(held.refused(), seen.failure(), seen.notBefore(), seen.failures());
      }
    } finally {
      exchanging.unlock();
    }
  }

  private Answer<Credentials> renewed(Instant now) {
    Exchanges seen = state;
    if (seen.due(now)) {
      // Another thread may have exchanged while this one waited, so only what is due is exchanged.
      state = next(seen, exchanged());
    }
    return state.answer(clock.instant());
  }

  private Answer<SessionCredentials> exchanged() {
    return switch (tokenFile.read()) {
      case Token.Unusable(String sentence) -> rejected(sentence);
      case Token.Present(SecretText token) -> exchange.of(roleTrn, token, SESSION_NAME, duration);
    };
  }

  private Exchanges next(Exchanges before, Answer<SessionCredentials> answer) {
    Instant now = clock.instant();
    return switch (answer) {
      case Answer.Ok<SessionCredentials>(SessionCredentials session, String requestId)
          when session.expires().isAfter(clock.wall().instant()) ->
          new Exchanges(
              HeldSession.of(session, now, clock.fromWall(session.expires()), requestId),
              null,
              Instant.MIN,
              0);
      case Answer.Ok<SessionCredentials> _ ->
          failed(
              before,
              now,
              rejection(
                  "STS gave credentials of role %s that have expired already: is this machine's clock right (NTP)?"
                      .formatted(roleTrn)));
      case Answer.Failed<SessionCredentials>(Failure failure) -> failed(before, now, failure);
    };
  }

  private static Exchanges failed(Exchanges before, Instant now, Failure failure) {
    Duration first = before.good(now) ? UNHURRIED : HURRIED;
    Duration full = first.multipliedBy(1L << Math.min(before.failures(), 6));
    Duration pause = full.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : full;
    return new Exchanges(before.held(), failure, now.plus(pause), before.failures() + 1);
  }

  private static Answer<SessionCredentials> rejected(String sentence) {
    return new Answer.Failed<>(rejection(sentence));
  }

  private static Failure rejection(String sentence) {
    return new Failure.CredentialsRejected(new Failure.Detail(sentence, 0, null, null));
  }
}
