package dev.livecallback.plan;

import static dev.livecallback.plan.Given.A;
import static dev.livecallback.plan.Given.B;
import static dev.livecallback.plan.Given.D;
import static dev.livecallback.plan.Given.given;
import static dev.livecallback.plan.Given.inSync;
import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.calls.Order;
import dev.livecallback.calls.PlannedOrder;
import org.junit.jupiter.api.Test;

/** What an account does to its objects' plans. */
class PlannerAccountTest {
  private static Plan plan(Given given) {
    return Planner.ofTable().plan(given.facts());
  }

  private static String message(Plan plan) {
    assertThat(plan.verdict()).isNotNull();
    return plan.verdict() == null ? "" : plan.verdict().message();
  }

  @Test
  void whoeverIsPausedWithTheAccountReadsSo() {
    assertThat(message(plan(inSync().accountPaused()))).contains("account live/default");
    assertThat(message(plan(inSync().paused()))).contains("for this object");
  }

  @Test
  void anObjectThatIsRefusedAndWhoseStatusWasLostIsLetGoUnread() {
    Plan plan = plan(given().deleting().notAllowed());

    assertThat(plan.release()).isTrue();
    assertThat(plan.orders()).isEmpty();
    assertThat(plan.notices())
        .singleElement()
        .satisfies(
            notice -> {
              assertThat(notice.reason()).isEqualTo("RecordKept");
              assertThat(notice.message()).endsWith("Ask for a rule.");
            });
    assertThat(plan(given().deleting()).orders()).as("one that isn't refused is read").hasSize(1);
  }

  @Test
  void whatARefusedObjectWroteIsStillCleanedUp() {
    Plan plan = plan(inSync().deleting().notAllowed());

    assertThat(plan.orders())
        .singleElement()
        .extracting(PlannedOrder::order)
        .isInstanceOf(Order.Remove.class);
  }

  @Test
  void aPutThatIsDeniedWaitsAndSaysWhy() {
    Plan plan = plan(inSync().edited(B).writesDenied(D));

    assertThat(plan.orders())
        .singleElement()
        .extracting(PlannedOrder::order)
        .isInstanceOf(Order.Put.class);
    assertThat(plan.verdict()).isNotNull();
    assertThat(Told.of(inSync().edited(B).writesDenied(D).facts(), plan))
        .startsWith("write: False AccountNotReady");
    assertThat(message(plan)).isEqualTo("The API doesn't permit this.");
    assertThat(plan(inSync().writesDenied(D)).orders()).as("who is in sync asks nothing").isEmpty();
  }

  @Test
  void aRemovalThatIsDeniedWaitsAndSaysHowToGetOut() {
    Plan plan = plan(given().holds(D, A).sees(D, A, 1).deleting().writesDenied(D));

    assertThat(plan.orders())
        .singleElement()
        .extracting(PlannedOrder::order)
        .isInstanceOf(Order.Remove.class);
    assertThat(message(plan)).contains("doesn't permit this", "Orphan");
  }
}
