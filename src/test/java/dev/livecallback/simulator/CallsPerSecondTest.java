package dev.livecallback.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.simulator.CallsPerSecond.MeterCounts;
import dev.livecallback.simulator.CallsPerSecond.MeterKey;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CallsPerSecondTest {
  private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");
  private static final MeterKey METER = new MeterKey("1", "UpdateCallback");

  private final CallsPerSecond rates = new CallsPerSecond();

  private MeterCounts only(int seconds, Instant until) {
    List<MeterCounts> all = rates.last(seconds, until);
    assertThat(all).hasSize(1);
    return all.getFirst();
  }

  @Test
  void countsBySecond() {
    rates.add(NOW.minusMillis(1), METER, false);
    rates.add(NOW, METER, false);
    rates.add(NOW.plusMillis(999), METER, false);
    rates.add(NOW.plusMillis(999), METER, true);

    assertThat(only(3, NOW)).isEqualTo(new MeterCounts(METER, List.of(0, 1, 2), List.of(0, 0, 1)));
  }

  @Test
  void forgetsWhatIsLongAgo() {
    rates.add(NOW, METER, false);

    assertThat(only(300, NOW.plusSeconds(299)).calls().getFirst()).isEqualTo(1);
    assertThat(rates.last(300, NOW.plusSeconds(300))).isEmpty();
    rates.add(NOW.plusSeconds(300), METER, true);
    assertThat(only(300, NOW.plusSeconds(300)).calls()).containsOnly(0);
    assertThat(only(1, NOW.plusSeconds(300)).refused()).containsExactly(1);
  }

  @Test
  void countsACallThatTookLongForTheSecondInWhichItCame() {
    rates.add(NOW, METER, false);
    rates.add(NOW.minusSeconds(2), METER, false);
    rates.add(NOW.minusSeconds(300), METER, false);

    assertThat(only(3, NOW).calls()).containsExactly(1, 0, 1);
  }

  @Test
  void takesNoMoreMemoryForMoreAccounts() {
    IntStream.range(0, 1_000)
        .forEach(i -> rates.add(NOW, new MeterKey(String.valueOf(i), "UpdateCallback"), false));

    List<MeterCounts> all = rates.last(1, NOW);
    assertThat(all).hasSize(101);
    assertThat(all.stream().mapToInt(each -> each.calls().getFirst()).sum()).isEqualTo(1_000);
    assertThat(all).extracting(MeterCounts::meter).contains(new MeterKey(null, "other"));

    rates.add(NOW.plusSeconds(300), METER, false);
    assertThat(rates.last(300, NOW.plusSeconds(300)))
        .as("those of long ago make room")
        .extracting(MeterCounts::meter)
        .containsExactly(METER);
  }
}
