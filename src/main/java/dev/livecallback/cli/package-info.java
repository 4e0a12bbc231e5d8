/**
 * The commands that a person runs beside the operator, and what they share: options, the way to the
 * cluster and to the cloud, their pace, their exit codes. Standard output holds a command's answer
 * and nothing else; whatever it has to say besides goes to standard error. No secret goes to
 * either.
 */
@NullMarked
package dev.livecallback.cli;

import org.jspecify.annotations.NullMarked;
