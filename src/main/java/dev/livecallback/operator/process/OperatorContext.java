package dev.livecallback.operator.process;

import dev.livecallback.api.LiveAccount;
import dev.livecallback.api.SteadyClock;
import dev.livecallback.operator.accounts.VerifiedKeys;
import dev.livecallback.operator.config.OperatorSettings;
import dev.livecallback.operator.kubernetes.KubernetesCluster;
import dev.livecallback.operator.kubernetes.ReconcileTrigger;
import dev.livecallback.operator.kubernetes.Watches;
import dev.livecallback.operator.metrics.Guard;
import dev.livecallback.operator.metrics.Metrics;
import dev.livecallback.operator.secrets.SecretStore;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

/**
 * The parts of a process that exist before it leads.
 *
 * @param accountTrigger has accounts reconciled again
 * @param cloud the interceptor of all calls to the cloud
 * @param guard keeps a bug that is met with one object from all others
 * @param leading whether this process may act
 */
record OperatorContext(
    OperatorSettings settings,
    Watches watches,
    SecretStore secrets,
    VerifiedKeys verified,
    KubernetesCluster cluster,
    ReconcileTrigger<LiveAccount> accountTrigger,
    LeaderOnlyHttpInterceptor cloud,
    Metrics metrics,
    Guard guard,
    BooleanSupplier leading,
    StatusesProtected statusesProtected,
    SteadyClock clock,
    RandomGenerator random) {}
