package dev.livecallback.simulator;

import java.util.List;
import java.util.Optional;

/** The actions that there are, and where. */
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
   * One action.
   *
   * @param methods the HTTP methods that it takes
   * @param signed false for the one that credentials are got from
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

  /** The names of all actions, for those who select by them. */
  static List<String> names() {
    return ALL.stream().map(ApiAction::name).toList();
  }

  /** Whether the quota counts the calls of the action of this name. */
  static boolean limited(String name) {
    return ALL.stream().anyMatch(each -> each.name.equals(name) && each.limited);
  }

  private static ApiAction live(String name) {
    return new ApiAction(LIVE, name, "2023-01-01", List.of("POST"), true, true);
  }
}
