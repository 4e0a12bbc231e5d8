package dev.livecallback.plan;

import dev.livecallback.api.ObjectId;

/** The commands that messages end in. */
final class Commands {
  private Commands() {}

  /** The command that changes the object's spec. */
  static String patch(Facts facts, String fields) {
    return command(facts.object().namespace(), "patch", "livecallback " + facts.object().name())
        + " --type merge -p '{\"spec\":{"
        + fields
        + "}}'";
  }

  /** The command that lets the object go and leaves its record. */
  static String orphan(Facts facts) {
    return patch(facts, "\"deletionPolicy\":\"Orphan\"");
  }

  /** The command that annotates an object. */
  static String annotate(ObjectId object, String annotation) {
    return command(object.namespace(), "annotate", "livecallback " + object.name())
        + " --overwrite "
        + annotation;
  }

  /**
   * The command that annotates an account.
   *
   * @param account its {@code namespace/name}
   */
  static String annotateAccount(String account, String annotation) {
    int slash = account.indexOf('/');
    return command(
            account.substring(0, slash), "annotate", "liveaccount " + account.substring(slash + 1))
        + " --overwrite "
        + annotation;
  }

  private static String command(String namespace, String verb, String object) {
    return "kubectl -n " + namespace + " " + verb + " " + object;
  }
}
