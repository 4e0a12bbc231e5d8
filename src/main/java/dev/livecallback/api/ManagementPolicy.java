package dev.livecallback.api;

/** tmp */
public enum ManagementPolicy {
  ENFORCE,
  APPLY_ON_CHANGE,
  OBSERVE
}
