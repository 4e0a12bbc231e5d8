package dev.livecallback.cli.doctor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.livecallback.cli.PlainText;
import dev.livecallback.cli.doctor.Finding.Part;
import dev.livecallback.cli.doctor.Finding.State;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The report of doctor, for a screen or for programs.
 *
 * @param version the name and version of the program
 * @param service the service that was checked; "" = none
 * @param findings the findings, in the order of the table
 * @param shared whether the report is for strangers, and so has no details
 */
record DoctorReport(String version, String service, List<Finding> findings, boolean shared) {
  /**
   * The name of the finding about the credentials. It is unknown if the account couldn't be
   * checked.
   */
  static final String CREDENTIALS = "credentials";

  /** The name of the finding that the API server couldn't be asked. */
  static final String API_SERVER = "API server";

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
  private static final Map<String, Assumption> ASSUMPTIONS =
      List.of(Assumption.values()).stream()
          .collect(Collectors.toMap(each -> String.valueOf(each.number()), Function.identity()));

  /** Takes a copy. */
  DoctorReport {
    findings = List.copyOf(findings);
  }

  /** Returns whether the operator can't work. */
  boolean isBroken() {
    return count(State.BROKEN) > 0;
  }

  /** Returns whether the account, or a cluster that is configured, couldn't be checked. */
  boolean isPartial() {
    return findings.stream()
        .anyMatch(
            each ->
                each.state() == State.UNKNOWN
                    && (each.name().equals(CREDENTIALS) || each.name().equals(API_SERVER)));
  }

  private long count(State state) {
    return findings.stream().filter(each -> each.state() == state).count();
  }

  /** Returns the report as a table, with sentences under it. */
  String text() {
    StringBuilder text = new StringBuilder(head());
    for (Part part : Part.values()) {
      List<Finding> ofPart = findings.stream().filter(each -> each.part() == part).toList();
      if (!ofPart.isEmpty()) {
        text.append('\n').append(part.title()).append('\n');
        ofPart.forEach(each -> text.append(row(each)));
      }
    }
    for (State state : List.of(State.BROKEN, State.DIFFERS, State.UNKNOWN)) {
      findings.stream()
          .filter(each -> each.state() == state)
          .filter(each -> state != State.UNKNOWN || hasMore(each))
          .forEach(each -> tell(each, text));
    }
    return text.append('\n').append(summary()).append('\n').toString();
  }

  private boolean hasMore(Finding finding) {
    return !finding.help().isEmpty() || (!shared && !finding.detail().isEmpty());
  }

  private String head() {
    return version + (service.isEmpty() ? "" : ", " + service) + "\n";
  }

  private String row(Finding finding) {
    Assumption assumption = assumption(finding);
    String label =
        assumption == null
            ? "  %-11s %s: ".formatted(finding.state().word(), finding.name())
            : "  %-11s %2s  ".formatted(finding.state().word(), finding.name());
    if (assumption == null) {
      boolean more = finding.state() == State.OK && !shared && !finding.detail().isEmpty();
      return indented(label, finding.seen() + (more ? " (" + finding.detail() + ")" : ""));
    }
    String told = finding.state() == State.UNKNOWN ? " Not seen: " : " Seen: ";
    return indented(label, sentence(assumption.text()) + told + sentence(finding.seen()));
  }

  /** Returns a text behind a label. Further lines are indented to the column of texts. */
  private static String indented(String label, String text) {
    String indent = "  %-11s     ".formatted("");
    String lines = PlainText.labelled(indent, label.substring(14) + PlainText.ofMarkdown(text));
    return label.substring(0, 14) + "  " + lines.substring(indent.length());
  }

  private void tell(Finding finding, StringBuilder text) {
    Assumption assumption = assumption(finding);
    text.append('\n')
        .append(
            PlainText.labelled(
                finding.state().word() + ": ",
                assumption == null
                    ? finding.name() + ": " + sentence(finding.seen())
                    : "%d. It is assumed that %s. Seen: %s"
                        .formatted(
                            assumption.number(),
                            PlainText.ofMarkdown(assumption.text()),
                            sentence(finding.seen()))));
    if (!shared && !finding.detail().isEmpty()) {
      text.append(PlainText.labelled("    ", finding.detail()));
    }
    if (!finding.help().isEmpty()) {
      text.append(PlainText.labelled("    ", PlainText.ofMarkdown(finding.help())));
    }
  }

  private static String sentence(String words) {
    return words.substring(0, 1).toUpperCase(Locale.ROOT)
        + words.substring(1)
        + (words.endsWith(".") ? "" : ".");
  }

  private static @Nullable Assumption assumption(Finding finding) {
    return finding.part() == Part.ASSUMPTIONS ? ASSUMPTIONS.get(finding.name()) : null;
  }

  private String summary() {
    return "%d ok, %d differ, %d broken, %d can't be told from here."
        .formatted(
            count(State.OK), count(State.DIFFERS), count(State.BROKEN), count(State.UNKNOWN));
  }

  /** Returns the report as JSON, by the schema {@code deploy/schemas/doctor_v1.json}. */
  String json() {
    ObjectNode root = JSON.createObjectNode();
    root.put("version", 1).put("program", version).put("service", service);
    ArrayNode all = root.putArray("findings");
    findings.forEach(each -> write(each, all.addObject()));
    root.putObject("summary")
        .put("ok", count(State.OK))
        .put("differs", count(State.DIFFERS))
        .put("broken", count(State.BROKEN))
        .put("unknown", count(State.UNKNOWN));
    try {
      return JSON.writeValueAsString(root) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private void write(Finding finding, ObjectNode node) {
    node.put("part", finding.part().word())
        .put("name", finding.name())
        .put("state", finding.state().wordInJson())
        .put("seen", finding.seen());
    Assumption assumption = assumption(finding);
    if (assumption != null) {
      node.put("assumption", assumption.text());
    }
    if (!shared && !finding.detail().isEmpty()) {
      node.put("detail", finding.detail());
    }
    if (!finding.help().isEmpty()) {
      node.put("help", finding.help());
    }
  }
}
