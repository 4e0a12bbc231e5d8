package dev.livecallback.operator.accounts;

import dev.livecallback.api.SteadyClock;
import dev.livecallback.operator.config.OperatorSettings;
import dev.livecallback.operator.metrics.Guard;
import java.util.random.RandomGenerator;

/**
 * The parts of a process that its accounts share with everything else.
 *
 * @param verified the marks of verified keys
 * @param guard keeps a bug that is met with one object from all others
 */
public record ProcessParts(
    OperatorSettings settings,
    VerifiedKeys verified,
    Guard guard,
    SteadyClock clock,
    RandomGenerator random) {}
