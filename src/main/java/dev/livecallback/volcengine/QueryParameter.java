package dev.livecallback.volcengine;

/**
 * A parameter of a URL's query, decoded.
 *
 * @param name the parameter's name
 * @param value the parameter's value; "" where the URL has none
 */
public record QueryParameter(String name, String value) {}
