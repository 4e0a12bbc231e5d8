package dev.livecallback.simulation;

import dev.livecallback.api.AllowRule;
import dev.livecallback.api.LiveCallback;
import dev.livecallback.volcengine.Scope;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What an account's owner may allow, and whom that lets in, said in another way. */
@SuppressWarnings("ImmutableEnumChecker") // they hold nothing that changes
enum Allow {
  ALL(
      List.of(new AllowRule(List.of("te*", "visit*", "sports", "news", "radio"), null, null)),
      _ -> true),
  TEAM(
      List.of(new AllowRule(List.of("team"), null, null)),
      object -> object.getMetadata().getNamespace().equals("team")),
  OWN_NAMESPACE(null, _ -> false),
  ANOTHER_NAMESPACE(List.of(new AllowRule(List.of("elsewhere"), null, null)), _ -> false),
  FIRST_VHOST(
      List.of(new AllowRule(List.of("team", "visit*"), List.of("vhost/first.*.com"), null)),
      object -> scope(object).equals(Places.FIRST)),
  VHOSTS(
      List.of(
          new AllowRule(
              List.of("te*", "visit*", "sports", "news", "radio"),
              List.of("vhost/*.example.com"),
              null)),
      object -> scope(object).kind() == Scope.Kind.VHOST),
  ONE_URL(
      List.of(
          new AllowRule(List.of("team", "visitors"), null, List.of("https://one.example.com/*"))),
      object ->
          inNamespaces(object)
              && object.getSpec().callbackDetailList().stream()
                  .allMatch(detail -> detail.url().equals("https://one.example.com")));

  /** As {@code spec.allow} has it. */
  final @Nullable List<AllowRule> rules;

  private final Predicate<LiveCallback> admitted;

  Allow(@Nullable List<AllowRule> rules, Predicate<LiveCallback> admitted) {
    this.rules = rules;
    this.admitted = admitted;
  }

  boolean admits(LiveCallback object) {
    return admitted.test(object);
  }

  private static boolean inNamespaces(LiveCallback object) {
    return SimulatedWorld.NAMESPACES.contains(object.getMetadata().getNamespace());
  }

  private static Scope scope(LiveCallback object) {
    return Scope.parse(object.getSpec().scope());
  }
}
