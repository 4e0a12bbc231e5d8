package dev.livecallback.operator.accounts;

import dev.livecallback.api.SteadyClock;
import dev.livecallback.engine.Engine;
import dev.livecallback.engine.objects.SecretLookup;
import dev.livecallback.operator.config.OperatorSettings;
import dev.livecallback.operator.metrics.CallMetrics;
import dev.livecallback.operator.metrics.Guard;
import java.util.random.RandomGenerator;
import okhttp3.OkHttpClient;

/**
 * The parts that all accounts share.
 *
 * @param verified the marks of verified keys
 * @param http the client that all calls go through
 * @param calls counts every call
 * @param guard keeps a bug that is met with one account from all others
 */
public record AccountContext(
    OperatorSettings settings,
    Engine engine,
    SecretLookup secrets,
    VerifiedKeys verified,
    OkHttpClient http,
    CallMetrics calls,
    Guard guard,
    SteadyClock clock,
    RandomGenerator random) {}
