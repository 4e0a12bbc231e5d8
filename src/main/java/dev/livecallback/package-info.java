/**
 * The program: its entry point and nothing else. It chooses a subcommand; what the subcommands do
 * lives in the packages below. It may import all of them.
 */
@NullMarked
package dev.livecallback;

import org.jspecify.annotations.NullMarked;
