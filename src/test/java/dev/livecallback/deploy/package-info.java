/**
 * What a person installs and starts: the manifests, the roles, the operator's start and stop. All
 * of it on the real API server, with the packaged program. It knows the program by its command
 * line, its objects and its manifests, and imports nothing of the operator's inside.
 */
@NullMarked
package dev.livecallback.deploy;

import org.jspecify.annotations.NullMarked;
