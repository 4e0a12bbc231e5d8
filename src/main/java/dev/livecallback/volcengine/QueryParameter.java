package dev.livecallback.volcengine;

/**
 * One parameter of a URL's query, decoded.
 *
 * @param name its name
 * @param value its value; "" where the URL has none
 */
public record QueryParameter(String name, String value) {}
