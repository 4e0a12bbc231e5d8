package dev.livecallback.account;

import dev.livecallback.api.AccountName;
import dev.livecallback.volcengine.Scope;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The messages for the person whose object may not use an account.
 *
 * @param account the account's name
 * @param unstated true if the account has no {@code spec.allow}
 */
record Refusals(AccountName account, boolean unstated) {

  private static final Pattern QUERY = Pattern.compile("([?#]).*", Pattern.DOTALL);
  private static final Pattern USER = Pattern.compile("//[^/]*@");

  /** The use that an object wants to make of the account. */
  record Use(String namespace, Scope scope, List<Target> targets) {
    private Optional<Target.Unclear> unclear() {
      return targets.stream()
          .filter(Target.Unclear.class::isInstance)
          .map(Target.Unclear.class::cast)
          .findFirst();
    }

    /** Returns the narrowest rule that a person would write for this use, as YAML in one line. */
    private String rule() {
      String origins =
          targets.stream()
              .filter(Target.Plain.class::isInstance)
              .map(target -> quoted(((Target.Plain) target).origin() + "/*"))
              .distinct()
              .collect(Collectors.joining(", "));
      return "{namespaces: [%s], scopes: [%s]%s}"
          .formatted(
              quoted(namespace),
              quoted(scope.toString()),
              origins.isEmpty() ? "" : ", urls: [" + origins + "]");
    }
  }

  String namespace(Use use) {
    return "LiveAccount %s doesn't allow namespace %s to use %s. %s"
        .formatted(account, use.namespace(), use.scope(), remedy(use));
  }

  String scope(Use use) {
    return "LiveAccount %s allows namespace %s, but not to use %s. %s"
        .formatted(account, use.namespace(), use.scope(), remedy(use));
  }

  String url(Use use, Target target) {
    String refused =
        "LiveAccount %s allows namespace %s to use %s, but not to call back %s"
            .formatted(account, use.namespace(), use.scope(), shown(target));
    return switch (target) {
      case Target.Plain _ -> refused + ". " + remedy(use);
      case Target.Unclear(String _, String why) ->
          refused + ": " + why + ". No rule for URLs can allow it; write it plainly.";
    };
  }

  String urlsTogether(Use use) {
    return "LiveAccount %s allows namespace %s to use %s, but no rule allows all of its URLs together. %s"
        .formatted(account, use.namespace(), use.scope(), remedy(use));
  }

  private String remedy(Use use) {
    Optional<Target.Unclear> unclear = use.unclear();
    if (unclear.isPresent()) {
      return "No rule for URLs can allow %s: %s; write it plainly first."
          .formatted(shown(unclear.get()), unclear.get().why());
    }
    // Without any rule the account's own namespace may do everything. The first rule ends this, so
    // the advice has a rule for the own namespace too.
    return unstated
        ? "Its owner can set spec.allow: [{namespaces: [%s]}, %s]"
            .formatted(quoted(account.namespace()), use.rule())
        : "Its owner can add to spec.allow: " + use.rule();
  }

  /** Returns the URL without parts that may be a secret: user name, query, fragment. */
  private static String shown(Target target) {
    Matcher query = QUERY.matcher(target.url());
    return USER.matcher(query.replaceFirst("$1…")).replaceFirst("//…@");
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
