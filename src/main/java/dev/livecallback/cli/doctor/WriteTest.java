package dev.livecallback.cli.doctor;

import static dev.livecallback.cli.doctor.AccountFindings.permission;
import static dev.livecallback.cli.doctor.Finding.Part.ACCOUNT;
import static dev.livecallback.cli.doctor.Finding.State.BROKEN;
import static dev.livecallback.cli.doctor.Finding.State.DIFFERS;

import dev.livecallback.calls.Action;
import dev.livecallback.cli.CommandClock;
import dev.livecallback.cli.Durations;
import dev.livecallback.cli.PacedCalls;
import dev.livecallback.volcengine.Answer;
import dev.livecallback.volcengine.Authentication;
import dev.livecallback.volcengine.CallbackContent;
import dev.livecallback.volcengine.CallbackDetail;
import dev.livecallback.volcengine.CallbackRecord;
import dev.livecallback.volcengine.Failure;
import dev.livecallback.volcengine.Listing;
import dev.livecallback.volcengine.SecretText;
import dev.livecallback.volcengine.WriteAccepted;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Makes one record of an app of its own, edits it, reads it back, and removes it. No other record
 * is touched, and none is left: what a killed run left, the next one removes.
 */
final class WriteTest {
  /** How long a read may take to show a write, before this test goes on without. */
  static final Duration PATIENCE = Duration.ofSeconds(50);

  private static final String NAME = "write test";
  private static final int TRIES = 3;

  private final DoctorCloud cloud;
  private final DoctorCalls calls;
  private final Evidence evidence;
  private final CommandClock clock;
  private final TestRecord record;
  private final String what;
  private final TestRecordCleanup cleanup;
  private final PrintWriter err;
  private final List<Finding> findings = new ArrayList<>();
  private final List<Duration> delays = new ArrayList<>();
  private boolean neverShown;
  private @Nullable String absentDelete;
  private @Nullable CallbackContent content;

  /** The test is over before its end; what is to be said of it is said. */
  private static final class Ended extends Exception {
    private static final long serialVersionUID = 1;
  }

  /**
   * A test to come.
   *
   * @param record what it makes
   * @param shared whether strangers see what it says
   * @param err where it says what it will do, and what it couldn't take back
   */
  WriteTest(
      DoctorCloud cloud,
      DoctorCalls calls,
      Evidence evidence,
      CommandClock clock,
      TestRecord record,
      boolean shared,
      PrintWriter err) {
    this.cloud = cloud;
    this.calls = calls;
    this.evidence = evidence;
    this.clock = clock;
    this.record = record;
    this.what = shared ? "push callbacks of app " + TestRecord.APP : record.key().toString();
    this.cleanup = new TestRecordCleanup(cloud, clock, record, what, err);
    this.err = err;
  }

  /** Runs it. */
  void run() throws InterruptedException {
    err.println(
        "The write test makes one record, %s, edits it, reads it back, and removes it. It touches no other record."
            .formatted(what));
    Thread onInterrupt = Thread.ofPlatform().unstarted(cleanup::remove);
    Runtime.getRuntime().addShutdownHook(onInterrupt);
    boolean done = false;
    try {
      begin();
      put(record.first(), each -> false);
      put(record.edited(), each -> each.content().agreesWith(record.first()));
      write(Action.DELETE);
      shown(List::isEmpty);
      done = true;
    } catch (Ended _) {
      // A finding says why.
    } finally {
      calls.clearProgress();
      try {
        cleanup.remove();
      } finally {
        forget(onInterrupt);
      }
    }
    conclude(done);
  }

  /** Only now it is known whether the record is gone. */
  private void conclude(boolean done) {
    if (cleanup.isLeft()) {
      findings.removeIf(each -> each.name().equals(NAME));
      findings.add(
          new Finding(
              ACCOUNT,
              NAME,
              BROKEN,
              "its record may still be there: the deletes failed",
              what,
              "Run it again in %s: it removes the record. Or remove the record in the console."
                  .formatted(Durations.text(TestRecord.OLD))));
    } else if (done) {
      findings.add(
          Finding.ok(
              ACCOUNT,
              NAME,
              "a record was made, edited and removed; a read showed the three after "
                  + String.join(", ", delays.stream().map(WriteTest::text).toList()),
              what));
    }
  }

  private static String text(Duration delay) {
    return delay.compareTo(PATIENCE) >= 0
        ? "more than " + Durations.text(PATIENCE)
        : Durations.text(delay.plusMillis(999));
  }

  private static void forget(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException _) {
      // The process ends: the hook does it.
    }
  }

  /**
   * Looks whether the app is free, removes what an earlier run left, and tries a delete before
   * there is anything that couldn't be removed.
   */
  private void begin() throws InterruptedException, Ended {
    List<CallbackRecord> there = records();
    if (there.stream().anyMatch(each -> TestRecord.made(each).isEmpty())) {
      throw ended(
          DIFFERS,
          "a record of app %s is there that isn't this command's: nothing was written"
              .formatted(TestRecord.APP),
          "Look at it in the console, and remove it if nobody needs it.");
    }
    for (CallbackRecord left : there) {
      Instant made = TestRecord.made(left).orElseThrow();
      if (clock.now().isBefore(made.plus(TestRecord.OLD))) {
        throw otherRun(
            made.isAfter(clock.now().plus(TestRecord.OLD))
                ? "Its record has a date to come: remove it in the console."
                : "Run it again after %s.".formatted(Durations.text(TestRecord.OLD)));
      }
      calls.clearProgress();
      err.println("A run of this command left its record at %s: it is removed.".formatted(made));
      write(Action.DELETE);
      shown(List::isEmpty);
      delays.clear();
    }
    deleteNothing();
  }

  /** Exactly what this test will make, which isn't there yet. */
  private void deleteNothing() throws InterruptedException, Ended {
    int before = evidence.answers().size();
    Optional<Answer<WriteAccepted>> answer = calls.probe(() -> cloud.delete(record.key()));
    if (answer.isEmpty()) {
      throw outOfTime();
    }
    switch (answer.get()) {
      case Answer.Ok<WriteAccepted> _ -> {
        may(permission(Action.DELETE.word()));
        absentDelete = "";
      }
      case Answer.Failed<WriteAccepted>(Failure why) -> {
        if (why instanceof Failure.NotPermitted) {
          throw denied(Action.DELETE, why);
        }
        absentDelete =
            evidence.answers().size() > before
                ? evidence.last().map(AssumptionFindings::code).orElse(null)
                : null;
      }
    }
  }

  private void put(CallbackContent content, Predicate<CallbackRecord> before)
      throws InterruptedException, Ended {
    this.content = content;
    write(Action.UPDATE);
    Optional<List<CallbackRecord>> last =
        shown(
            all ->
                all.stream()
                    .anyMatch(
                        each ->
                            each.content().agreesWith(content)
                                || each.content().agreesWith(content.withHiddenKey())));
    boolean otherwise =
        last.isPresent() && !last.get().isEmpty() && last.get().stream().noneMatch(before);
    if (otherwise) {
      throw ended(
          DIFFERS,
          "a read shows the record otherwise than it was written",
          "Such an object says StoredDifferently. Please report it, with what --output json says.");
    }
  }

  /** Makes a write until it is answered: of one that wasn't, nobody knows when it took effect. */
  private void write(Action action) throws InterruptedException, Ended {
    for (int tries = 1; ; tries++) {
      Optional<Answer<WriteAccepted>> answer =
          switch (action) {
            case UPDATE ->
                cleanup.put(
                    () ->
                        calls.once(
                            () -> cloud.update(record.key(), Objects.requireNonNull(content))));
            case DELETE -> cleanup.removing(() -> calls.once(() -> cloud.delete(record.key())));
            case DESCRIBE -> throw new IllegalArgumentException("it writes nothing");
          };
      boolean open =
          answer.isPresent()
              && answer.get() instanceof Answer.Failed<WriteAccepted>(Failure why)
              && (why instanceof Failure.OutcomeUnknown || why instanceof Failure.Unavailable);
      if (!open || tries == TRIES) {
        judge(action, answer);
        return;
      }
    }
  }

  private void judge(Action action, Optional<Answer<WriteAccepted>> answer) throws Ended {
    if (answer.isEmpty()) {
      throw outOfTime();
    }
    switch (answer.get()) {
      case Answer.Ok<WriteAccepted> _ -> may(permission(action.word()));
      case Answer.Failed<WriteAccepted>(Failure why) -> {
        switch (why) {
          case Failure.NotPermitted _ -> throw denied(action, why);
          case Failure.OutcomeUnknown _, Failure.Unavailable _ ->
              throw ended(
                  DIFFERS,
                  "%s had no answer that says what came of it".formatted(action.word()),
                  PacedCalls.sentence(why),
                  "Run it again later.");
          case Failure.Throttled _,
              Failure.CredentialsRejected _,
              Failure.WrongEndpoint _,
              Failure.Rejected _,
              Failure.ScopeMissing _,
              Failure.TooLarge _ ->
              throw ended(
                  DIFFERS,
                  "%s was refused".formatted(action.word()),
                  PacedCalls.sentence(why),
                  "An object whose write is refused so says why in its condition.");
        }
      }
    }
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
        DIFFERS,
        "it wasn't done in the time that it has",
        "Run it again later, or give it longer by --timeout, up to 3 minutes.");
  }

  private Ended otherRun(String help) {
    return ended(
        DIFFERS, "another run of this command is at work, or was killed: look at its end", help);
  }

  private void may(String permission) {
    if (findings.stream().noneMatch(each -> each.name().equals(permission))) {
      findings.add(Finding.ok(ACCOUNT, permission, "the key may", ""));
    }
  }

  /**
   * Reads until a read shows the last write; how long that took is kept.
   *
   * @return empty = it was shown; else what the last read showed instead
   */
  private Optional<List<CallbackRecord>> shown(Predicate<List<CallbackRecord>> write)
      throws InterruptedException, Ended {
    Instant written = clock.now();
    boolean first = true;
    while (true) {
      Instant began = clock.now();
      List<CallbackRecord> all = records();
      if (all.stream().anyMatch(each -> !record.isOurs(each) && TestRecord.made(each).isPresent())
          && content != null) {
        cleanup.leave();
        throw otherRun("Run it again after %s.".formatted(Durations.text(TestRecord.OLD)));
      }
      Duration took = first ? Duration.ZERO : Duration.between(written, began);
      if (write.test(all)) {
        delays.add(took);
        return Optional.empty();
      }
      if (took.compareTo(PATIENCE) >= 0) {
        delays.add(took);
        neverShown = true;
        return Optional.of(all);
      }
      first = false;
    }
  }

  private List<CallbackRecord> records() throws InterruptedException, Ended {
    Listing ours = new Listing(record.key().scope(), null, TestRecord.APP);
    Optional<Answer<List<CallbackRecord>>> answer = calls.read(() -> cloud.describe(ours));
    return switch (answer.orElse(null)) {
      case Answer.Ok<List<CallbackRecord>>(List<CallbackRecord> all, _) ->
          all.stream().filter(each -> TestRecord.APP.equals(each.app())).toList();
      case Answer.Failed<List<CallbackRecord>>(Failure why) ->
          throw ended(
              DIFFERS,
              "the vhost couldn't be read",
              PacedCalls.sentence(why),
              "Run it again later.");
      case null -> throw outOfTime();
    };
  }

  private Ended ended(Finding.State state, String seen, String help) {
    return ended(state, seen, what, help);
  }

  private Ended ended(Finding.State state, String seen, String detail, String help) {
    findings.add(new Finding(ACCOUNT, NAME, state, seen, detail, help));
    return new Ended();
  }

  /** Its calls. */
  DoctorCalls calls() {
    return calls;
  }

  /** What it says of the account. */
  List<Finding> findings() {
    return List.copyOf(findings);
  }

  /** How long the slowest read took to show a write; null = none was made. */
  @Nullable Duration slowest() {
    return delays.stream().max(Duration::compareTo).orElse(null);
  }

  /** Whether some write wasn't shown in that time. */
  boolean neverShown() {
    return neverShown;
  }

  /** What a delete of what isn't there was answered; "" = success, null = none was made. */
  @Nullable String absentDelete() {
    return absentDelete;
  }

  /** What the test writes. */
  static CallbackContent content(String url, @Nullable String key) {
    return new CallbackContent(
        List.of(new CallbackDetail(CallbackDetail.HTTP, url)),
        false,
        key == null ? new Authentication.Off() : new Authentication.On(new SecretText(key)));
  }
}
