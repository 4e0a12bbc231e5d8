package dev.livecallback.cli.export;

import dev.livecallback.volcengine.CallbackRecord;
import dev.livecallback.volcengine.Scope;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The results of an export's reads. Each scope is read once.
 *
 * @param asked the records of the scopes that are exported
 * @param beside the records of other scopes, which were read only to find the owners of the records
 *     in {@code asked}
 * @param vhosts the vhost of each push domain whose vhost is known
 * @param domainsKnown whether the push domains of every vhost are known
 * @param unread the scopes that couldn't be read, each with the reason as a sentence
 */
record CloudReading(
    NavigableMap<Scope, List<CallbackRecord>> asked,
    NavigableMap<Scope, List<CallbackRecord>> beside,
    Map<Scope, Scope> vhosts,
    boolean domainsKnown,
    NavigableMap<Scope, String> unread) {

  /** Takes copies. */
  CloudReading {
    asked = Collections.unmodifiableNavigableMap(new TreeMap<>(asked));
    beside = Collections.unmodifiableNavigableMap(new TreeMap<>(beside));
    vhosts = Map.copyOf(vhosts);
    unread = Collections.unmodifiableNavigableMap(new TreeMap<>(unread));
  }

  /** Returns the records in a scope's listing; empty = the scope wasn't read. */
  Optional<List<CallbackRecord>> listing(Scope scope) {
    return Optional.ofNullable(asked.getOrDefault(scope, beside.get(scope)));
  }

  /** Returns the known push domains of a vhost. */
  Set<Scope> domainsOf(Scope vhost) {
    return vhosts.entrySet().stream()
        .filter(each -> each.getValue().equals(vhost))
        .map(Map.Entry::getKey)
        .collect(Collectors.toUnmodifiableSet());
  }
}
