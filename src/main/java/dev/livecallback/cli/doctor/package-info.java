/**
 * The command {@code doctor}, which checks whether a cloud account and a cluster are as the
 * operator assumes. It looks at the cloud's raw answers. Only the write test changes anything, and
 * undoes its changes. Each result is a {@link dev.livecallback.cli.doctor.Finding}, which knows
 * what strangers may see of it.
 */
@NullMarked
package dev.livecallback.cli.doctor;

import org.jspecify.annotations.NullMarked;
