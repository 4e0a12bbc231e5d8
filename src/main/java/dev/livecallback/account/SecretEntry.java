package dev.livecallback.account;

/** A place in a Secret: {@code namespace}, the Secret's name, and the key in its data. */
public record SecretEntry(String namespace, String secret, String entry) {}
