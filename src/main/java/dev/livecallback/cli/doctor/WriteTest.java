package dev.livecallback.cli.doctor;

import static dev.livecallback.cli.doctor.Finding.State.BROKEN;
import static dev.livecallback.cli.doctor.Finding.State.DIFFERS;
import static dev.livecallback.cli.doctor.Finding.State.OK;

import dev.livecallback.cli.CommandClock;
import dev.livecallback.cli.Durations;
import dev.livecallback.volcengine.CallbackContent;
import dev.livecallback.volcengine.CallbackRecord;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The write test. It makes one record of an app of its own, edits the record, reads it back, and
 * removes it. It touches no other record. If a run is killed, the next run removes its record.
 */
final class WriteTest {
  /** The longest wait until a read shows a write. After that, the test goes on. */
  static final Duration PATIENCE = Duration.ofSeconds(50);

  private final TestWrites writes;
  private final CommandClock clock;
  private final TestRecord record;
  private final String what;
  private final PrintWriter err;
  private final List<Duration> delays = new ArrayList<>();
  private Duration gap = Duration.ZERO;
  private boolean neverShown;
  private boolean wrote;

  /** The early end of the test. A finding already says why. */
  static final class Ended extends Exception {
    private static final long serialVersionUID = 1;
  }

  /**
   * Creates a test.
   *
   * @param record the record that the test makes
   * @param what the record, in words that strangers may see if the report is for them
   * @param err the stream for messages about what the test will do
   */
  WriteTest(
      TestWrites writes, CommandClock clock, TestRecord record, String what, PrintWriter err) {
    this.writes = writes;
    this.clock = clock;
    this.record = record;
    this.what = what;
    this.err = err;
  }

  /** Runs the test. */
  void run() throws InterruptedException {
    err.println(
        "The write test makes one record, %s, edits it, reads it back, and removes it. Before that it deletes the same record, which isn't there, to see whether it may. It touches no other record."
            .formatted(what));
    TestRecordCleanup cleanup = writes.cleanup();
    Thread onInterrupt = Thread.ofPlatform().unstarted(cleanup::remove);
    Runtime.getRuntime().addShutdownHook(onInterrupt);
    boolean done = false;
    try {
      begin();
      put(record.first(), _ -> false);
      put(record.edited(), each -> each.content().agreesWith(record.first()));
      writes.delete();
      shown(List::isEmpty);
      done = true;
    } catch (Ended _) {
      // A finding says why.
    } finally {
      writes.calls().clearProgress();
      try {
        cleanup.remove();
      } finally {
        forget(onInterrupt);
      }
    }
    conclude(done);
  }

  /** Judges the test as a whole. Only the cleanup shows whether the record is gone. */
  private void conclude(boolean done) {
    String again = Durations.text(TestRecord.OLD);
    if (writes.cleanup().isLeft()) {
      writes.judge(
          BROKEN,
          "its record may still be there: the deletes failed",
          "Run it again in %s: it removes the record. Or remove the record in the console."
              .formatted(again));
      return;
    }
    if (done && writes.cleanup().isUnsure()) {
      writes.judge(
          DIFFERS, "it isn't known what came of one write, which may yet make the record", "");
    }
    if (writes.cleanup().isUnsure()) {
      writes.help("Run it again in %s: it removes the record.".formatted(again));
    } else if (done) {
      writes.judge(
          OK,
          "a record was made, edited and removed; a read showed the three after "
              + String.join(", ", delays.stream().map(WriteTest::text).toList()),
          "");
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
      // The process ends, and the hook removes the record.
    }
  }

  /**
   * Checks that the app has no foreign record, removes the record of an earlier run, and tries a
   * delete before the test makes a record that it might not remove.
   */
  private void begin() throws InterruptedException, Ended {
    List<CallbackRecord> there = writes.records();
    if (there.stream().anyMatch(each -> TestRecord.made(each).isEmpty())) {
      throw writes.ended(
          "a record of app %s is there that isn't this command's: nothing was written"
              .formatted(TestRecord.APP),
          "Look at it in the console, and remove it if nobody needs it.");
    }
    if (!there.isEmpty()) {
      Instant made = TestRecord.made(there.getFirst()).orElseThrow();
      if (made.isAfter(clock.now().plus(TestRecord.OLD))) {
        throw writes.ended(
            "a record of this command is there whose date is to come: nothing was written",
            "Remove it in the console.");
      }
      if (record.isOfAnotherRun(there.getFirst(), clock.now())) {
        throw otherRun();
      }
      writes.calls().clearProgress();
      err.println(
          "A run of this command left its record at %s. This run removes the record."
              .formatted(made));
      writes.cleanup().seen();
      writes.delete();
      shown(List::isEmpty);
      delays.clear();
      neverShown = false;
    }
    writes.deleteNothing();
  }

  private Ended otherRun() {
    return writes.ended(
        "another run of this command is at work, or was killed, and its record is left to it",
        "Run it again after %s.".formatted(Durations.text(TestRecord.OLD)));
  }

  private void put(CallbackContent content, Predicate<CallbackRecord> before)
      throws InterruptedException, Ended {
    wrote = true;
    writes.put(content);
    Optional<List<CallbackRecord>> last =
        shown(
            all ->
                all.stream()
                    .anyMatch(
                        each ->
                            each.content().agreesWith(content)
                                || each.content().agreesWith(content.withHiddenKey())));
    if (last.isEmpty()) {
      writes.cleanup().seen();
    }
    boolean otherwise =
        last.isPresent()
            && last.get().stream()
                .anyMatch(each -> record.isOurs(each) || TestRecord.made(each).isEmpty())
            && last.get().stream().noneMatch(before);
    if (otherwise) {
      throw writes.ended(
          "a read shows the record otherwise than it was written",
          "Such an object says StoredDifferently. Please report it, with what --output json says.");
    }
  }

  /**
   * Reads until a read shows the last write, for at most {@link #PATIENCE}, and notes how long that
   * took.
   *
   * @return empty = the write was shown; else the records that the last read showed
   */
  private Optional<List<CallbackRecord>> shown(Predicate<List<CallbackRecord>> write)
      throws InterruptedException, Ended {
    Instant written = clock.now();
    boolean first = true;
    while (true) {
      List<CallbackRecord> all = writes.records();
      if (wrote && all.stream().anyMatch(each -> record.isOfAnotherRun(each, clock.now()))) {
        writes.cleanup().leave();
        throw otherRun();
      }
      Duration took = Duration.between(written, writes.readBegan());
      gap = first && took.compareTo(gap) > 0 ? took : gap;
      if (write.test(all)) {
        delays.add(first ? Duration.ZERO : took);
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

  /** Returns the test's writes, with their findings. */
  TestWrites writes() {
    return writes;
  }

  /** Returns the longest wait for a read to show a write; null = there was none. */
  @Nullable Duration slowest() {
    return delays.stream().max(Duration::compareTo).orElse(null);
  }

  /** Returns the longest time from a write's answer to the beginning of the first read after it. */
  Duration gap() {
    return gap;
  }

  /** Returns whether a write wasn't shown within {@link #PATIENCE}. */
  boolean neverShown() {
    return neverShown;
  }
}
