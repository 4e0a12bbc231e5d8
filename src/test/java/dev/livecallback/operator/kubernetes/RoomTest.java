package dev.livecallback.operator.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A namespace")
class RoomTest {
  @ParameterizedTest(name = "takes {1} of {0} places, and leaves {2} to the next")
  @CsvSource({"1, 1, 0", "3, 3, 0", "4, 3, 1", "8, 6, 2", "32, 24, 6"})
  void takesMostPlacesAndLeavesTheRest(int places, int first, int second) {
    Room room = new Room(places);

    assertThat(fill(room, "one")).isEqualTo(first);
    assertThat(fill(room, "two")).isEqualTo(second);
    assertThat(room.taken()).isEqualTo(first + second);
  }

  private static int fill(Room room, String namespace) {
    int taken = 0;
    while (room.hasPlaceFor(namespace)) {
      room.enter(namespace);
      taken++;
    }
    return taken;
  }

  @Test
  void thatHasNoPlaceLeftLetsTheNextGoFirst() {
    Room room = new Room(4);
    fill(room, "one");

    assertThat(room.first(List.of("one", "two"))).contains("two");

    room.leave("one");
    assertThat(room.first(List.of("one", "two"))).contains("one");
  }

  @Test
  void leavesThePlacesThatItTook() {
    Room room = new Room(4);
    for (int i = fill(room, "one"); i > 0; i--) {
      room.leave("one");
    }

    assertThat(room.isEmpty()).isTrue();
    assertThat(fill(room, "two")).isEqualTo(3);
  }
}
