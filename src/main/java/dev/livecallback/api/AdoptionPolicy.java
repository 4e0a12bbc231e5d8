package dev.livecallback.api;

/** tmp */
public enum AdoptionPolicy {
  IF_IDENTICAL,
  ADOPT
}
