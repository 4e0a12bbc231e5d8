package dev.livecallback.cli.export;

import dev.livecallback.cli.CommandFailedException;
import dev.livecallback.cli.PacedCalls;
import dev.livecallback.cli.ProgressLine;
import dev.livecallback.volcengine.Answer;
import dev.livecallback.volcengine.CallbackRecord;
import dev.livecallback.volcengine.DomainDetail;
import dev.livecallback.volcengine.DomainPage;
import dev.livecallback.volcengine.Failure;
import dev.livecallback.volcengine.Listing;
import dev.livecallback.volcengine.MessageType;
import dev.livecallback.volcengine.Scope;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The reader of the scopes of an export, and of listings that show the owners of records. It reads
 * each scope once.
 */
final class ScopeReader {
  private static final int PAGE = 1000;
  private static final int TRIES = 3;

  private final PacedCalls calls;
  private final ProgressLine progress;
  private final NavigableMap<Scope, List<CallbackRecord>> asked = new TreeMap<>();
  private final NavigableMap<Scope, List<CallbackRecord>> beside = new TreeMap<>();
  private final NavigableMap<Scope, String> unread = new TreeMap<>();

  /** Creates a reader for one export. */
  ScopeReader(PacedCalls calls, ProgressLine progress) {
    this.calls = calls;
    this.progress = progress;
  }

  /** Reads each vhost and each push domain of the account's domains. */
  CloudReading readAll() throws CommandFailedException, InterruptedException {
    DomainMap domains =
        switch (domains()) {
          case Answer.Ok<DomainMap>(DomainMap map, _) -> map;
          case Answer.Failed<DomainMap>(Failure failure) ->
              throw new CommandFailedException(
                  PacedCalls.sentence(failure)
                      + " Or name what to export by --vhost and --domain.");
        };
    read(domains.scopes(), asked);
    return reading(domains);
  }

  /**
   * Reads these scopes. If only another listing can show the owner of a record, this also reads the
   * scope's vhost or domains.
   */
  CloudReading read(Collection<Scope> scopes) throws CommandFailedException, InterruptedException {
    read(new TreeSet<>(scopes), asked);
    boolean open = asked.values().stream().flatMap(List::stream).anyMatch(RecordOwners::isOpen);
    DomainMap domains = open ? domainsIfPermitted() : null;
    RecordOwners owners = new RecordOwners(reading(domains));
    NavigableSet<Scope> others = new TreeSet<>();
    asked.forEach(
        (scope, items) ->
            items.stream()
                .filter(RecordOwners::isOpen)
                .forEach(item -> others.addAll(owners.counterparts(scope, item))));
    others.removeAll(asked.keySet());
    others.removeAll(unread.keySet());
    read(others, beside);
    others.forEach(unread::remove);
    return reading(domains);
  }

  private CloudReading reading(@Nullable DomainMap domains) {
    return new CloudReading(
        asked, beside, domains == null ? Map.of() : domains.vhosts(), domains != null, unread);
  }

  private void read(NavigableSet<Scope> scopes, NavigableMap<Scope, List<CallbackRecord>> into)
      throws CommandFailedException, InterruptedException {
    int done = 0;
    for (Scope scope : scopes) {
      progress.at(
          "%d of %d vhosts and domains read".formatted(done, scopes.size()),
          calls.estimate(scopes.size() - done));
      switch (records(scope)) {
        case Answer.Ok<List<CallbackRecord>>(List<CallbackRecord> records, _) ->
            into.put(scope, records);
        case Answer.Failed<List<CallbackRecord>>(Failure failure) ->
            unread.put(scope, PacedCalls.sentence(failure));
      }
      done++;
    }
    progress.clear();
  }

  /** Reads a scope as a whole, or, if the scope is too large, one message type at a time. */
  private Answer<List<CallbackRecord>> records(Scope scope)
      throws CommandFailedException, InterruptedException {
    Listing whole = Listing.of(scope);
    Answer<List<CallbackRecord>> answer = calls.describe(whole);
    boolean tooLarge =
        answer instanceof Answer.Failed<List<CallbackRecord>>(Failure failure)
            && failure instanceof Failure.TooLarge;
    if (!tooLarge) {
      return answer;
    }
    List<CallbackRecord> all = new ArrayList<>();
    String requestId = "";
    for (MessageType type : MessageType.values()) {
      Answer<List<CallbackRecord>> part = calls.describe(whole.ofType(type));
      if (!(part
          instanceof Answer.Ok<List<CallbackRecord>>(List<CallbackRecord> records, String id))) {
        return part;
      }
      all.addAll(records);
      requestId = id;
    }
    return new Answer.Ok<>(all, requestId);
  }

  private @Nullable DomainMap domainsIfPermitted()
      throws CommandFailedException, InterruptedException {
    return switch (domains()) {
      case Answer.Ok<DomainMap>(DomainMap map, _) -> map;
      case Answer.Failed<DomainMap> _ -> null;
    };
  }

  /**
   * The account's domains.
   *
   * @param scopes every vhost that a domain names, and every push domain
   * @param vhosts the vhost of each push domain that has one
   */
  private record DomainMap(NavigableSet<Scope> scopes, Map<Scope, Scope> vhosts) {
    static DomainMap of(Collection<DomainDetail> details) {
      NavigableSet<Scope> scopes = new TreeSet<>();
      Map<Scope, Scope> vhosts = new HashMap<>();
      for (DomainDetail detail : details) {
        Optional<Scope> vhost =
            Optional.of(detail.vhost()).filter(name -> !name.isEmpty()).map(Scope::vhost);
        vhost.ifPresent(scopes::add);
        if (detail.isPush()) {
          Scope domain = Scope.domain(detail.domain().toLowerCase(Locale.ROOT));
          scopes.add(domain);
          vhost.ifPresent(of -> vhosts.put(domain, of));
        }
      }
      return new DomainMap(scopes, vhosts);
    }
  }

  /**
   * Reads the list of the account's domains. Its pages have no cursor, so this reads the list again
   * if it changed meanwhile.
   */
  private Answer<DomainMap> domains() throws CommandFailedException, InterruptedException {
    for (int tries = 0; tries < TRIES; tries++) {
      Map<String, DomainDetail> details = new LinkedHashMap<>();
      int total = -1;
      int seen = 0;
      boolean changed = false;
      for (int page = 1; !changed && page <= PAGE; page++) {
        progress.at("the account's domains, page " + page, calls.estimate(1));
        Answer<DomainPage> answer = calls.listDomainDetail(page, PAGE);
        if (answer instanceof Answer.Failed<DomainPage>(Failure failure)) {
          return new Answer.Failed<>(failure);
        }
        DomainPage read = ((Answer.Ok<DomainPage>) answer).value();
        changed = total >= 0 && read.total() != total;
        total = read.total();
        seen += read.domains().size();
        read.domains().stream()
            .filter(detail -> !detail.domain().isEmpty() && !detail.isDeleted())
            .forEach(detail -> details.put(detail.domain().toLowerCase(Locale.ROOT), detail));
        if (!changed && (seen >= total || read.domains().isEmpty())) {
          return new Answer.Ok<>(DomainMap.of(details.values()), "");
        }
      }
    }
    throw new CommandFailedException(
        "The account's domains change while they are read. Try again later, or name what to export"
            + " by --vhost and --domain.");
  }
}
