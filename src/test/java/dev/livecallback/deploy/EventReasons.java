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
        "The record has the Secret's new key. Where the API masks keys, a restart makes it say so"
            + " of a Secret that was only touched, too: nobody can tell, so the key is written once"
            + " more.");
    MEANINGS.put("DriftCorrected", "What was changed outside is put back.");
    MEANINGS.put("HandedOver", "Another object has the record now; it was never removed.");
    MEANINGS.put(
        "RecordKept",
        "The object lets a record go and leaves it in the cloud. The message says why.");
    MEANINGS.put("Deleted", "The record is removed, and was read as gone.");
    MEANINGS.put("Paused", "No more calls are made for the object.");
    MEANINGS.put("Resumed", "Not paused any more: the record is read, then looked after again.");
    MEANINGS.put(
        "ReplacedExisting",
        "A record that was there before was replaced (`adoptionPolicy: Adopt`). The message says"
            + " what was in it.");
    MEANINGS.put(
        "CollateralDelete",
        "The record went along when a record without app was removed; it is being put back.");
    MEANINGS.put(
        "ConfirmationNeeded",
        "Another namespace's object waits to have its record without app removed, and this record"
            + " might go along. The message has the command that accepts that.");
    MEANINGS.put("DriftDetected", "The record was changed outside; it is about to be put back.");
    MEANINGS.put("DriftTolerated", "The record was changed outside, and is left so.");
    MEANINGS.put("Contested", "It was changed back again and again.");
    MEANINGS.put("StoredDifferently", "The service stores something else than it was given.");
    MEANINGS.put("DeleteBlocked", "The record can't be removed without a person's say.");
    MEANINGS.put(
        "InvalidAnnotation",
        "`livecallback.dev/allow-drift-until` can't be read, or is more than 7 days ahead:"
            + " corrections are held until it is put right or taken off.");
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
    Events tell what happened, once. Beside these, each reason with which a LiveCallback is `Stalled` is a Warning when it begins. Each new reason of a LiveAccount is one too: Normal if it is Ready with it, else a Warning; nothing is told while Ready is `Unknown`.

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
