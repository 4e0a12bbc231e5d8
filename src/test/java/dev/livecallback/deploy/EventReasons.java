package dev.livecallback.deploy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What {@code docs/reasons.md} says of events; {@code docs/planner.md} has the list of them. */
final class EventReasons {
  private static final Map<String, String> MEANINGS = new LinkedHashMap<>();

  static {
    MEANINGS.put("Created", "The record was written for the first time and read back.");
    MEANINGS.put("Updated", "An edit was written and read back.");
    MEANINGS.put(
        "KeyRotated",
        "The record has the Secret's new key. If the API masks keys, the event also"
            + " appears after a restart for a Secret that was only touched: nobody can"
            + " tell, so the key is written again.");
    MEANINGS.put("DriftCorrected", "An outside change was corrected.");
    MEANINGS.put("HandedOver", "Another object has the record now; it was never removed.");
    MEANINGS.put(
        "RecordKept",
        "The object releases a record and leaves it in the cloud. The message says why.");
    MEANINGS.put("Deleted", "The record was removed, and a read confirmed that it is gone.");
    MEANINGS.put("Paused", "No more calls are made for the object.");
    MEANINGS.put("Resumed", "The pause has ended: the record is read, then managed again.");
    MEANINGS.put(
        "AllowanceEnded",
        "`livecallback.dev/allow-drift-until` was removed before its time; a GitOps tool may"
            + " have done so. An account has this event too, also for"
            + " `livecallback.dev/release-deletes-until`.");
    MEANINGS.put(
        "ReplacedExisting",
        "An existing record was replaced (`adoptionPolicy: Adopt`). The message says"
            + " what was in it.");
    MEANINGS.put(
        "CollateralDelete",
        "The removal of a record without app removed this record too; it is being put back.");
    MEANINGS.put(
        "ConfirmationNeeded",
        "Another namespace's object waits for the removal of its record without app."
            + " The removal might take this record along. The message has the command that"
            + " accepts this.");
    MEANINGS.put("DriftDetected", "The record was changed outside; it is about to be put back.");
    MEANINGS.put("DriftTolerated", "The record was changed outside, and is left as it is.");
    MEANINGS.put("Contested", "Something else keeps changing the record back.");
    MEANINGS.put("StoredDifferently", "The service stores something else than it was given.");
    MEANINGS.put("DeleteBlocked", "The record can't be removed without a person's help.");
    MEANINGS.put(
        "InvalidAnnotation",
        "`livecallback.dev/allow-drift-until` can't be read, or is more than 7 days"
            + " ahead: corrections are held until you correct or remove the annotation.");
  }

  private EventReasons() {}

  static List<String> words() {
    return List.copyOf(MEANINGS.keySet());
  }

  /** The words in planner.md, Normal ones first. */
  static List<String> planned() {
    String list =
        Pages.text("docs/planner.md")
            .split("Events repeat transitions", 2)[1]
            .split("and each stalling reason", 2)[0];
    return Pages.code(list);
  }

  static String text() {
    String warnings =
        Pages.text("docs/planner.md")
            .split("Events repeat transitions", 2)[1]
            .split("; Warning ", 2)[1]
            .split("\n\n", 2)[0];
    return """

        ## Events
        Events tell what happened, once.
        Beside the events in the table:
        - Each reason with which a LiveCallback is `Stalled` is a Warning when it begins.
        - Each new reason of a LiveAccount is an event: Normal if it is Ready with the reason, else a Warning. There is no event while Ready is `Unknown`.

        | event | type | what happened |
        | --- | --- | --- |
        """
        + MEANINGS.entrySet().stream()
            .map(
                event ->
                    "| `%s` | %s | %s |\n"
                        .formatted(
                            event.getKey(),
                            warnings.contains("`" + event.getKey() + "`") ? "Warning" : "Normal",
                            event.getValue()))
            .collect(Collectors.joining());
  }
}
