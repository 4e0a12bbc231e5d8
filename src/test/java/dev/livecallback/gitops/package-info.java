/**
 * What is shipped for the tools that sync objects out of Git, judged as those tools do: scripts in
 * three Luas, objects by Flux's kstatus. Tests that need a running operator are in {@code flow}.
 */
@NullMarked
package dev.livecallback.gitops;

import org.jspecify.annotations.NullMarked;
