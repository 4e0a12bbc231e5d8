package dev.livecallback.operator.accounts;

import dev.livecallback.engine.Engine;
import dev.livecallback.engine.objects.SecretLookup;
import dev.livecallback.operator.metrics.CallMetrics;
import okhttp3.OkHttpClient;

/**
 * The parts that all accounts share.
 *
 * @param process the parts that they share with everything else
 * @param http the client that all calls go through
 * @param calls counts every call
 */
public record AccountContext(
    ProcessParts process,
    Engine engine,
    SecretLookup secrets,
    OkHttpClient http,
    CallMetrics calls) {}
