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
 * What there is of a process before it acts.
 *
 * @param accountTrigger has accounts told of again
 * @param cloud what all calls go through
 * @param guard keeps what goes wrong with one thing from the others
 * @param leading whether this process is the one that acts
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
