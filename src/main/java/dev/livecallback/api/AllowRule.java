package dev.livecallback.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which namespaces may use what of an account (an item of {@code spec.allow}).
 *
 * @param namespaces their names; {@code *} stands for any characters
 * @param scopes {@code vhost/NAME} or {@code domain/NAME}; {@code *} stands for characters of one
 *     label; null = all
 * @param urls where callbacks may go: {@code scheme://host[:port]/path}; null = anywhere
 */
public record AllowRule(
    List<String> namespaces, @Nullable List<String> scopes, @Nullable List<String> urls) {}
