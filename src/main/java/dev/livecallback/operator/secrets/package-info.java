/** The cluster's Secrets, watched or fetched. */
@NullMarked
package dev.livecallback.operator.secrets;

import org.jspecify.annotations.NullMarked;
