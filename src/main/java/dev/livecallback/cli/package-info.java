/**
 * The commands that a person runs beside the operator, and the parts that they share: options,
 * access to the cluster and to the cloud, the pace of calls, exit codes. Standard output holds only
 * a command's answer; everything else goes to standard error. No secret goes to either.
 */
@NullMarked
package dev.livecallback.cli;

import org.jspecify.annotations.NullMarked;
