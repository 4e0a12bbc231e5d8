package dev.livecallback.simulation;

import java.util.List;

/** The accounts of every world: two of one cloud account, and one of another. */
final class Tenants {
  static final String DEFAULT = "live-callback-operator/default";
  static final String SECOND = "live-callback-operator/second";
  static final String OWN = "tenant/own";

  private static final String CLOUD = "2100000001";
  private static final String OTHER_CLOUD = "2100000002";

  /** The cloud account that most accounts lead to, as keys call it. */
  static final String HERE = cloud(CLOUD);

  private Tenants() {}

  /** The id of the cloud account that an account is meant to lead to at first. */
  static String home(String account) {
    return account.equals(OWN) ? OTHER_CLOUD : CLOUD;
  }

  /** The id of the other cloud account. */
  static String notThat(String id) {
    return id.equals(CLOUD) ? OTHER_CLOUD : CLOUD;
  }

  /** What keys call the cloud account of an id, once it is known. */
  static String cloud(String id) {
    return "https://live.example.com " + id;
  }

  /** Which accounts a world may have: one of these. */
  static final List<List<String>> CHOICES =
      List.of(List.of(DEFAULT, SECOND), List.of(DEFAULT, OWN), List.of(DEFAULT, SECOND, OWN));
}
