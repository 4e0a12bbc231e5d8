/**
 * What would happen if files were applied, or this version were started: the real engine runs to
 * rest in virtual time against a shadow of cluster and cloud, and what it writes there is told. The
 * cloud is read, each scope once; nothing is written to it, nor to the cluster.
 */
@NullMarked
package dev.livecallback.cli.plan;

import org.jspecify.annotations.NullMarked;
