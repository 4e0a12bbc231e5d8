package dev.livecallback.account;

import org.jspecify.annotations.Nullable;

/**
 * How many records may be removed through one account in any hour.
 *
 * @param ofNamespace for the objects of each namespace; null = any number
 * @param total for all objects together; null = any number
 */
public record DeletesPerHour(@Nullable Integer ofNamespace, @Nullable Integer total) {
  /** As many as anybody wants. */
  public static final DeletesPerHour UNLIMITED = new DeletesPerHour(null, null);
}
