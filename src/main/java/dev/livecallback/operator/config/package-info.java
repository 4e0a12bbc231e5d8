/** The settings of the operator, read and checked. */
@NullMarked
package dev.livecallback.operator.config;

import org.jspecify.annotations.NullMarked;
