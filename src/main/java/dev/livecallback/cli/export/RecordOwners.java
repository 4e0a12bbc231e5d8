package dev.livecallback.cli.export;

import dev.livecallback.volcengine.CallbackRecord;
import dev.livecallback.volcengine.Scope;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The owners of listed records: the scopes to which the records belong. A vhost's listing may show
 * the records of its domains, and a domain's listing the record of its vhost, without saying so
 * (contract 3.3). So items of two listings count as one record only if an item itself names the
 * other scope.
 */
final class RecordOwners {

  /** The owner of a listed record. */
  sealed interface RecordOwner {
    /**
     * The scope to which the record belongs.
     *
     * @param certain whether every listing that could show another owner was read
     */
    record Of(Scope scope, boolean certain) implements RecordOwner {}

    /**
     * The scope to which the record belongs. The scope's own listing shows the record too, and
     * counts.
     */
    record Listed(Scope scope) implements RecordOwner {}

    /**
     * An owner that isn't known.
     *
     * @param reason the reason, as a sentence without its full stop
     */
    record Unclear(String reason) implements RecordOwner {}
  }

  private final CloudReading reading;

  RecordOwners(CloudReading reading) {
    this.reading = reading;
  }

  /**
   * Returns whether only other listings can show the owner: the item has no app, and names no
   * domain.
   */
  static boolean isOpen(CallbackRecord item) {
    return item.app() == null && item.domain() == null;
  }

  /** Returns the owner of an item in the listing of this scope. */
  RecordOwner owner(Scope read, CallbackRecord item) {
    return switch (read.kind()) {
      case VHOST -> ofVhostsListing(read, item);
      case DOMAIN -> ofDomainsListing(read, item);
    };
  }

  private RecordOwner ofVhostsListing(Scope read, CallbackRecord item) {
    if (item.domain() != null) {
      Scope domain = domain(item.domain());
      return isListed(domain, item)
          ? new RecordOwner.Listed(domain)
          : new RecordOwner.Of(domain, true);
    }
    if (item.vhost() != null && !item.vhost().equalsIgnoreCase(read.name())) {
      return elsewhere(read, Scope.vhost(item.vhost()), item);
    }
    return isOpen(item) ? open(read, item) : new RecordOwner.Of(read, true);
  }

  private RecordOwner ofDomainsListing(Scope read, CallbackRecord item) {
    if (item.domain() == null) {
      return open(read, item);
    }
    Scope named = domain(item.domain());
    return named.equals(read) ? new RecordOwner.Of(named, true) : elsewhere(read, named, item);
  }

  private RecordOwner elsewhere(Scope read, Scope named, CallbackRecord item) {
    return isListed(named, item)
        ? new RecordOwner.Listed(named)
        : new RecordOwner.Unclear(
            "the listing of %s shows it as that of %s, which wasn't read or doesn't show it"
                .formatted(read, named));
  }

  /**
   * Returns whether the scope is exported too, and its listing shows a record of this item's key.
   */
  private boolean isListed(Scope scope, CallbackRecord item) {
    return reading.asked().getOrDefault(scope, List.of()).stream()
        .filter(other -> isOf(scope, other))
        .anyMatch(
            other ->
                other.messageType().equals(item.messageType())
                    && Objects.equals(other.app(), item.app()));
  }

  /** Returns whether an item of a scope's own listing names no other scope. */
  private static boolean isOf(Scope scope, CallbackRecord item) {
    return switch (scope.kind()) {
      case VHOST ->
          item.domain() == null
              && (item.vhost() == null || item.vhost().equalsIgnoreCase(scope.name()));
      case DOMAIN -> item.domain() == null || item.domain().equalsIgnoreCase(scope.name());
    };
  }

  private RecordOwner open(Scope read, CallbackRecord item) {
    Set<Scope> others = counterparts(read, item);
    boolean certain = read.kind() == Scope.Kind.VHOST ? reading.domainsKnown() : !others.isEmpty();
    for (Scope other : others) {
      Optional<List<CallbackRecord>> listing = reading.listing(other);
      if (listing.isPresent() && shows(listing.get(), read, item)) {
        return new RecordOwner.Unclear(
            "the listing of %s shows the same, and it names no domain: it may be the one's or the"
                    .formatted(other)
                + " other's");
      }
      certain &= listing.isPresent();
    }
    return new RecordOwner.Of(read, certain);
  }

  /**
   * Returns the other scopes to which the record could belong: a vhost's domains, or a domain's
   * vhost.
   */
  Set<Scope> counterparts(Scope read, CallbackRecord item) {
    if (read.kind() == Scope.Kind.VHOST) {
      return reading.domainsOf(read);
    }
    Set<Scope> vhosts = new HashSet<>();
    Optional.ofNullable(reading.vhosts().get(read)).ifPresent(vhosts::add);
    Optional.ofNullable(item.vhost()).map(Scope::vhost).ifPresent(vhosts::add);
    return vhosts;
  }

  /**
   * Returns whether another scope's listing shows the same record. An item in a vhost's listing
   * doesn't count if it names a domain: it isn't the vhost's own.
   */
  private static boolean shows(List<CallbackRecord> listing, Scope read, CallbackRecord item) {
    return listing.stream()
        .filter(other -> read.kind() == Scope.Kind.VHOST || other.domain() == null)
        .filter(other -> other.app() == null && other.messageType().equals(item.messageType()))
        .anyMatch(other -> other.content().agreesWith(item.content()));
  }

  private static Scope domain(String name) {
    return Scope.domain(name.toLowerCase(Locale.ROOT));
  }
}
