package dev.livecallback.simulator;

import java.util.List;
import java.util.Optional;

/** The actions of the services that the simulator imitates. */
final class Actions {
  static final String LIVE = "live";
  static final String STS = "sts";

  static final String UPDATE = "UpdateCallback";
  static final String DESCRIBE = "DescribeCallback";
  static final String DELETE = "DeleteCallback";
  static final String LIST_DOMAINS = "ListDomainDetail";
  static final String CALLER_IDENTITY = "GetCallerIdentity";
  static final String ASSUME_ROLE = "AssumeRoleWithOIDC";

  /**
   * An action.
   *
   * @param methods the HTTP methods that it takes
   * @param signed whether its calls are signed; false for the action that issues credentials
   * @param limited whether the quota counts it
   */
  record ApiAction(
      String service,
      String name,
      String version,
      List<String> methods,
      boolean signed,
      boolean limited) {}

  private static final List<ApiAction> ALL =
      List.of(
          live(UPDATE),
          live(DESCRIBE),
          live(DELETE),
          live(LIST_DOMAINS),
          new ApiAction(STS, CALLER_IDENTITY, "2018-01-01", List.of("GET", "POST"), true, false),
          new ApiAction(STS, ASSUME_ROLE, "2018-01-01", List.of("POST"), false, false));

  private Actions() {}

  static Optional<ApiAction> of(String name, String version) {
    return ALL.stream()
        .filter(each -> each.name.equals(name) && each.version.equals(version))
        .findFirst();
  }

  /** Returns the names of all actions. */
  static List<String> names() {
    return ALL.stream().map(ApiAction::name).toList();
  }

  /** Returns whether the quota counts the calls of the action with this name. */
  static boolean limited(String name) {
    return ALL.stream().anyMatch(each -> each.name.equals(name) && each.limited);
  }

  private static ApiAction live(String name) {
    return new ApiAction(LIVE, name, "2023-01-01", List.of("POST"), true, true);
  }
}
