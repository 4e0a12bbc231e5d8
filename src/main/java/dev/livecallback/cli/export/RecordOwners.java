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
 * Says whose a listed record is. A vhost's listing may show the records of its domains, and a
 * domain's one that of its vhost, without saying so (contract 3.3): two listings are merged only
 * where the item itself says that they are one.
 */
final class RecordOwners {

  /** Whose a listed record is. */
  sealed interface RecordOwner {
    /**
     * That scope's.
     *
     * @param certain whether every listing that could show otherwise was read
     */
    record Of(Scope scope, boolean certain) implements RecordOwner {}

    /** That scope's, whose own listing shows it too, and counts. */
    record Listed(Scope scope) implements RecordOwner {}

    /**
     * Nobody can say.
     *
     * @param reason a sentence without its full stop
     */
    record Unclear(String reason) implements RecordOwner {}
  }

  private final CloudReading reading;

  RecordOwners(CloudReading reading) {
    this.reading = reading;
  }

  /** Whether only other listings can tell whose it is: it has no app, and names no domain. */
  static boolean isOpen(CallbackRecord item) {
    return item.app() == null && item.domain() == null;
  }

  /** Whose an item is that the read of this scope listed. */
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

  /** Whether the listing of that scope, which is exported too, shows a record of this key. */
  private boolean isListed(Scope scope, CallbackRecord item) {
    return reading.asked().getOrDefault(scope, List.of()).stream()
        .filter(other -> isOf(scope, other))
        .anyMatch(
            other ->
                other.messageType().equals(item.messageType())
                    && Objects.equals(other.app(), item.app()));
  }

  /** Whether an item of a scope's own listing names no other. */
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

  /** The scopes whose record it could be as well: a vhost's domains, or a domain's vhost. */
  Set<Scope> counterparts(Scope read, CallbackRecord item) {
    if (read.kind() == Scope.Kind.VHOST) {
      return reading.domainsOf(read);
    }
    Set<Scope> vhosts = new HashSet<>();
    Optional.ofNullable(reading.vhosts().get(read)).ifPresent(vhosts::add);
    Optional.ofNullable(item.vhost()).map(Scope::vhost).ifPresent(vhosts::add);
    return vhosts;
  }

  /** A domain's record that its vhost's listing names as such isn't the vhost's own. */
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
