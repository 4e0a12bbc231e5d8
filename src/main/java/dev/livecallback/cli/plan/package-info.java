/**
 * The command {@code plan}, which shows what would happen if files were applied, or this version
 * were started. The real engine runs to rest in virtual time against a shadow of cluster and cloud,
 * and the plan is what it writes there. Each scope of the cloud is read once; nothing is written to
 * the cloud or to the cluster.
 */
@NullMarked
package dev.livecallback.cli.plan;

import org.jspecify.annotations.NullMarked;
