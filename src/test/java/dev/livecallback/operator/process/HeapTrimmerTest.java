package dev.livecallback.operator.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The memory that a process has")
class HeapTrimmerTest {
  private static final long BEGIN = 16L << 20;

  private long committed = BEGIN;
  private long needed = BEGIN;
  private int collections;
  private final HeapTrimmer trimmer =
      new HeapTrimmer(
          () -> committed,
          () -> {
            collections++;
            committed = needed;
          });

  @Test
  void thatTheStartTookIsGivenBackAtTheFirstLook() {
    committed = BEGIN + 3 * HeapTrimmer.WORTH;

    trimmer.trim();

    assertThat(collections).isOne();
    assertThat(committed).isEqualTo(BEGIN);
  }

  @Test
  void isGivenBackOnceABurstIsOver() {
    trimmer.trim();
    collections = 0;

    committed = BEGIN + HeapTrimmer.WORTH - 1;
    trimmer.trim();
    assertThat(collections).as("too little to be worth it").isZero();

    committed = BEGIN + HeapTrimmer.WORTH;
    trimmer.trim();
    trimmer.trim();

    assertThat(collections).isOne();
    assertThat(committed).isEqualTo(BEGIN);
  }

  @Test
  void isKeptWhileItIsNeeded() {
    committed = BEGIN + 4 * HeapTrimmer.WORTH;
    needed = committed;

    for (int i = 0; i < 10; i++) {
      trimmer.trim();
    }

    assertThat(collections).isOne();
  }
}
