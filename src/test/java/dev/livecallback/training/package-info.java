/**
 * What the image build runs once, to make the JVM's cache of the program: one start of the
 * operator, with one object of each kind, where there is no cluster and no cloud. It knows the
 * program by its command line only, and needs nothing but the program's own libraries and OkHttp's
 * server.
 */
@NullMarked
package dev.livecallback.training;

import org.jspecify.annotations.NullMarked;
