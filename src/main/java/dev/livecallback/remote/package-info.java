/**
 * The memory of the remote side: the results of the last read of each scope, the time of its next
 * read, and the outcomes of the writes to each key. The package remembers and compares; it neither
 * calls nor judges. It may import the cloud API's words only.
 */
@NullMarked
package dev.livecallback.remote;

import org.jspecify.annotations.NullMarked;
