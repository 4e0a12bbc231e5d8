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
 * What all accounts share.
 *
 * @param verified what is remembered of keys
 * @param http what all calls go through
 * @param calls counts every call
 * @param guard keeps what goes wrong with one account from the others
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
