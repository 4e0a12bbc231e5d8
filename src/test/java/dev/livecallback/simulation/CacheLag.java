package dev.livecallback.simulation;

import dev.livecallback.shadow.Pauses;

/** How far the caches of a process lag: each object and each Secret as chance has it. */
record CacheLag(Chance chance, int mostMillis, String streamPrefix) implements Pauses {

  @Override
  public long untilObjectCached(String object) {
    return lag(nameOf(object));
  }

  @Override
  public long untilSecretCached(String secret) {
    return lag("secret " + nameOf(secret));
  }

  private long lag(String what) {
    return Chance.between(chance.stream(streamPrefix + what), 1, mostMillis);
  }

  /** No two objects have one name; Secrets of one name are kept by the same people. */
  private static String nameOf(String qualified) {
    return qualified.substring(qualified.indexOf('/') + 1);
  }
}
