package dev.livecallback.shadow;

import dev.livecallback.calls.Order;
import dev.livecallback.shadow.CloudBehaviour.DomainListing;
import dev.livecallback.volcengine.Answer;
import dev.livecallback.volcengine.Authentication;
import dev.livecallback.volcengine.CallbackContent;
import dev.livecallback.volcengine.CallbackKey;
import dev.livecallback.volcengine.CallbackRecord;
import dev.livecallback.volcengine.Listing;
import dev.livecallback.volcengine.Scope;
import dev.livecallback.volcengine.WriteAccepted;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The records of all cloud accounts, as the API keeps, changes and shows them. */
public final class ShadowCloud {
  private final CloudBehaviour behaviour;
  private Map<CallbackKey, CallbackContent> records = Map.of();
  private int calls;

  /** Creates a cloud without records. */
  public ShadowCloud(CloudBehaviour behaviour) {
    this.behaviour = behaviour;
  }

  /** Returns the records as they are now; the map doesn't follow later changes. */
  public Map<CallbackKey, CallbackContent> records() {
    return records;
  }

  /** Returns the key under which a record is kept. Two keys may name one record. */
  public CallbackKey canonical(CallbackKey key) {
    Scope vhost = behaviour.vhosts().get(key.scope());
    return behaviour.oneRecord() && vhost != null
        ? new CallbackKey(key.cloudAccount(), vhost, null, key.messageType())
        : key;
  }

  /** Returns the content of a record; null = there is no record. */
  public @Nullable CallbackContent get(CallbackKey key) {
    return records.get(canonical(key));
  }

  /** Carries out an order to which nothing happens on its way, and returns the answer. */
  public Answer<?> answer(Order order) {
    return switch (order) {
      case Order.Read read ->
          new Answer.Ok<>(list(read.cloudAccount(), read.listing()), requestId());
      case Order.Put put -> {
        put(put.key(), put.content());
        yield new Answer.Ok<>(WriteAccepted.DONE, requestId());
      }
      case Order.Remove remove -> {
        remove(reach(remove.key()));
        yield new Answer.Ok<>(WriteAccepted.DONE, requestId());
      }
    };
  }

  /** Gives a record this content, and no other. */
  public void put(CallbackKey key, CallbackContent content) {
    Map<CallbackKey, CallbackContent> changed = new LinkedHashMap<>(records);
    changed.put(canonical(key), content);
    records = Collections.unmodifiableMap(changed);
  }

  /**
   * Returns the canonical keys of the records that a delete of this key removes, its own included.
   */
  public Set<CallbackKey> reach(CallbackKey key) {
    Set<CallbackKey> reach = new HashSet<>();
    for (CallbackKey there : records.keySet()) {
      boolean along =
          behaviour.wildcardDeletes()
              && key.appLess()
              && there.cloudAccount().equals(key.cloudAccount())
              && there.scope().equals(key.scope())
              && there.messageType() == key.messageType();
      if (along || there.equals(canonical(key))) {
        reach.add(there);
      }
    }
    return reach;
  }

  /** Removes records, by their canonical keys. */
  public void remove(Set<CallbackKey> keys) {
    Map<CallbackKey, CallbackContent> changed = new LinkedHashMap<>(records);
    changed.keySet().removeAll(keys);
    records = Collections.unmodifiableMap(changed);
  }

  /** Returns the records that a read of a scope lists now. */
  public List<CallbackRecord> list(String cloudAccount, Scope scope) {
    return list(cloudAccount, Listing.of(scope));
  }

  /** Returns the records that a read of a listing lists now. */
  public List<CallbackRecord> list(String cloudAccount, Listing listing) {
    return list(cloudAccount, listing, records);
  }

  /** Returns the records that a read of a listing would list if these were all records. */
  public List<CallbackRecord> list(
      String cloudAccount, Listing listing, Map<CallbackKey, CallbackContent> from) {
    Scope scope = listing.scope();
    return from.entrySet().stream()
        .filter(entry -> isSelected(entry.getKey(), listing))
        .filter(entry -> entry.getKey().cloudAccount().equals(cloudAccount))
        .filter(entry -> isListed(entry.getKey(), scope))
        .map(entry -> shown(entry.getKey(), entry.getValue(), scope))
        .toList();
  }

  private static boolean isSelected(CallbackKey key, Listing by) {
    return (by.type() == null || by.type() == key.messageType())
        && (by.app() == null || by.app().equals(key.app()));
  }

  private boolean isListed(CallbackKey key, Scope scope) {
    boolean asDomains =
        behaviour.oneRecord()
            && key.scope().equals(behaviour.vhosts().get(scope))
            && key.app() == null;
    return key.scope().equals(scope) || asDomains || isListedThroughVhost(key, scope);
  }

  private boolean isListedThroughVhost(CallbackKey key, Scope scope) {
    return behaviour.listsDomains() != DomainListing.NOT
        && scope.equals(behaviour.vhosts().get(key.scope()));
  }

  private CallbackRecord shown(CallbackKey key, CallbackContent content, Scope scope) {
    boolean named =
        key.scope().equals(scope)
            ? scope.kind() == Scope.Kind.DOMAIN
            : isListedThroughVhost(key, scope) && behaviour.listsDomains() == DomainListing.NAMED;
    return new CallbackRecord(
        scope.kind() == Scope.Kind.VHOST ? scope.name() : null,
        named ? key.scope().name() : null,
        key.app(),
        key.messageType().wire(),
        shown(content));
  }

  private CallbackContent shown(CallbackContent content) {
    return behaviour.hidesKeys() && content.authentication() instanceof Authentication.On
        ? new CallbackContent(
            content.details().reversed(), content.transcodeCallback(), new Authentication.Hidden())
        : content;
  }

  private String requestId() {
    return "request-" + ++calls;
  }
}
