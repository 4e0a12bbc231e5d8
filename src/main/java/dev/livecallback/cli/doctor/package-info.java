/**
 * Whether a cloud account and a cluster are as the operator assumes. The cloud's answers are looked
 * at as they come; only the write test changes anything, and takes it back. What is found is a
 * {@link dev.livecallback.cli.doctor.Finding}, which knows what of it may be shown to strangers.
 */
@NullMarked
package dev.livecallback.cli.doctor;

import org.jspecify.annotations.NullMarked;
