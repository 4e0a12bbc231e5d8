package dev.livecallback.cli.doctor;

import static dev.livecallback.cli.doctor.AccountFindings.permission;
import static dev.livecallback.cli.doctor.Finding.Part.ACCOUNT;
import static dev.livecallback.cli.doctor.Finding.State.BROKEN;
import static dev.livecallback.cli.doctor.Finding.State.DIFFERS;

import dev.livecallback.calls.Action;
import dev.livecallback.cli.CommandClock;
import dev.livecallback.cli.PacedCalls;
import dev.livecallback.cli.doctor.WriteTest.Ended;
import dev.livecallback.volcengine.Answer;
import dev.livecallback.volcengine.CallbackContent;
import dev.livecallback.volcengine.CallbackRecord;
import dev.livecallback.volcengine.Failure;
import dev.livecallback.volcengine.RawAnswer;
import dev.livecallback.volcengine.WriteAccepted;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The calls of a write test, with retries, and the findings from their answers. */
final class TestWrites {
  private static final String NAME = "write test";
  private static final int TRIES = 3;

  private final DoctorCloud cloud;
  private final DoctorCalls calls;
  private final Evidence evidence;
  private final TestRecord record;
  private final TestRecordCleanup cleanup;
  private final CommandClock clock;
  private final String what;
  private final List<Finding> findings = new ArrayList<>();
  private @Nullable String absentDelete;
  private Instant readBegan = Instant.MIN;

  /**
   * @param what the record, in words that strangers may see if the report is for them
   */
  TestWrites(
      DoctorCloud cloud,
      DoctorCalls calls,
      Evidence evidence,
      TestRecord record,
      TestRecordCleanup cleanup,
      CommandClock clock,
      String what) {
    this.cloud = cloud;
    this.calls = calls;
    this.evidence = evidence;
    this.record = record;
    this.cleanup = cleanup;
    this.clock = clock;
    this.what = what;
  }

  /** Reads the records of the test's app. */
  List<CallbackRecord> records() throws InterruptedException, Ended {
    Optional<Answer<List<CallbackRecord>>> answer =
        calls.read(
            () -> {
              readBegan = clock.now();
              return cloud.describe(record.listing());
            });
    return switch (answer.orElse(null)) {
      case Answer.Ok<List<CallbackRecord>>(List<CallbackRecord> all, _) -> TestRecord.ofItsApp(all);
      case Answer.Failed<List<CallbackRecord>>(Failure why) ->
          throw ended(
              "the vhost couldn't be read", PacedCalls.sentence(why), "Run it again later.");
      case null -> throw outOfTime();
    };
  }

  /**
   * Deletes exactly the record that the test will make, which doesn't exist yet. So the test makes
   * no record that it may not remove, and sees how the API answers such a delete.
   */
  void deleteNothing() throws InterruptedException, Ended {
    for (int tries = 1; ; tries++) {
      int before = evidence.answers().size();
      Optional<Answer<WriteAccepted>> answer = calls.probe(() -> cloud.delete(record.key()));
      if (answer.isEmpty()) {
        throw outOfTime();
      }
      if (!(answer.get() instanceof Answer.Failed<WriteAccepted>(Failure why))) {
        may(Action.DELETE);
        absentDelete = "";
        return;
      }
      if (why instanceof Failure.NotPermitted) {
        throw denied(Action.DELETE, why);
      }
      Optional<RawAnswer> said =
          evidence.answers().size() > before ? evidence.last() : Optional.empty();
      boolean refused =
          (said.isPresent() && !isOpen(why))
              || (tries == TRIES
                  && said.filter(each -> each.code().equals("CommonErr")).isPresent());
      if (refused) {
        absentDelete = AssumptionFindings.code(said.orElseThrow());
        return;
      }
      if (tries == TRIES) {
        throw unanswered(Action.DELETE, why);
      }
    }
  }

  /** Puts the record. */
  void put(CallbackContent content) throws InterruptedException, Ended {
    for (int tries = 1; ; tries++) {
      Optional<Answer<WriteAccepted>> answer =
          cleanup.put(() -> calls.once(() -> cloud.update(record.key(), content)));
      if (isDone(Action.UPDATE, answer, tries)) {
        return;
      }
    }
  }

  /** Removes the record. If the answer leaves open whether the record is gone, a read decides. */
  void delete() throws InterruptedException, Ended {
    for (int tries = 1; ; tries++) {
      Optional<Answer<WriteAccepted>> answer =
          cleanup.removing(() -> calls.once(() -> cloud.delete(record.key())));
      if (answer.isPresent()
          && answer.get() instanceof Answer.Failed<WriteAccepted>(Failure why)
          && !(why instanceof Failure.NotPermitted)
          && records().isEmpty()
          && cleanup.isGone(why)) {
        return;
      }
      if (isDone(Action.DELETE, answer, tries)) {
        return;
      }
    }
  }

  /** Returns whether a write was done; false = the caller has to make it again. */
  private boolean isDone(Action action, Optional<Answer<WriteAccepted>> answer, int tries)
      throws Ended {
    if (answer.isEmpty()) {
      throw outOfTime();
    }
    if (!(answer.get() instanceof Answer.Failed<WriteAccepted>(Failure why))) {
      may(action);
      return true;
    }
    if (why instanceof Failure.NotPermitted) {
      throw denied(action, why);
    }
    if (!isOpen(why)) {
      throw ended(
          "%s was refused".formatted(action.word()),
          PacedCalls.sentence(why),
          "An object whose write is refused so says why in its condition.");
    }
    if (tries == TRIES) {
      throw unanswered(action, why);
    }
    return false;
  }

  /** Returns whether the outcome of a call is unknown, or another try may have another outcome. */
  private static boolean isOpen(Failure why) {
    return why instanceof Failure.OutcomeUnknown || why instanceof Failure.Unavailable;
  }

  private Ended unanswered(Action action, Failure why) {
    return ended(
        "%s had no answer that says what came of it".formatted(action.word()),
        PacedCalls.sentence(why),
        "Run it again later.");
  }

  private Ended denied(Action action, Failure why) {
    findings.add(
        new Finding(
            ACCOUNT,
            permission(action.word()),
            BROKEN,
            "the key may not",
            PacedCalls.sentence(why),
            "Grant live:%s: docs/accounts.md has the whole policy.".formatted(action.word())));
    return new Ended();
  }

  private Ended outOfTime() {
    return ended(
        "it wasn't done in the time that it has",
        "Run it again later, with a longer --timeout, or with more --calls-per-second.");
  }

  private void may(Action action) {
    String name = permission(action.word());
    if (findings.stream().noneMatch(each -> each.name().equals(name))) {
      findings.add(Finding.ok(ACCOUNT, name, "the key may", ""));
    }
  }

  /** Adds the finding that says why the test ends, and returns the exception to throw. */
  Ended ended(String seen, String help) {
    return ended(seen, what, help);
  }

  private Ended ended(String seen, String detail, String help) {
    findings.add(new Finding(ACCOUNT, NAME, DIFFERS, seen, detail, help));
    return new Ended();
  }

  /** Replaces the finding about the test as a whole. */
  void judge(Finding.State state, String seen, String help) {
    findings.removeIf(each -> each.name().equals(NAME));
    findings.add(new Finding(ACCOUNT, NAME, state, seen, what, help));
  }

  /** Adds a help to the finding about the test as a whole. */
  void help(String more) {
    findings.replaceAll(
        each ->
            each.name().equals(NAME)
                ? new Finding(
                    each.part(),
                    NAME,
                    each.state(),
                    each.seen(),
                    each.detail(),
                    (each.help() + " " + more).strip())
                : each);
  }

  /** Returns when the last read of the records began. */
  Instant readBegan() {
    return readBegan;
  }

  /** Returns the cleanup, which removes the record at the end. */
  TestRecordCleanup cleanup() {
    return cleanup;
  }

  /** Returns the calls, with their counts. */
  DoctorCalls calls() {
    return calls;
  }

  /** Returns the findings about the account. */
  List<Finding> findings() {
    return List.copyOf(findings);
  }

  /**
   * Returns the answer to a delete of a record that doesn't exist, as a code; "" = success, null =
   * there was none.
   */
  @Nullable String absentDelete() {
    return absentDelete;
  }
}
