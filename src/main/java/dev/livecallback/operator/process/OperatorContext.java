package dev.livecallback.operator.process;

import dev.livecallback.api.LiveAccount;
import dev.livecallback.operator.accounts.ProcessParts;
import dev.livecallback.operator.kubernetes.KubernetesCluster;
import dev.livecallback.operator.kubernetes.ReconcileTrigger;
import dev.livecallback.operator.kubernetes.Watches;
import dev.livecallback.operator.metrics.Metrics;
import dev.livecallback.operator.secrets.SecretStore;
import java.util.function.BooleanSupplier;

/**
 * The parts of a process that exist before it leads.
 *
 * @param process the parts that its accounts need too
 * @param accountTrigger has accounts reconciled again
 * @param cloud the interceptor of all calls to the cloud
 * @param leading whether this process may act
 */
record OperatorContext(
    ProcessParts process,
    Watches watches,
    SecretStore secrets,
    KubernetesCluster cluster,
    ReconcileTrigger<LiveAccount> accountTrigger,
    LeaderOnlyHttpInterceptor cloud,
    Metrics metrics,
    BooleanSupplier leading,
    StatusesProtected statusesProtected) {}
