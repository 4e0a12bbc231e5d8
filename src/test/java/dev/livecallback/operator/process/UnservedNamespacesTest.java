package dev.livecallback.operator.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.livecallback.operator.config.StartupException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Namespaces in which the operator has no rights yet. */
class UnservedNamespacesTest {
  private static final Instant T = Instant.parse("2026-01-01T00:00:00Z");

  private final Map<String, NamespaceRights> rights = new HashMap<>();
  private final List<Duration> looks = new ArrayList<>();
  private final List<String> served = new ArrayList<>();
  private Instant now = T;
  private boolean unreachable;
  private boolean servable = true;
  private boolean failing;
  private boolean slow;
  private final List<Runnable> waiting = new ArrayList<>();

  private UnservedNamespaces unserved(String... namespaces) {
    for (String each : namespaces) {
      rights.put(each, new NamespaceRights(each, "list secrets", false));
    }
    return new UnservedNamespaces(
        List.copyOf(rights.values()), this::look, this::serve, this::aside, () -> now);
  }

  private NamespaceRights look(String namespace) throws StartupException {
    looks.add(Duration.between(T, now));
    if (unreachable) {
      throw new StartupException("The API server can't be reached.");
    }
    return Objects.requireNonNull(rights.get(namespace));
  }

  private boolean serve(NamespaceRights found) {
    if (failing) {
      throw new IllegalStateException("as it may happen");
    }
    served.add(found.namespace());
    return servable;
  }

  private void aside(Runnable task) {
    if (slow) {
      waiting.add(task);
    } else {
      task.run();
    }
  }

  private void bind(String namespace) {
    rights.put(namespace, new NamespaceRights(namespace, null, true));
  }

  private void seconds(UnservedNamespaces unserved, int seconds) {
    for (int i = 0; i < seconds; i++) {
      now = now.plusSeconds(1);
      unserved.lookAgain();
    }
  }

  @Test
  void theyAreLookedAtEverMoreRarelyAndOnceAMinuteInTheEnd() {
    UnservedNamespaces unserved = unserved("two");

    seconds(unserved, 300);

    assertThat(looks)
        .extracting(Duration::toSeconds)
        .containsExactly(5L, 15L, 35L, 75L, 135L, 195L, 255L);
    assertThat(served).isEmpty();
    assertThat(unserved.contains("two")).isTrue();
  }

  @Test
  void oneIsServedOnceOnlyWhenItsRightsAreThereAndTheOthersWaitOn() {
    UnservedNamespaces unserved = unserved("two", "three");
    bind("two");

    seconds(unserved, 60);

    assertThat(served).containsExactly("two");
    assertThat(unserved.contains("two")).isFalse();
    assertThat(unserved.told()).contains("namespace three isn't served").doesNotContain("two");
  }

  @Test
  void whatIsMissingIsToldAsItIsNow() {
    UnservedNamespaces unserved = unserved("two");
    assertThat(unserved.told())
        .isEqualTo(
            "\nnamespace two isn't served: The operator may not list secrets in namespace two: bind"
                + " the roles of deploy/manifests to its ServiceAccount, or set WATCH_NAMESPACES to"
                + " the namespaces that it has roles in.");
    rights.put("two", new NamespaceRights("two", "create events", false));

    seconds(unserved, 5);

    assertThat(unserved.told()).contains("create events").doesNotContain("secrets");
  }

  @Test
  void anApiServerThatSaysNothingIsAskedAgain() {
    UnservedNamespaces unserved = unserved("two");
    bind("two");
    unreachable = true;
    seconds(unserved, 5);
    assertThat(served).isEmpty();
    unreachable = false;

    seconds(unserved, 10);

    assertThat(served).containsExactly("two");
    assertThat(unserved.told()).isEmpty();
  }

  @Test
  void oneThatCouldNotBeServedStaysOneOfThem() {
    UnservedNamespaces unserved = unserved("two");
    bind("two");
    servable = false;

    seconds(unserved, 5);

    assertThat(unserved.contains("two")).isTrue();
  }

  @Test
  void oneThatIsBeingReadIsNotLookedAtAgainAndHoldsUpNoOther() {
    UnservedNamespaces unserved = unserved("two", "three");
    bind("two");
    slow = true;
    seconds(unserved, 5);
    assertThat(waiting).hasSize(1);
    assertThat(unserved.told())
        .contains("namespace two isn't served: its objects and Secrets couldn't be read yet.");

    bind("three");
    slow = false;
    seconds(unserved, 300);

    assertThat(served).containsExactly("three");
    waiting.getFirst().run();
    assertThat(served).containsExactly("three", "two");
    assertThat(unserved.told()).isEmpty();
  }

  @Test
  void oneThatFailedInAnUnexpectedWayIsServedAgain() {
    UnservedNamespaces unserved = unserved("two");
    bind("two");
    slow = true;
    seconds(unserved, 5);
    failing = true;
    assertThatThrownBy(waiting.getFirst()::run).isInstanceOf(IllegalStateException.class);

    failing = false;
    slow = false;
    seconds(unserved, 10);

    assertThat(served).containsExactly("two");
    assertThat(unserved.told()).isEmpty();
  }
}
