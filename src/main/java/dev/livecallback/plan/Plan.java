package dev.livecallback.plan;

import dev.livecallback.calls.Order;
import dev.livecallback.calls.PlannedOrder;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is wanted for one object. Orders that aren't in the plan are withdrawn.
 *
 * @param ledger the ledger as it should be
 * @param verdict the verdict that the object shows; null = the conditions stay as they are
 * @param difference the record's differences, if the object shows any; else null
 * @param orders the orders to the API; a write is placed once the ledger is known to be written
 * @param lookAgain the latest time at which to plan again; {@link Instant#MAX} = only when
 *     something happens
 * @param release whether the finalizer is removed
 * @param notices the notices to tell, each once
 * @param decidedBy the names of the rules that decided, in their order: mostly one. If a plan
 *     changes the ledger and orders nothing, the rule that decides next follows
 */
@RecordBuilder
public record Plan(
    Ledger ledger,
    @Nullable Verdict verdict,
    @Nullable Difference difference,
    List<PlannedOrder> orders,
    Instant lookAgain,
    boolean release,
    List<Notice> notices,
    List<String> decidedBy)
    implements PlanBuilder.With {

  /** Takes copies. */
  public Plan {
    orders = List.copyOf(orders);
    notices = List.copyOf(notices);
    decidedBy = List.copyOf(decidedBy);
  }

  /**
   * Returns whether the plan orders more than reads. Such orders need the ledger to be written
   * first.
   */
  public boolean writes() {
    return orders.stream().anyMatch(each -> !(each.order() instanceof Order.Read));
  }

  /** Returns a plan that leaves conditions and ledger as they are. */
  static Plan keep(Facts facts) {
    return new Plan(
        facts.ledger(), null, null, List.of(), Instant.MAX, false, List.of(), List.of());
  }

  /** Returns a plan that shows a verdict. */
  static Plan show(Facts facts, Verdict verdict) {
    return new Plan(
        facts.ledger(), verdict, null, List.of(), Instant.MAX, false, List.of(), List.of());
  }

  /** Returns a plan that removes the finalizer, because no remote record of the object is left. */
  static Plan release(Facts facts) {
    return new Plan(facts.ledger(), null, null, List.of(), Instant.MAX, true, List.of(), List.of());
  }

  Plan order(PlannedOrder order) {
    return withOrders(List.of(order));
  }

  Plan lookAgain(Instant at) {
    return withLookAgain(at.isBefore(lookAgain) ? at : lookAgain);
  }

  Plan tell(List<Notice> more) {
    List<Notice> all = new ArrayList<>(notices);
    all.addAll(more);
    return withNotices(all);
  }

  Plan tell(Notice notice) {
    return tell(List.of(notice));
  }

  Plan decidedBy(String rule) {
    return withDecidedBy(List.of(rule));
  }
}
