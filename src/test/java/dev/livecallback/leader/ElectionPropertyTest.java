package dev.livecallback.leader;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Processes that are frozen, cut off, answered late or not at all, ended and replaced at random
 * moments, on machines whose clocks are wrong.
 */
@DisplayName("Whatever happens in an election")
class ElectionPropertyTest {
  private static final int WORLDS = 2_000;
  private static final int EVENTS = 300;

  @Test
  void neverTwoMayActAtOnceAndInTheEndOneDoes() {
    int handOvers = 0;
    for (int seed = 0; seed < WORLDS; seed++) {
      World world = new World(seed);
      for (int i = 0; i < EVENTS; i++) {
        world.event();
      }
      handOvers += world.leaders;
      world.quiet();
    }
    assertThat(handOvers).isGreaterThan(5 * WORLDS);
  }

  private static final class World {
    private final int seed;
    private final Random random;
    private final Person.Time time = new Person.Time();
    private final SharedLease lease = new SharedLease();
    private final List<Member> members = new ArrayList<>();
    private int born;
    private int depth;
    private int leaders;

    /** A process, and what is wrong with it. */
    private final class Member {
      final Person person;
      long dueAt = time.millis;
      long frozenUntil;
      long cutUntil;
      boolean troubled = true;
      boolean counted;
      boolean asking;

      Member() {
        born++;
        person = new Person("process-" + born, lease, time);
        person.skew = Duration.ofMinutes(random.nextInt(-600, 600));
        person.way.cut = () -> time.millis < cutUntil;
        person.way.answerLost = () -> troubled && random.nextInt(20) == 0;
        person.way.beforeAnswer = this::delayed;
      }

      /** An answer takes its time, in which others are at it. */
      void delayed() {
        if (troubled && depth < 3 && random.nextInt(6) == 0) {
          depth++;
          long wait = random.nextInt(10) == 0 ? 20_000 : 2_000;
          long until = time.millis + random.nextLong(wait);
          while (time.millis < until) {
            pass(Math.min(500, until - time.millis));
          }
          depth--;
        }
      }

      void step() {
        asking = true;
        Duration wait = person.election.step();
        asking = false;
        dueAt = time.millis + Math.max(1, wait.toMillis());
        if (person.mayAct() && !counted) {
          counted = true;
          leaders++;
        }
      }
    }

    World(int seed) {
      this.seed = seed;
      this.random = new Random(seed);
      for (int i = 0; i < 3; i++) {
        members.add(new Member());
      }
    }

    void event() {
      Member one = members.get(random.nextInt(members.size()));
      switch (random.nextInt(12)) {
        case 0 -> one.frozenUntil = time.millis + random.nextInt(25_000);
        case 1 -> one.cutUntil = time.millis + random.nextInt(20_000);
        case 2 -> {
          // Ended in order, or killed, and replaced.
          if (depth == 0) {
            if (random.nextBoolean()) {
              one.person.election.release();
            }
            members.set(members.indexOf(one), new Member());
          }
        }
        default -> pass(random.nextInt(3_000));
      }
      check();
    }

    /** Whoever is due and isn't kept from it takes its steps. */
    private void pass(long millis) {
      time.pass(Duration.ofMillis(millis));
      check();
      for (Member each : List.copyOf(members)) {
        if (!each.asking && each.dueAt <= time.millis && each.frozenUntil <= time.millis) {
          each.step();
          check();
        }
      }
    }

    private void check() {
      assertThat(members.stream().filter(each -> each.person.mayAct()).count())
          .as("who may act at once, seed " + seed)
          .isLessThanOrEqualTo(1);
    }

    /** All is well for a minute; who has ended is started anew, as Kubernetes does. */
    void quiet() {
      members.forEach(
          each -> {
            each.troubled = false;
            each.cutUntil = 0;
            each.frozenUntil = 0;
          });
      for (int i = 0; i < 120; i++) {
        members.replaceAll(
            each -> {
              if (!each.person.election.isOver()) {
                return each;
              }
              Member fresh = new Member();
              fresh.troubled = false;
              return fresh;
            });
        pass(500);
      }
      assertThat(members.stream().filter(each -> each.person.mayAct()).count())
          .as("who leads in the end, seed " + seed)
          .isEqualTo(1);
    }
  }
}
