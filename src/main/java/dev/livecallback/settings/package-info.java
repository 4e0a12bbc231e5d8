/**
 * The settings that a person may set, as data. The option, the variable, the default, the values
 * and the meaning of a setting are in one entry of a table. A command's options, the tables of the
 * documentation and the checks of the chart are made of this table. The package imports nothing of
 * ours but {@code volcengine}.
 */
@NullMarked
package dev.livecallback.settings;

import org.jspecify.annotations.NullMarked;
