package dev.livecallback.operator.accounts;

import dev.livecallback.api.SteadyClock;
import dev.livecallback.engine.Engine;
import dev.livecallback.engine.objects.SecretLookup;
import dev.livecallback.operator.config.OperatorSettings;
import dev.livecallback.operator.metrics.CallMetrics;
import dev.livecallback.operator.metrics.Guard;
import dev.livecallback.operator.metrics.Metrics;
import dev.livecallback.operator.process.OperatorCommand;
import dev.livecallback.volcengine.HttpClients;
import java.util.Map;
import java.util.Random;

/** What the accounts of a test share. Nothing is known of any keys yet. */
final class AccountContexts {
  private AccountContexts() {}

  /** Those of an operator in the namespace {@code ops}, with the default settings. */
  static AccountContext of(Engine engine, SecretLookup secrets, Metrics metrics, SteadyClock clock)
      throws Exception {
    return of(
        new OperatorCommand(Map.of("POD_NAMESPACE", "ops")).settings(),
        engine,
        secrets,
        metrics,
        clock);
  }

  static AccountContext of(
      OperatorSettings settings,
      Engine engine,
      SecretLookup secrets,
      Metrics metrics,
      SteadyClock clock) {
    return new AccountContext(
        new ProcessParts(
            settings,
            new VerifiedKeys(new StoredMarks()),
            new Guard(metrics),
            clock,
            new Random(1)),
        engine,
        secrets,
        HttpClients.live(),
        new CallMetrics(metrics));
  }
}
