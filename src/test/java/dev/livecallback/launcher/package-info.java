/**
 * Tests of the shell scripts in {@code src/main/launcher}, which start the program. They run the
 * scripts against a made-up machine and never start a real Java. Nothing may import this package.
 */
@NullMarked
package dev.livecallback.launcher;

import org.jspecify.annotations.NullMarked;
