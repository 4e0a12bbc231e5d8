/**
 * What is in the cloud becomes objects: reads every scope once, finds out whose each record is, and
 * makes an object of each that an object can say. What can't become one is named with its reason,
 * never guessed. It writes nothing to the cloud and nothing to the cluster.
 */
@NullMarked
package dev.livecallback.cli.export;

import org.jspecify.annotations.NullMarked;
