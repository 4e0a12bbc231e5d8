/**
 * What a person may set, as data: each setting's option, variable, default, values and meaning
 * stand in one line of a table. A command's options, the tables of the documentation and the checks
 * of the chart are made of it. It imports nothing of ours but {@code volcengine}.
 */
@NullMarked
package dev.livecallback.settings;

import org.jspecify.annotations.NullMarked;
