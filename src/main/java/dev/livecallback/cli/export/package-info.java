/**
 * The command {@code export}, which makes objects of the records in the cloud. It reads every scope
 * once, finds the owner of each record, and makes an object of each record that an object can
 * describe. It names all other records with the reason, and never guesses. It writes nothing to the
 * cloud and nothing to the cluster.
 */
@NullMarked
package dev.livecallback.cli.export;

import org.jspecify.annotations.NullMarked;
