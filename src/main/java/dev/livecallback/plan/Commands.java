package dev.livecallback.plan;

import dev.livecallback.api.AccountName;
import dev.livecallback.api.AnnotateCommand;
import dev.livecallback.api.ObjectId;

/** The commands at the end of messages. */
final class Commands {
  private Commands() {}

  /**
   * Returns the setting and the command that change a policy of an object that stays. What a GitOps
   * tool applies is changed in Git only.
   */
  static String policy(Facts facts, String field, String value) {
    return field
        + ": "
        + value
        + " (in Git, if the object comes from there): "
        + patch(facts, field, value);
  }

  /**
   * Returns the command that lets the deleted object go and leaves its record. No GitOps tool
   * reverts the change, because the object has left Git.
   */
  static String orphan(Facts facts) {
    return patch(facts, "deletionPolicy", "Orphan");
  }

  private static String patch(Facts facts, String field, String value) {
    return "kubectl -n "
        + facts.object().namespace()
        + " patch livecallback "
        + facts.object().name()
        + " --type merge -p '{\"spec\":{\""
        + field
        + "\":\""
        + value
        + "\"}}'";
  }

  /** Returns the command that annotates an object. */
  static String annotate(ObjectId object, String annotation) {
    return AnnotateCommand.set("livecallback", object.namespace(), object.name(), annotation);
  }

  /** Returns the command that annotates an account. */
  static String annotateAccount(AccountName account, String annotation) {
    return AnnotateCommand.set("liveaccount", account.namespace(), account.name(), annotation);
  }
}
