package dev.livecallback.engine.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.api.AccountName;
import dev.livecallback.api.LiveCallback;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What an account is used for")
class AccountUseTest {
  private static final Instant T = Instant.parse("2026-03-01T12:00:00Z");

  @Test
  void isAwaitedSinceTheFirstObjectThatSaysSo() {
    assertThat(
            waitingSince(
                object("live/main", "Throttled", T.minusSeconds(90)),
                object("live/other", "AccountNotReady", T.minusSeconds(60)),
                object("live/main", "AccountNotReady", T),
                object("live/main", "AccountNotReady", T.minusSeconds(30))))
        .isEqualTo(T.minusSeconds(30));
  }

  @Test
  void isAwaitedByNobodyWhoHasNothingToDo() {
    assertThat(waitingSince(object("live/main", "InSync", T))).isNull();
    assertThat(waitingSince()).isNull();
  }

  private static @Nullable Instant waitingSince(LiveCallback... objects) {
    return AccountUse.of(
            new AccountName("live", "main"),
            Stream.of(objects),
            object -> AccountName.parse(object.getMetadata().getName().replace('.', '/')))
        .waitingSince();
  }

  private static LiveCallback object(String account, String reason, Instant since) {
    return Serialization.unmarshal(
        """
        metadata: {namespace: team, name: %s, generation: 1}
        spec: {vhost: push.example.com, messageType: push}
        status:
          conditions:
          - {type: Ready, status: "False", reason: %s, message: m, observedGeneration: 1, lastTransitionTime: "2026-01-01T00:00:00Z"}
          - {type: Reconciling, status: "True", reason: %s, message: m, observedGeneration: 1, lastTransitionTime: "%s"}
        """
            .formatted(account.replace('/', '.'), reason, reason, since),
        LiveCallback.class);
  }
}
