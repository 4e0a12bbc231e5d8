package dev.livecallback.operator.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.api.AccountName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TendingOrderTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  private final TendingOrder order = new TendingOrder();
  private final List<AccountName> many =
      IntStream.range(0, 100).mapToObj(i -> new AccountName("many", "a" + i)).toList();

  @Test
  void aFewComeInASecondAndTheRestLater() {
    assertThat(order.next(many, _ -> false, NOW)).hasSize(TendingOrder.A_SECOND);
    assertThat(order.next(many, _ -> false, NOW.plusMillis(999))).isEmpty();
    assertThat(order.next(many, _ -> false, NOW.plusMillis(1_000))).hasSize(TendingOrder.A_SECOND);
  }

  @Test
  void namespacesTakeTurns() {
    List<AccountName> others =
        IntStream.range(0, 100).mapToObj(i -> new AccountName("other", "z" + i)).toList();
    List<AccountName> due = new ArrayList<>(many);
    due.addAll(others);

    List<AccountName> next = order.next(due, _ -> false, NOW);

    assertThat(next).filteredOn(others::contains).hasSize(TendingOrder.A_SECOND / 2);
  }

  @Test
  void thoseThatObjectsUseComeFirstButForEveryFifth() {
    List<AccountName> used =
        IntStream.range(0, 100).mapToObj(i -> new AccountName("used", "u" + i)).toList();
    List<AccountName> due = new ArrayList<>(many);
    due.addAll(used);

    List<AccountName> next = order.next(due, used::contains, NOW);

    assertThat(next.subList(0, 4)).allMatch(used::contains);
    assertThat(next).filteredOn(many::contains).hasSize(2);
  }

  @Test
  void whoIsDueForEverKeepsNobodyWaiting() {
    Set<AccountName> seen = new HashSet<>();
    for (int second = 0; second < 10; second++) {
      seen.addAll(order.next(many, _ -> true, NOW.plusSeconds(second)));
    }

    assertThat(seen).hasSize(100);
  }
}
