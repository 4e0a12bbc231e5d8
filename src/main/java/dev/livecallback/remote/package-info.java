/**
 * What is known of the remote side: what the last read of each scope said, when it is to be read
 * again, and what came of the writes to each key. It remembers and compares; it neither calls nor
 * judges. It may import the cloud API's words only.
 */
@NullMarked
package dev.livecallback.remote;

import org.jspecify.annotations.NullMarked;
