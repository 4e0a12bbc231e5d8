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
 * What the reads of an export showed, each scope read once.
 *
 * @param asked the records of the scopes that are exported
 * @param beside those of scopes that were read only to tell whose the former are
 * @param vhosts the vhost of each push domain, as far as it is known
 * @param domainsKnown whether the push domains of every vhost are known
 * @param unread the scopes that couldn't be read, each with a sentence that says why
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

  /** What a read of that scope listed; empty = it wasn't read. */
  Optional<List<CallbackRecord>> listing(Scope scope) {
    return Optional.ofNullable(asked.getOrDefault(scope, beside.get(scope)));
  }

  /** The push domains of a vhost that are known. */
  Set<Scope> domainsOf(Scope vhost) {
    return vhosts.entrySet().stream()
        .filter(each -> each.getValue().equals(vhost))
        .map(Map.Entry::getKey)
        .collect(Collectors.toUnmodifiableSet());
  }
}
