package dev.livecallback.account;

import org.jspecify.annotations.Nullable;

/**
 * The number of records that may be removed through one account in any hour.
 *
 * @param ofNamespace the number for the objects of each namespace; null = any number
 * @param total the number for all objects together; null = any number
 */
public record DeletesPerHour(@Nullable Integer ofNamespace, @Nullable Integer total) {
  /** No limit at all. */
  public static final DeletesPerHour UNLIMITED = new DeletesPerHour(null, null);
}
