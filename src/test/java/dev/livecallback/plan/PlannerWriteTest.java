package dev.livecallback.plan;

import static dev.livecallback.plan.Failures.throttled;
import static dev.livecallback.plan.Given.A;
import static dev.livecallback.plan.Given.B;
import static dev.livecallback.plan.Given.D;
import static dev.livecallback.plan.Given.FOREIGN;
import static dev.livecallback.plan.Given.HIDDEN;
import static dev.livecallback.plan.Given.K1;
import static dev.livecallback.plan.Given.K2;
import static dev.livecallback.plan.Given.given;
import static dev.livecallback.plan.Given.inSync;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.livecallback.api.Reason;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The record that is wanted: adopted, written, put back, in sync. */
class PlannerWriteTest {

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void plans(String situation, Given given, String plan) {
    Facts facts = given.facts();

    assertThat(Told.of(facts, new Planner().plan(facts))).isEqualTo(plan);
  }

  static Stream<Arguments> plans() {
    return Stream.of(adoptEqual(), alreadyExists(), write(), drift(), arrived())
        .flatMap(rules -> rules);
  }

  /** adoptEqual */
  private static Stream<Arguments> adoptEqual() {
    return Stream.of(
        arguments(
            "a record that is as the object says is taken over",
            given().sees(D, A, 1),
            "adoptEqual, inSync: True InSync, not drifted | nothing | sports: A, held A"),
        arguments(
            "also if the API hides its key",
            given().wants(K1).secretVersion("v1").sees(D, HIDDEN, 1),
            "adoptEqual, inSync: True InSync, not drifted | nothing | sports: K1, held K1"),
        arguments(
            "but where it may be replaced nobody has to guess which key it has",
            given().wants(K1).secretVersion("v1").sees(D, HIDDEN, 1).adopting(),
            "write: False Writing, reconciling | put K1 to sports in FIRST_SYNC | sports: K1, held"
                + " nothing"),
        arguments(
            "or can see it",
            given().wants(K1).secretVersion("v1").sees(D, K1, 1).adopting(),
            "adoptEqual, inSync: True InSync, not drifted | nothing | sports: K1, held K1"));
  }

  /** alreadyExists */
  private static Stream<Arguments> alreadyExists() {
    return Stream.of(
        arguments(
            "a record that is not is left alone",
            given().sees(D, FOREIGN, 10),
            "alreadyExists: False AlreadyExists, stalled | read in SWEEP at 290s | nothing"),
        arguments(
            "one that this object ordered is not another's",
            given().sees(D, FOREIGN, 10).ordered(D, A),
            "write: False Writing, reconciling | put A to sports in FIRST_SYNC | sports: A, held"
                + " nothing"));
  }

  /** write */
  private static Stream<Arguments> write() {
    return Stream.of(
        arguments(
            "a new record is entered into the ledger and put",
            given().absent(D, 1),
            "write: False Writing, reconciling | put A to sports in FIRST_SYNC | sports: A, held nothing"),
        arguments(
            "after a restart between ledger and Put it is put again",
            given().reconciling(Reason.WRITING, 9).absent(D, 1).ordered(D, A),
            "write: False Writing, reconciling | put A to sports in FIRST_SYNC | sports: A, held nothing"),
        arguments(
            "an edit is put",
            inSync().edited(B),
            "write: False Writing, reconciling | put B to sports in EDIT | sports: B, held A"),
        arguments(
            "after a restart between ledger and Put an edit is put again",
            inSync().edited(B).reconciling(Reason.WRITING, 9).ordered(D, B),
            "write: False Writing, reconciling | put B to sports in EDIT | sports: B, held A"),
        arguments(
            "an edit back before anything was sent needs no Put",
            inSync().ordered(D, B).edited(A),
            "inSync, inSync: True InSync, not drifted | nothing | sports: A, held A"),
        arguments(
            "an edit that meets drift is an edit",
            inSync().drifted(60).sees(D, FOREIGN, 1).edited(B),
            "write: False Writing, reconciling | put B to sports in EDIT | sports: B, held A"),
        arguments(
            "a rotated key is put though the API hides keys",
            given()
                .wants(K2)
                .secretVersion("v2")
                .holds(D, K1)
                .sees(D, HIDDEN, 1)
                .knowsAuthKey("key-one")
                .ready(),
            "write: False Writing, reconciling | put K2 to sports in EDIT | sports: K1, held K1"),
        arguments(
            "a rotated key that the API shows already needs no Put",
            given()
                .wants(K2)
                .secretVersion("v2")
                .holds(D, K1)
                .sees(D, K2, 1)
                .knowsAuthKey("key-one")
                .ready(),
            "inSync, inSync: True InSync, not drifted | nothing | sports: K1, held K1"),
        arguments(
            "another version of the Secret with the same value is no rotation",
            given()
                .wants(K1)
                .secretVersion("v2")
                .holds(D, K1)
                .sees(D, HIDDEN, 1)
                .knowsAuthKey("key-one")
                .ready(),
            "inSync, inSync: True InSync, not drifted | nothing | sports: K1, held K1"),
        arguments(
            "after a restart a hidden key that was ordered and never read back is written once more",
            given().wants(K2).secretVersion("v2").ordered(D, K1).sees(D, HIDDEN, 1),
            "write: False Writing, reconciling | put K2 to sports in FIRST_SYNC | sports: K1, held nothing"),
        arguments(
            "also if the first try of this process was refused, and then the Secret changed",
            given()
                .wants(K2)
                .secretVersion("v2")
                .ordered(D, K1)
                .sees(D, HIDDEN, 1)
                .putRefused(D, K1, Failures.notPermitted(), 9, 30),
            "write: False Writing, reconciling | put K2 to sports in FIRST_SYNC | sports: K1, held nothing"),
        arguments(
            "after a restart another version of the Secret is put where the API hides keys",
            given().wants(K2).secretVersion("v2").holds(D, K1).sees(D, HIDDEN, 1).ready(),
            "write: False Writing, reconciling | put K2 to sports in EDIT | sports: K1, held K1"),
        arguments(
            "where it shows them the read decides",
            given().wants(K2).secretVersion("v2").holds(D, K1).sees(D, K2, 1).ready(),
            "inSync, inSync: True InSync, not drifted | nothing | sports: K1, held K1"),
        arguments(
            "another key that may have been written is put back",
            given()
                .wants(K1)
                .secretVersion("v3")
                .holds(D, K1)
                .putUnknown(D, K2, 9)
                .sees(D, HIDDEN, 1)
                .knowsAuthKey("key-one")
                .ready(),
            "write: False Writing, reconciling | put K1 to sports in EDIT | sports: K1, held K1"),
        arguments(
            "also if a Put of the right one has been refused since",
            given()
                .wants(K1)
                .secretVersion("v3")
                .holds(D, K1)
                .putUnknown(D, K2, 9)
                .putRefused(D, K1, throttled(), 8, 0)
                .sees(D, HIDDEN, 1)
                .knowsAuthKey("key-one")
                .ready(),
            "write: False Writing, reconciling | put K1 to sports in REPAIR | sports: K1, held K1"),
        arguments(
            "where the API shows keys the read decides that too",
            given()
                .wants(K1)
                .secretVersion("v3")
                .holds(D, K1)
                .putUnknown(D, K2, 90)
                .sees(D, K1, 1)
                .knowsAuthKey("key-one")
                .ready(),
            "inSync, inSync: True InSync, not drifted | nothing | sports: K1, held K1"),
        arguments(
            "the same version is not put",
            given().wants(K1).secretVersion("v1").holds(D, K1).sees(D, HIDDEN, 1).ready(),
            "inSync: True InSync, not drifted | nothing | sports: K1, held K1"));
  }

  /** drift */
  private static Stream<Arguments> drift() {
    return Stream.of(
        arguments(
            "a record that was changed outside is put back",
            inSync().sees(D, FOREIGN, 1),
            "drift: False Correcting, reconciling, drifted | put A to sports in REPAIR | sports: A, held"
                + " A"),
        arguments(
            "a record that vanished is put back",
            inSync().absent(D, 1),
            "drift: False Correcting, reconciling, drifted | put A to sports in REPAIR | sports: A, held"
                + " A"),
        arguments(
            "a key that was changed outside is put back",
            given()
                .wants(K1)
                .secretVersion("v1")
                .holds(D, K1)
                .sees(D, K2, 1)
                .knowsAuthKey("key-one")
                .ready(),
            "drift: False Correcting, reconciling, drifted | put K1 to sports in REPAIR | sports: K1, held"
                + " K1"),
        arguments(
            "a hidden key is no drift",
            given()
                .wants(K1)
                .secretVersion("v1")
                .holds(D, K1)
                .sees(D, HIDDEN, 1)
                .knowsAuthKey("key-one")
                .ready(),
            "inSync: True InSync, not drifted | nothing | sports: K1, held K1"),
        arguments(
            "a correction of unknown outcome is read first",
            inSync().drifted(60).sees(D, FOREIGN, 1).putUnknown(D, A, 0),
            "verify: False Verifying, reconciling | read back in REPAIR | sports: A, held A"));
  }

  /** inSync */
  private static Stream<Arguments> arrived() {
    return Stream.of(
        arguments(
            "what reads back as wanted is in sync",
            given().ordered(D, A).putAccepted(D, A, 2).sees(D, A, 1),
            "inSync, inSync: True InSync, not drifted | nothing | sports: A, held A"),
        arguments(
            "a read in the instant in which the Put ended counts",
            given().ordered(D, A).putAccepted(D, A, 1).sees(D, A, 1),
            "inSync, inSync: True InSync, not drifted | nothing | sports: A, held A"),
        arguments(
            "what may change yet is read once more after a minute",
            given().ordered(D, A).putUnknown(D, A, 20).sees(D, A, 1),
            "inSync: True InSync, not drifted | read back in REPAIR at 40s | sports: A, held A"),
        arguments(
            "which settles it",
            given().ordered(D, A).putUnknown(D, A, 61).sees(D, A, 1),
            "inSync, inSync: True InSync, not drifted | nothing | sports: A, held A"));
  }
}
