package dev.livecallback.api;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The commands that {@link Advice} gives, for the object {@code sports-recordings} and the account
 * {@code live} in the namespace {@code streaming}.
 */
final class AdviceCommands {
  private static final String KUBECTL = "kubectl --namespace streaming ";
  private static final String OBJECT = " livecallback sports-recordings ";
  private static final String ACCOUNT = " liveaccount live ";
  private static final String PATCH = KUBECTL + "patch" + OBJECT + "--type merge --patch ";
  private static final String NOW =
      "--overwrite "
          + AnnotateCommand.FIELD_MANAGER
          + WellKnown.RECONCILE_REQUESTED_AT
          + "=\"$(date)\"";

  static final String MESSAGE =
      KUBECTL
          + "get"
          + OBJECT
          + "--output jsonpath='{.status.conditions[?(@.type==\"Ready\")].message}{\"\\n\"}'";
  static final String DIFFERENCE =
      KUBECTL
          + "get"
          + OBJECT
          + "--output jsonpath='{.status.lastDrift}{\"\\n\"}{.status.drift}{\"\\n\"}'";
  static final String EVENTS =
      KUBECTL + "get events --field-selector involvedObject.name=sports-recordings";
  static final String LOOK_NOW = KUBECTL + "annotate" + OBJECT + NOW;
  static final String END_ALLOWANCE =
      KUBECTL
          + "annotate"
          + OBJECT
          + AnnotateCommand.FIELD_MANAGER
          + WellKnown.ALLOW_DRIFT_UNTIL
          + "-";
  static final String RESUME =
      KUBECTL + "annotate" + OBJECT + AnnotateCommand.FIELD_MANAGER + WellKnown.PAUSED + "-";
  static final String OBSERVE = PATCH + "'{\"spec\":{\"managementPolicy\":\"Observe\"}}'";
  static final String ADOPT = PATCH + "'{\"spec\":{\"adoptionPolicy\":\"Adopt\"}}'";
  static final String ORPHAN = PATCH + "'{\"spec\":{\"deletionPolicy\":\"Orphan\"}}'";

  static final String ACCOUNTS = "kubectl get liveaccounts --all-namespaces -o wide";
  static final String ASK_ACCOUNT = KUBECTL + "annotate" + ACCOUNT + NOW;
  static final String SECRET = KUBECTL + "describe secret live";
  static final String WAIT = KUBECTL + "wait --for=condition=Ready liveaccount/live --timeout=60s";
  static final String RELEASE =
      KUBECTL
          + "annotate"
          + ACCOUNT
          + "--overwrite "
          + AnnotateCommand.FIELD_MANAGER
          + WellKnown.RELEASE_DELETES_UNTIL
          + "=\"$(date -u -d '+1 hour' +%Y-%m-%dT%H:%M:%SZ 2>/dev/null"
          + " || date -u -v+1H +%Y-%m-%dT%H:%M:%SZ)\"";

  private static final Pattern OBJECT_NAME = Pattern.compile("\\bsports-recordings\\b");
  private static final Pattern ACCOUNT_NAME =
      Pattern.compile("\\b(liveaccount[ /]|secret )live\\b");

  private AdviceCommands() {}

  /**
   * Returns these lines with the names of that object and its account. Lines about the account are
   * left out if its name isn't known, or can't be a name.
   */
  static List<String> of(String lines, ObjectId object, @Nullable AccountName account) {
    List<String> commands = new ArrayList<>();
    for (String line : lines.lines().toList()) {
      if (ACCOUNT_NAME.matcher(line).find()) {
        // A name from a status may be any text, which isn't for a shell.
        if (account != null
            && Formats.matches(account.name(), Formats.OBJECT_NAME, Formats.NAME_LENGTH)
            && Formats.matches(account.namespace(), Formats.NAMESPACE, Formats.NAME_LENGTH)) {
          commands.add(
              in(
                  account.namespace(),
                  ACCOUNT_NAME.matcher(line).replaceAll("$1" + account.name())));
        }
      } else {
        commands.add(in(object.namespace(), OBJECT_NAME.matcher(line).replaceAll(object.name())));
      }
    }
    return commands;
  }

  private static String in(String namespace, String line) {
    return line.replace(KUBECTL, KUBECTL.replace("streaming", namespace));
  }
}
