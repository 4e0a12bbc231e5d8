package dev.livecallback.simulator;

import java.time.InstantSource;
import java.util.Random;

/** The simulated cloud: what it stores and knows, and its API (Live and STS), without any port. */
final class SimulatedCloud {
  static final int MOST_RECORDS = 100_000;
  private static final int MOST_HISTORY = 10_000;
  private static final int MOST_CALLS = 10_000;

  private final SimulatorConfig config;
  private final BodyRules rules;
  private final RecordStore store;
  private final SimulatedAccounts accounts = new SimulatedAccounts();
  private final Roles roles;
  private final Denials denials = new Denials();
  private final Knobs knobs;
  private final FaultRules faults;
  private final CallLog log = new CallLog(MOST_CALLS);
  private final RateLimit rateLimit;
  private final CloudApi api;

  /**
   * Creates a cloud as it is at the start.
   *
   * @param time pauses and delays what is asked
   */
  SimulatedCloud(SimulatorConfig config, CloudApi.Time time) {
    this.config = config;
    InstantSource clock = config.clock();
    Ids ids = new Ids(new Random(config.seed()));
    rules = new BodyRules(config.profile().types());
    store = new RecordStore(clock, MOST_RECORDS, MOST_HISTORY);
    roles = new Roles(config.oidcToken());
    config.fill(accounts);
    config.fill(roles);
    knobs =
        new Knobs(config.profile().domainField(), config.effectiveQuota(), config.latencyMillis());
    faults = new FaultRules(config.seed());
    rateLimit = new RateLimit(knobs);
    api =
        new CloudApi(
            new RequestVerifier(accounts, knobs, config.effectiveRegions()),
            rateLimit,
            denials,
            faults,
            knobs,
            log,
            new ActionTable(
                new LiveActions(store, accounts, knobs, rules, clock),
                new DomainList(store, accounts),
                new StsActions(accounts, roles, knobs, ids, clock)),
            ids,
            clock,
            time);
  }

  /** Returns its API. */
  CloudApi api() {
    return api;
  }

  /** Returns the rules for the bodies of calls. */
  BodyRules rules() {
    return rules;
  }

  /** Returns the records. */
  RecordStore store() {
    return store;
  }

  /** Returns the accounts, their keys and their names. */
  SimulatedAccounts accounts() {
    return accounts;
  }

  /** Returns the roles that AssumeRoleWithOIDC gives. */
  Roles roles() {
    return roles;
  }

  /** Returns the denials. */
  Denials denials() {
    return denials;
  }

  /** Returns the knobs. */
  Knobs knobs() {
    return knobs;
  }

  /** Returns the faults. */
  FaultRules faults() {
    return faults;
  }

  /** Returns the log of calls. */
  CallLog log() {
    return log;
  }

  /** Sets everything back to the state at the start. */
  void reset() {
    api.forget();
    faults.restart();
    knobs.reset();
    accounts.clear();
    config.fill(accounts);
    roles.clear();
    config.fill(roles);
    denials.clear();
    store.clear();
    rateLimit.clear();
    log.clear();
  }
}
