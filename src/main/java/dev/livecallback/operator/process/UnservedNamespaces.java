package dev.livecallback.operator.process;

import dev.livecallback.operator.config.StartupException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The namespaces of {@code WATCH_NAMESPACES} in which the operator has no rights yet. The operator
 * serves the other namespaces. It checks these again, with growing pauses, until it can serve them
 * too.
 */
final class UnservedNamespaces {
  private static final Logger LOG = LoggerFactory.getLogger(UnservedNamespaces.class);

  /** The first pause. Each following pause is twice as long as the one before. */
  static final Duration FIRST_PAUSE = Duration.ofSeconds(5);

  /** The longest pause between two checks. */
  static final Duration LAST_PAUSE = Duration.ofMinutes(1);

  private final Map<String, Unserved> unserved = new ConcurrentSkipListMap<>();
  private final RightsCheck check;
  private final Predicate<NamespaceRights> serve;
  private final Executor aside;
  private final InstantSource clock;

  /** Finds out what the operator may do in a namespace. */
  interface RightsCheck {
    /**
     * Returns the operator's current rights there.
     *
     * @throws StartupException if the rights can't be found out
     */
    NamespaceRights at(String namespace) throws StartupException;
  }

  private record Unserved(NamespaceRights rights, Duration pause, Instant due) {}

  /**
   * Creates the list.
   *
   * @param serve begins to serve a namespace in which no right is missing any more, and returns
   *     whether this succeeded
   * @param aside runs {@code serve}, because reading a namespace may take long and the other
   *     namespaces don't wait for it
   */
  UnservedNamespaces(
      Collection<NamespaceRights> lacking,
      RightsCheck check,
      Predicate<NamespaceRights> serve,
      Executor aside,
      InstantSource clock) {
    this.check = check;
    this.serve = serve;
    this.aside = aside;
    this.clock = clock;
    for (NamespaceRights each : lacking) {
      LOG.warn(
          "Namespace {} isn't served: {}: {} The other namespaces are served, and this one too once"
              + " it can be.",
          each.namespace(),
          each.trouble(),
          each.remedy());
      unserved.put(
          each.namespace(), new Unserved(each, FIRST_PAUSE, clock.instant().plus(FIRST_PAUSE)));
    }
  }

  /** Returns whether the namespace isn't served yet. */
  boolean contains(String namespace) {
    return unserved.containsKey(namespace);
  }

  /**
   * Returns the unserved namespaces and what to do about each, one on a line; "" if there are none.
   */
  String told() {
    StringBuilder told = new StringBuilder();
    for (Unserved each : unserved.values()) {
      told.append("\nnamespace ")
          .append(each.rights().namespace())
          .append(" isn't served: ")
          .append(
              each.rights().suffice()
                  ? "its objects and Secrets couldn't be read yet."
                  : each.rights().trouble() + ": " + each.rights().remedy());
    }
    return told.toString();
  }

  /** Checks the namespaces whose pause is over. Call it every second. */
  void lookAgain() {
    for (Unserved each : List.copyOf(unserved.values())) {
      if (!clock.instant().isBefore(each.due())) {
        lookAgain(each);
      }
    }
  }

  private void lookAgain(Unserved before) {
    String namespace = before.rights().namespace();
    NamespaceRights now = before.rights();
    try {
      now = check.at(namespace);
    } catch (StartupException e) {
      LOG.info("Namespace {} couldn't be looked at: {}", namespace, e.getMessage());
    }
    if (now.suffice()) {
      NamespaceRights found = now;
      unserved.put(namespace, new Unserved(found, before.pause(), Instant.MAX));
      aside.execute(() -> serve(found, before.pause()));
    } else {
      later(now, before.pause());
    }
  }

  private void serve(NamespaceRights found, Duration pause) {
    boolean served = false;
    try {
      served = serve.test(found);
    } finally {
      if (served) {
        unserved.remove(found.namespace());
        LOG.info("Namespace {} is served now.", found.namespace());
      } else {
        later(found, pause);
      }
    }
  }

  private void later(NamespaceRights now, Duration before) {
    Duration pause = before.multipliedBy(2);
    Duration next = pause.compareTo(LAST_PAUSE) > 0 ? LAST_PAUSE : pause;
    unserved.put(now.namespace(), new Unserved(now, next, clock.instant().plus(next)));
  }
}
