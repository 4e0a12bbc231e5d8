package dev.livecallback.cli.status;

import dev.livecallback.api.Condition;
import dev.livecallback.api.ConditionType;
import dev.livecallback.api.DriftedField;
import dev.livecallback.api.LiveCallback;
import dev.livecallback.api.LiveCallbackStatus;
import dev.livecallback.api.ObservedDetail;
import dev.livecallback.api.ObservedRecord;
import dev.livecallback.cli.PlainText;
import dev.livecallback.plan.Difference;
import dev.livecallback.remote.Observation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The part of an object's report about the record: as the status has it, or as a read shows it now.
 */
final class RecordPart {
  private final LiveCallbackStatus status;
  private final StringBuilder text;

  RecordPart(LiveCallback object, StringBuilder text) {
    this.status = object.statusOrEmpty();
    this.text = text;
  }

  private void line(String label, String content) {
    text.append(PlainText.labelled("  " + label, content));
  }

  /** Adds this part to the report; null = nobody asked for a read. */
  void tell(@Nullable RecordReading reading) {
    if (reading == null) {
      asTheStatusHasIt();
    } else {
      asItIs(reading);
    }
  }

  private void asTheStatusHasIt() {
    boolean drifted = status.condition(ConditionType.DRIFTED).filter(Condition::holds).isPresent();
    if (drifted) {
      line("", "It differed when the operator read it last:");
    } else if (status.condition(ConditionType.DRIFTED).isPresent()) {
      line("", "It was as the object says when the operator read it last.");
    } else {
      line("", "The status says nothing of it.");
    }
    fields(status.drift());
    if (status.observed() != null) {
      record(status.observed(), status.observed().authKeyPrimary());
    }
    line("", "The status doesn't say when that was; --read reads the record now.");
  }

  private void asItIs(RecordReading reading) {
    Difference difference = reading.difference();
    String seen =
        switch (reading.observation()) {
          case Observation.Unread _, Observation.Refused _ -> "It couldn't be read now.";
          case Observation.Absent _ -> "There is none, as read now.";
          case Observation.Several several ->
              "There are %d that can be it, as read now; the first:"
                  .formatted(several.contents().size());
          case Observation.Present _ ->
              difference != null && difference.drift().isEmpty()
                  ? "It is as the object says, as read now."
                  : "It differs, as read now:";
        };
    line("", seen);
    if (reading.caution() != null) {
      line("", reading.caution());
    }
    if (difference != null && difference.observed() != null) {
      fields(difference.drift());
      record(difference.observed(), reading.authKey(difference.observed()));
    }
  }

  private void fields(List<DriftedField> drift) {
    for (DriftedField field : drift) {
      line("", field.field());
      line("  object  ", field.want());
      line("  record  ", field.have());
    }
  }

  private void record(ObservedRecord record, String authKey) {
    for (ObservedDetail detail : record.callbackDetailList()) {
      line("to        ", detail.url());
    }
    line(
        "with      ",
        "transcodeCallback %s, authEnable %s, key: %s"
            .formatted(record.transcodeCallback(), record.authEnable(), authKey));
  }
}
