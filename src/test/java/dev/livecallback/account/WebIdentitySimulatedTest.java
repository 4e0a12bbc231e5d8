package dev.livecallback.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.account.TokenFile.Token;
import dev.livecallback.api.SteadyClock;
import dev.livecallback.simulator.Effect;
import dev.livecallback.simulator.Fault;
import dev.livecallback.simulator.SimulatorConfig;
import dev.livecallback.simulator.SimulatorServer;
import dev.livecallback.volcengine.Answer;
import dev.livecallback.volcengine.CallerIdentity;
import dev.livecallback.volcengine.Credentials;
import dev.livecallback.volcengine.Failure;
import dev.livecallback.volcengine.HttpClients;
import dev.livecallback.volcengine.SecretText;
import dev.livecallback.volcengine.StsClient;
import dev.livecallback.volcengine.WebIdentityClient;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A role's credentials from the exchange to the calls that they sign, against the simulator. */
class WebIdentitySimulatedTest {
  private static final String ROLE = "trn:iam::2100000001:role/live";
  private static final Duration HOUR = Duration.ofHours(1);

  private volatile Instant now = Instant.parse("2026-01-31T12:00:00Z");
  private String token = "fake-token-1";
  private final SimulatorServer simulator;
  private final OkHttpClient http = HttpClients.live();
  private final HttpUrl url;
  private final WebIdentity identity;

  WebIdentitySimulatedTest() throws IOException {
    simulator =
        SimulatorServer.start(SimulatorConfig.local().role(ROLE, "fake-token-1").clock(() -> now));
    url = Objects.requireNonNull(HttpUrl.parse(simulator.endpoint().toString()));
    WebIdentityClient client = new WebIdentityClient(http, url, () -> now);
    identity =
        new WebIdentity(
            ROLE,
            HOUR,
            () -> new Token.Present(new SecretText(token)),
            client::assumeRoleWithOidc,
            SteadyClock.of(() -> now));
  }

  @AfterEach
  void stop() {
    http.connectionPool().evictAll();
    simulator.close();
  }

  private Credentials current() {
    assertThat(identity.current()).isInstanceOf(Answer.Ok.class);
    return ((Answer.Ok<Credentials>) identity.current()).value();
  }

  private Failure failure() {
    assertThat(identity.current()).isInstanceOf(Answer.Failed.class);
    return ((Answer.Failed<Credentials>) identity.current()).failure();
  }

  private Answer<CallerIdentity> whoAmI(Credentials credentials) {
    return new StsClient(http, url, "cn-north-1", () -> credentials, () -> now).callerIdentity();
  }

  @Test
  void signsWithTheRolesCredentialsAndHasOthersBeforeTheyExpire() {
    Credentials first = current();
    assertThat(whoAmI(first))
        .isInstanceOfSatisfying(
            Answer.Ok.class,
            ok -> assertThat(ok.value().toString()).contains("2100000001", "role/live", "Role"));

    now = now.plus(Duration.ofMinutes(40));
    token = "fake-token-2";
    simulator.roles().add(ROLE, "fake-token-2");
    Credentials second = current();

    assertThat(second).isNotEqualTo(first);
    now = now.plus(Duration.ofMinutes(20));
    assertThat(whoAmI(first).toString()).contains("InvalidSecretToken");
    assertThat(whoAmI(second)).isInstanceOf(Answer.Ok.class);
  }

  @Test
  void tellsARefusalFromAnOutage() {
    token = "another";
    assertThat(failure()).isInstanceOf(Failure.CredentialsRejected.class);
    assertThat(failure().detail().message()).contains(ROLE, "AccessDenied").doesNotContain("other");

    simulator
        .faults()
        .add(Fault.always(Fault.Match.action("AssumeRoleWithOIDC"), new Effect.Drop()));
    now = now.plusSeconds(60);
    assertThat(failure()).isInstanceOf(Failure.Unavailable.class);
  }
}
