package dev.livecallback.plan;

/** The commands that messages end in. */
final class Commands {
  private Commands() {}

  /** The command that changes the object's spec. */
  static String patch(Facts facts, String fields) {
    return command(facts, "patch") + " --type merge -p '{\"spec\":{" + fields + "}}'";
  }

  /** The command that lets the object go and leaves its record. */
  static String orphan(Facts facts) {
    return patch(facts, "\"deletionPolicy\":\"Orphan\"");
  }

  /** The command that annotates the object. */
  static String annotate(Facts facts, String annotation) {
    return command(facts, "annotate") + " --overwrite " + annotation;
  }

  private static String command(Facts facts, String verb) {
    return "kubectl -n "
        + facts.object().namespace()
        + " "
        + verb
        + " livecallback "
        + facts.object().name();
  }
}
