package dev.livecallback.flow;

import static dev.livecallback.flow.Callbacks.OTHER_URL;
import static dev.livecallback.flow.Callbacks.URL;
import static dev.livecallback.flow.Callbacks.holds;
import static dev.livecallback.flow.Callbacks.spec;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.livecallback.api.AccountReason;
import dev.livecallback.api.ConditionType;
import dev.livecallback.api.Reason;
import dev.livecallback.api.WellKnown;
import dev.livecallback.testing.Persistent;
import dev.livecallback.testing.SimulatorUnderTest;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * The troubles that runbooks are for, each with the object {@code sports-recordings} and the
 * account {@code live} of a namespace.
 */
final class RunbookCases {
  static final String OBJECT = "sports-recordings";
  static final String ACCOUNT = "live";

  private static final String VHOST = "push.example.com";
  private static final String SCOPE = "vhost/" + VHOST;
  private static final int ROUNDS_A_LOOK = 10;

  private final SimulatorUnderTest cloud;
  private final Callbacks callbacks;
  private final Accounts accounts;
  private final CloudUser user;

  /**
   * In a namespace.
   *
   * @param user whose keys the account has
   */
  RunbookCases(SimulatorUnderTest cloud, Callbacks callbacks, Accounts accounts, CloudUser user) {
    this.cloud = cloud;
    this.callbacks = callbacks;
    this.accounts = accounts;
    this.user = user;
  }

  /** Makes the account, as it is when all is well. */
  void createAccount(String more) {
    accounts.secret(ACCOUNT, user.entries());
    accounts.create(ACCOUNT, Accounts.ofSecret(ACCOUNT, more));
    accounts.awaitReady(ACCOUNT);
  }

  /** Makes the object, which takes over a record that is as it says. */
  void createObject(String app) {
    put(app, URL);
    callbacks.create(OBJECT, spec(SCOPE, app, "record", URL, Accounts.through(ACCOUNT)));
    callbacks.awaitReadyFor(OBJECT, Reason.IN_SYNC);
  }

  /** Leaves no object and no fault, and the account as it was. */
  void clear() {
    cloud.removeFaults();
    accounts.edit(ACCOUNT, "{\"deleteLimit\":null,\"syncPeriod\":null}");
    if (!callbacks.all().isEmpty()) {
      callbacks.edit(OBJECT, "{\"deletionPolicy\":\"Orphan\"}");
      callbacks.delete(OBJECT);
      callbacks.awaitGone(OBJECT);
    }
  }

  /** Keys that the service refuses, until the right ones are in the Secret again. */
  RunbookCase accountUnusable() {
    return RunbookCase.of(
            () -> {
              accounts.secret(
                  ACCOUNT,
                  Map.of("accessKeyId", user.accessKeyId(), "secretAccessKey", "mistyped-secret"));
              accounts.awaitReason(ACCOUNT, AccountReason.CREDENTIALS_REJECTED);
              edit();
              callbacks.awaitReason(OBJECT, Reason.ACCOUNT_NOT_READY);
            },
            List.of("CredentialsRejected", "AccountNotReady", "secretAccessKey:"),
            () -> {
              accounts.awaitReady(ACCOUNT);
              callbacks.awaitReadyFor(OBJECT, Reason.IN_SYNC);
            })
        .repairedBy(() -> accounts.secret(ACCOUNT, user.entries()));
  }

  /** No call of the account is answered, until the network is there again. */
  RunbookCase apiUnavailable() {
    return RunbookCase.of(
            () -> {
              cloud.addFault(
                  "{\"account\":\"%s\",\"effect\":\"dropConnection\"}".formatted(user.account()));
              accounts.awaitReason(ACCOUNT, AccountReason.API_UNAVAILABLE);
              edit();
              callbacks.awaitReason(OBJECT, Reason.API_UNAVAILABLE);
            },
            List.of("ApiUnavailable"),
            () -> {
              accounts.awaitReady(ACCOUNT);
              callbacks.awaitReadyFor(OBJECT, Reason.IN_SYNC);
            })
        .repairedBy(cloud::removeFaults);
  }

  /** Something else writes the record, which ends, and a person puts the record right. */
  RunbookCase contested(Persistent writer) {
    return RunbookCase.of(
            () ->
                callbacks.awaitLong(
                    OBJECT,
                    object ->
                        assertThat(Callbacks.ready(object).reason())
                            .isEqualTo(Reason.CONTESTED.word())),
            List.of("Contested", OTHER_URL, "DriftCorrected"),
            () -> callbacks.awaitReadyFor(OBJECT, Reason.IN_SYNC))
        .repairedBy(
            () -> {
              writer.close();
              put("sports", URL);
            });
  }

  /**
   * Starts somebody who writes the record anew as often as it is put back. Now and then the object
   * is looked at, so that this is noticed before the next sweep.
   */
  Persistent contest() {
    AtomicInteger rounds = new AtomicInteger();
    return Persistent.start(
        () -> {
          if (records().anyMatch(record -> record.toString().contains(URL)) && isVerified()) {
            put("sports", OTHER_URL);
          }
          if (rounds.getAndIncrement() % ROUNDS_A_LOOK == 0) {
            callbacks.annotate(OBJECT, WellKnown.RECONCILE_REQUESTED_AT, "round " + rounds);
          }
        },
        Duration.ofSeconds(1));
  }

  /** The delete of an object without app, beside somebody's record of an app. */
  RunbookCase deleteBlocked() {
    return RunbookCase.of(
        () -> {
          put("other", OTHER_URL);
          callbacks.delete(OBJECT);
          callbacks.awaitReason(OBJECT, Reason.DELETE_BLOCKED);
        },
        List.of("DeleteBlocked", "confirm-delete"),
        () -> callbacks.awaitGone(OBJECT));
  }

  /** A delete beyond the account's limit. */
  RunbookCase deleteLimitReached() {
    return RunbookCase.of(
        () -> {
          accounts.edit(ACCOUNT, "{\"deleteLimit\":{\"perHour\":0}}");
          accounts.awaitReady(ACCOUNT);
          callbacks.delete(OBJECT);
          callbacks.awaitReason(OBJECT, Reason.DELETE_LIMIT_REACHED);
        },
        List.of("DeleteLimitReached"),
        () -> {
          callbacks.awaitGone(OBJECT);
          accounts.awaitLike(
              ACCOUNT,
              account ->
                  assertThat(account.statusOrEmpty().condition(ConditionType.DELETE_LIMIT_REACHED))
                      .isEmpty());
        });
  }

  /** An allowance for an incident that is over. */
  RunbookCase driftTolerated() {
    return RunbookCase.of(
        () -> {
          Instant until = Instant.now().plus(1, ChronoUnit.HOURS).truncatedTo(ChronoUnit.SECONDS);
          callbacks.annotate(OBJECT, WellKnown.ALLOW_DRIFT_UNTIL, until.toString());
          put("sports", OTHER_URL);
          callbacks.awaitReadyFor(OBJECT, Reason.DRIFT_TOLERATED);
        },
        List.of("DriftTolerated", OTHER_URL),
        () ->
            assertThat(
                    holds(callbacks.awaitReadyFor(OBJECT, Reason.IN_SYNC), ConditionType.DRIFTED))
                .isFalse());
  }

  /** A Secret that isn't there, until its owner creates it. */
  RunbookCase notReady() {
    return RunbookCase.of(
            () -> {
              callbacks.edit(
                  OBJECT,
                  "{\"authEnable\":true,\"authKeyPrimarySecretRef\":{\"name\":\"signing\",\"key\":\"key\"}}");
              callbacks.awaitReason(OBJECT, Reason.SECRET_NOT_FOUND);
            },
            List.of("SecretNotFound", "signing"),
            () -> callbacks.awaitReadyFor(OBJECT, Reason.IN_SYNC))
        .repairedBy(() -> callbacks.secret("signing", "runbooks-key-1"));
  }

  /** The page has a longer sync period, whatever it was. */
  RunbookCase sweepOverdue() {
    return RunbookCase.of(
        () -> {},
        List.of(),
        () -> assertThat(accounts.get(ACCOUNT).getSpec().syncPeriod()).isEqualTo("30m"));
  }

  /** Who writes between the operator's write and its read is taken for the service itself. */
  private boolean isVerified() {
    return cloud.calls().stream()
        .filter(call -> call.path("account").asText().equals(user.account()))
        .filter(call -> call.path("scope").asText().equals(SCOPE))
        .reduce((_, last) -> last)
        .filter(last -> last.path("action").asText().equals("DescribeCallback"))
        .isPresent();
  }

  private void edit() {
    callbacks.edit(OBJECT, "{\"callbackDetailList\":[{\"url\":\"%s\"}]}".formatted(OTHER_URL));
  }

  private void put(String app, String url) {
    cloud.putRecord(
        "{\"Account\":\"%s\",\"Vhost\":\"%s\",%s\"MessageType\":\"record\",\"CallbackDetailList\":[{\"CallbackType\":\"http\",\"URL\":\"%s\"}]}"
            .formatted(
                user.account(), VHOST, app.isEmpty() ? "" : "\"App\":\"" + app + "\",", url));
  }

  private Stream<JsonNode> records() {
    return cloud.records(VHOST).stream()
        .filter(record -> record.path("Account").asText().equals(user.account()));
  }
}
