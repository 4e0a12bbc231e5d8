/**
 * The real engine in worlds that go wrong: each from a seed, in one thread under virtual time, with
 * users, foreigners, accounts, crashes and a cloud whose answers lie. The properties say what must
 * hold in every world. Each planted bug has to break one of them in some world.
 */
@NullMarked
package dev.livecallback.simulation;

import org.jspecify.annotations.NullMarked;
