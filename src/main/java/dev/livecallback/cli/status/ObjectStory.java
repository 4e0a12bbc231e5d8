package dev.livecallback.cli.status;

import dev.livecallback.api.AccountName;
import dev.livecallback.api.Condition;
import dev.livecallback.api.ConditionType;
import dev.livecallback.api.LastDrift;
import dev.livecallback.api.LedgerEntry;
import dev.livecallback.api.LiveAccount;
import dev.livecallback.api.LiveCallback;
import dev.livecallback.api.LiveCallbackSpec;
import dev.livecallback.api.LiveCallbackStatus;
import dev.livecallback.api.Reason;
import dev.livecallback.api.Timestamps;
import dev.livecallback.cli.Durations;
import dev.livecallback.cli.PlainText;
import io.fabric8.kubernetes.api.model.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The full report about one object, part by part. */
final class ObjectStory {
  private final LiveCallback object;
  private final LiveCallbackStatus status;
  private final ClusterView view;
  private final Instant now;
  private final StringBuilder text = new StringBuilder();

  private ObjectStory(LiveCallback object, ClusterView view, Instant now) {
    this.object = object;
    this.status = object.statusOrEmpty();
    this.view = view;
    this.now = now;
  }

  /**
   * Returns the report.
   *
   * @param reading the result of a read of the cloud; null = nobody asked for one
   * @param events the events of the object, the oldest first; null = they may not be listed
   */
  static String of(
      LiveCallback object,
      ClusterView view,
      @Nullable RecordReading reading,
      @Nullable List<Event> events,
      Instant now) {
    ObjectStory story = new ObjectStory(object, view, now);
    story.head();
    story.conditions();
    story.part("Record in the cloud");
    new RecordPart(object, story.text).tell(reading);
    story.owner();
    story.ledger();
    story.lastDrift();
    story.advice();
    story.events(events);
    return story.text.toString();
  }

  private void part(String title) {
    text.append('\n').append(title).append('\n');
  }

  private void line(String label, String content) {
    text.append(PlainText.labelled("  " + label, content));
  }

  /** Returns {@code 3h ago}, or the text itself if it is no time. */
  private String ago(@Nullable String time) {
    return Timestamps.instant(time)
        .map(instant -> Durations.age(Duration.between(instant, now)) + " ago")
        .orElse(time == null ? "at an unknown time" : time);
  }

  private String since(Condition condition) {
    return during(condition.lastTransitionTime());
  }

  /** Returns {@code for 3h} after a blank; "" = the text is no time. */
  private String during(@Nullable String since) {
    return Timestamps.instant(since)
        .map(instant -> " for " + Durations.age(Duration.between(instant, now)))
        .orElse("");
  }

  private void head() {
    Health health = Health.of(object);
    LiveCallbackSpec spec = object.getSpec();
    text.append(
        PlainText.labelled(
            "",
            "LiveCallback %s/%s %s: %s%s"
                .formatted(
                    health.namespace(),
                    health.name(),
                    health.isReady() ? "is Ready" : "isn't Ready",
                    health.words(),
                    health.ready() == null ? "" : since(health.ready()))));
    if (object.deleting()) {
      line(
          "Deleted   ",
          ago(object.getMetadata().getDeletionTimestamp()) + "; it goes after its record");
    }
    line(
        "Callback  ",
        "%s of %s%s"
            .formatted(
                spec.messageType().isEmpty() ? "?" : spec.messageType(),
                spec.vhost() == null && spec.domain() == null ? "?" : spec.scope(),
                spec.app() == null ? "" : ", app " + spec.app()));
    spec.callbackDetailList().forEach(detail -> line("to        ", detail.url()));
    line(
        "Policies  ",
        "managementPolicy %s, adoptionPolicy %s, deletionPolicy %s"
            .formatted(
                spec.management().word(),
                spec.adoption().word(),
                Objects.requireNonNullElse(spec.deletionPolicy(), LiveCallbackSpec.DELETE)));
    line("Account   ", account());
    if (object.unreadable() != null) {
      line("Unknown   ", object.unreadable() + " can't be read by this version");
    }
  }

  private String account() {
    Optional<AccountName> name = view.accountOf(object);
    if (name.isEmpty()) {
      return "the operator's default one";
    }
    LiveAccount account = view.accounts().get(name.get());
    if (account == null) {
      return name.get() + ", which isn't there or may not be read by you";
    }
    Health health = Health.of(account);
    Condition ready = health.ready();
    return "%s, which %s: %s%s%s"
        .formatted(
            name.get(),
            health.isReady() ? "is Ready" : "isn't Ready",
            health.words(),
            ready == null ? "" : since(ready),
            ready == null || health.isReady() ? "" : ". " + ready.message());
  }

  private void conditions() {
    part("Conditions");
    if (status.conditions().isEmpty()) {
      line("", "none: the operator hasn't seen the object yet");
    }
    String told = "";
    for (Condition condition : status.conditions()) {
      line(
          "",
          "%s %s: %s%s"
              .formatted(
                  condition.type(), condition.status(), condition.reason(), since(condition)));
      if (!condition.message().equals(told)) {
        told = condition.message();
        line("  ", told);
      }
    }
  }

  private void owner() {
    part("Owner of the key");
    List<LiveCallback> rivals = view.rivals(object);
    boolean yields =
        status.condition(ConditionType.READY).filter(ObjectStory::isConflict).isPresent();
    if (yields) {
      line("", "another object: the message of Ready names it");
    } else if (status.records().stream().anyMatch(this::isWanted)) {
      line("", "this object");
    } else {
      line("", "nobody yet, as far as this object's status says");
    }
    rivals.forEach(
        rival ->
            line(
                "",
                "%s/%s is for the same record: %s"
                    .formatted(
                        rival.getMetadata().getNamespace(),
                        rival.getMetadata().getName(),
                        Health.of(rival).words())));
    if (view.seen() == null) {
      line("", "Others may be for the same record: you may not list LiveCallbacks.");
    } else {
      line(
          "",
          "%sLooked at were the LiveCallbacks %s."
              .formatted(
                  rivals.isEmpty() ? "No other object is for the same record. " : "", view.seen()));
    }
  }

  /** Returns whether an entry is the record that the spec is for, not a leftover. */
  private boolean isWanted(LedgerEntry entry) {
    LiveCallbackSpec spec = object.getSpec();
    return entry.scope().equalsIgnoreCase(spec.scope())
        && Objects.equals(entry.app(), spec.app())
        && entry.messageType().equals(spec.messageType());
  }

  private static boolean isConflict(Condition ready) {
    return ready.reason().equals(Reason.CONFLICT.word());
  }

  private void ledger() {
    part("Ledger: what the object has written or may have written");
    if (status.records().isEmpty()) {
      line("", "nothing");
    }
    for (LedgerEntry entry : status.records()) {
      line(
          "",
          "%s of %s%s through %s: %s%s%s"
              .formatted(
                  entry.messageType(),
                  entry.scope(),
                  entry.app() == null ? "" : ", app " + entry.app(),
                  entry.account(),
                  entry.held() == null
                      ? "not read back yet"
                      : "reads back as written" + during(entry.heldSince()),
                  effective(entry),
                  entry.requestId() == null ? "" : "; last write " + entry.requestId()));
    }
  }

  private String effective(LedgerEntry entry) {
    return Timestamps.instant(entry.effectiveBy())
        .filter(now::isBefore)
        .map(by -> "; in effect everywhere in about " + Durations.age(Duration.between(now, by)))
        .orElse("");
  }

  private void lastDrift() {
    LastDrift drift = status.lastDrift();
    part("Last drift");
    line(
        "",
        drift == null
            ? "none"
            : "seen %s in %s; %s"
                .formatted(
                    ago(drift.detectedAt()),
                    String.join(", ", drift.fields()),
                    drift.correctedAt() == null
                        ? "not put back"
                        : "put back " + ago(drift.correctedAt())));
  }

  private void advice() {
    part("What it waits for, and what to do");
    Condition ready = status.condition(ConditionType.READY).orElse(null);
    if (ready == null) {
      line(
          "",
          "For the operator, which isn't running, or doesn't watch this namespace, or is about to"
              + " look. Wait a few seconds, then see that it runs (docs/install.md) and that"
              + " WATCH_NAMESPACES has the namespace.");
      return;
    }
    Optional<Reason> reason = Reason.ofWord(ready.reason());
    if (reason.isEmpty()) {
      line("", "This version doesn't know the reason " + ready.reason() + ": see the message.");
      return;
    }
    text.append(
        AdviceText.of(
            reason.get().advice(),
            reason.get().advice().commandsFor(object.id(), view.accountOf(object).orElse(null))));
  }

  private void events(@Nullable List<Event> events) {
    part("Events");
    if (events == null) {
      line("", "unknown: they can't be listed");
    } else if (events.isEmpty()) {
      line("", "none; the API server keeps them for an hour, unless it was told otherwise");
    } else {
      text.append(events.stream().map(this::event).collect(Collectors.joining()));
    }
  }

  /** Returns the time of an event. Different writers of events fill in different fields. */
  static @Nullable String when(Event event) {
    if (event.getLastTimestamp() != null) {
      return event.getLastTimestamp();
    }
    return event.getEventTime() == null
        ? event.getMetadata().getCreationTimestamp()
        : event.getEventTime().getTime();
  }

  private String event(Event event) {
    int count = event.getCount() == null ? 1 : event.getCount();
    return PlainText.labelled(
        "  ",
        "%s %s %s%s: %s"
            .formatted(
                ago(when(event)),
                event.getType(),
                event.getReason(),
                count > 1 ? " (" + count + " times)" : "",
                event.getMessage()));
  }
}
