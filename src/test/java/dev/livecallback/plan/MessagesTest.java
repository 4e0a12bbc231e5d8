package dev.livecallback.plan;

import static dev.livecallback.plan.Failures.notPermitted;
import static dev.livecallback.plan.Failures.rejected;
import static dev.livecallback.plan.Given.A;
import static dev.livecallback.plan.Given.APP_LESS;
import static dev.livecallback.plan.Given.B;
import static dev.livecallback.plan.Given.D;
import static dev.livecallback.plan.Given.FOREIGN;
import static dev.livecallback.plan.Given.OTHER;
import static dev.livecallback.plan.Given.given;
import static dev.livecallback.plan.Given.inSync;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a person reads: what it is, and what to do; nothing that changes by itself. */
class MessagesTest {
  private static final String ORPHAN =
      "kubectl -n sports patch livecallback on-push --type merge -p"
          + " '{\"spec\":{\"deletionPolicy\":\"Orphan\"}}'";

  @ParameterizedTest(name = "{0}")
  @MethodSource("situations")
  void saysWhatItIsAndWhatToDo(String situation, Given given, String what, String whatToDo) {
    assertThat(message(given)).contains(what).contains(whatToDo);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("situations")
  void hasNoCountersTimesOrRequestIds(String situation, Given given, String what, String toDo) {
    assertThat(message(given)).doesNotContain("request-", "2026", "12:00", "hush");
  }

  private static String message(Given given) {
    return Objects.requireNonNull(Planner.ofTable().plan(given.facts()).verdict()).message();
  }

  static Stream<Arguments> situations() {
    return Stream.of(
        arguments(
            "a Put of which nobody knows whether it happened",
            given().absent(D, 1).ordered(D, A).putUnknown(D, A, 1).unknownAgain(D, 2, 9),
            "unknown whether the write happened",
            "The API didn't answer."),
        arguments(
            "a Remove of which nobody knows whether it happened",
            inSync().deleting().removeUnknown(D, 1).unknownAgain(D, 2, 9).sees(D, A, 1),
            "unknown whether the write happened",
            "The API didn't answer."),
        arguments(
            "a conflict",
            given().absent(D, 1).heldBy(OTHER),
            "LiveCallback news/theirs holds this record",
            "kubectl -n sports delete livecallback on-push"),
        arguments(
            "another's record",
            given().sees(D, FOREIGN, 1),
            "differs from the object in callbackDetailList",
            "change the object to equal the record"),
        arguments(
            "a scope that isn't there",
            given().noScope(D, false, 1),
            "The API knows no vhost/live.example.com",
            "Check its name"),
        arguments(
            "another account's scope",
            given().noScope(D, true, 1),
            "The API knows no vhost/live.example.com",
            "another cloud account"),
        arguments(
            "a refused content",
            inSync().edited(B).putRefused(D, B, rejected(), 1, 9),
            "The API refuses the URL.",
            ""),
        arguments(
            "several records", given().seesSeveral(D, 1, B, FOREIGN), "several records", "console"),
        arguments(
            "a delete without the account",
            inSync().gateShut(false).deleting(),
            "signature",
            ORPHAN),
        arguments(
            "a delete that isn't permitted",
            inSync().deleting().removeRefused(D, notPermitted(), 1, 0, 9),
            "doesn't permit",
            ORPHAN),
        arguments(
            "a delete in another account's scope",
            given().holds(D, A).noScope(D, true, 1).deleting(),
            "isn't known whether the record is gone",
            ORPHAN),
        arguments(
            "removals that do nothing",
            inSync().deleting().removeAccepted(D, 61, 2).sees(D, A, 0),
            "still there",
            ORPHAN),
        arguments(
            "removals that are refused",
            inSync().deleting().removeRefused(D, rejected(), 2, 2, 9).sees(D, A, 1),
            "(The API refuses the URL.)",
            ORPHAN),
        arguments(
            "an app-less delete among others",
            wildcard(2),
            "the apps app-0, app-1 with it",
            ORPHAN),
        arguments(
            "an app-less delete among many", wildcard(6), "app-3, app-4 and more with it", ORPHAN));
  }

  private static Given wildcard(int others) {
    Given given = given().wants(APP_LESS, A).holds(APP_LESS, A).sees(APP_LESS, A, 1).deleting();
    IntStream.range(0, others)
        .forEach(i -> given.coveredRecord("app-" + i, CoveredRecord.Fate.LOST));
    return given;
  }
}
