package dev.livecallback.cli.doctor;

import dev.livecallback.volcengine.Answer;
import dev.livecallback.volcengine.CallbackRecord;
import dev.livecallback.volcengine.CallerIdentity;
import dev.livecallback.volcengine.DomainDetail;
import dev.livecallback.volcengine.DomainPage;
import dev.livecallback.volcengine.Failure;
import dev.livecallback.volcengine.Listing;
import dev.livecallback.volcengine.RawAnswer;
import dev.livecallback.volcengine.Scope;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The calls that change nothing, and their results. */
final class AccountReads {
  /** An app that nobody has: its listing is empty. */
  static final String NO_APP = "livecallback-none";

  /** A name that nobody can have (RFC 2606). */
  private static final Scope NOWHERE = Scope.vhost("livecallback-doctor.invalid");

  private static final int DOMAINS = 3;
  private static final int OTHERS = 5;

  private final DoctorCloud cloud;
  private final DoctorCalls calls;
  private final Evidence evidence;
  private final NavigableMap<Scope, List<CallbackRecord>> listings = new TreeMap<>();
  private final NavigableMap<Scope, NavigableSet<Scope>> domains = new TreeMap<>();
  private @Nullable Answer<CallerIdentity> identity;
  private @Nullable DomainPage page;
  private @Nullable Failure pageFailure;
  private @Nullable Failure failure;
  private @Nullable Failure scopeFailure;
  private @Nullable RawAnswer empty;
  private @Nullable RawAnswer nowhere;
  private @Nullable RawAnswer unsigned;
  private @Nullable RawAnswer longAgo;
  private boolean read;
  private boolean looked;

  AccountReads(DoctorCloud cloud, DoctorCalls calls, Evidence evidence) {
    this.cloud = cloud;
    this.calls = calls;
    this.evidence = evidence;
  }

  /**
   * Makes the calls, until more of them would show nothing new, or the account as a whole is
   * refused.
   *
   * @param vhost the vhost to read first; null = the first vhost of the account's domains
   * @param enough the check whether more listings would show nothing new
   */
  void make(@Nullable String vhost, BooleanSupplier enough) throws InterruptedException {
    identity = calls.read(cloud::identity).orElse(null);
    listDomains();
    NavigableSet<Scope> vhosts = new TreeSet<>(domains.keySet());
    Scope first = vhost != null ? Scope.vhost(vhost) : vhosts.isEmpty() ? null : vhosts.first();
    if (first != null) {
      vhosts.remove(first);
      look(first);
    }
    // A key may be good for some vhosts only.
    for (Scope each : vhosts.stream().limit(OTHERS).toList()) {
      if (failure instanceof Failure.NotPermitted) {
        describe(new Listing(each, null, NO_APP));
      }
    }
    if (failure == null || failure instanceof Failure.Unavailable) {
      elsewhere();
    }
    if (failure == null && looked && first != null) {
      list(first);
      for (Scope domain : domainsOf(first)) {
        list(domain);
      }
    }
    for (Scope each : vhosts) {
      if (failure != null || calls.isOver() || enough.getAsBoolean()) {
        return;
      }
      list(each);
      for (Scope domain : domainsOf(each)) {
        list(domain);
      }
    }
  }

  private void listDomains() throws InterruptedException {
    switch (calls.read(cloud::domains).orElse(null)) {
      case Answer.Ok<DomainPage>(DomainPage found, _) -> {
        page = found;
        found.domains().stream().filter(each -> !each.isDeleted()).forEach(this::note);
      }
      case Answer.Failed<DomainPage>(Failure why) -> {
        pageFailure = why;
        // This action may lack its own permission, and its part of the service may fail alone.
        if (why instanceof Failure.CredentialsRejected || why instanceof Failure.WrongEndpoint) {
          failure = why;
        }
      }
      case null -> {
        // The time is over.
      }
    }
  }

  private void note(DomainDetail detail) {
    if (detail.vhost().isEmpty()) {
      return;
    }
    Collection<Scope> of =
        domains.computeIfAbsent(Scope.vhost(detail.vhost()), _ -> new TreeSet<>());
    if (detail.isPush()) {
      of.add(Scope.domain(detail.domain().toLowerCase(Locale.ROOT)));
    }
  }

  private List<Scope> domainsOf(Scope vhost) {
    return domains.getOrDefault(vhost, Collections.emptyNavigableSet()).stream()
        .limit(DOMAINS)
        .toList();
  }

  /**
   * Reads a listing that should be empty. This is the first listing that shows whether the keys may
   * read.
   */
  private void look(Scope vhost) throws InterruptedException {
    Optional<Answer<List<CallbackRecord>>> answer = describe(new Listing(vhost, null, NO_APP));
    looked = answer.isPresent() && answer.get() instanceof Answer.Ok<List<CallbackRecord>>;
    if (answer.isPresent()
        && answer.get() instanceof Answer.Ok<List<CallbackRecord>>(List<CallbackRecord> none, _)
        && none.isEmpty()) {
      empty = evidence.last().orElse(null);
    }
    if (answer.isPresent()
        && answer.get() instanceof Answer.Failed<List<CallbackRecord>>(Failure why)
        && why instanceof Failure.ScopeMissing) {
      scopeFailure = why;
    }
  }

  /**
   * Makes the calls that the API should refuse to everybody: for a vhost that nobody has, without a
   * signature, and with an old date.
   */
  private void elsewhere() throws InterruptedException {
    int before = evidence.answers().size();
    Optional<Answer<List<CallbackRecord>>> answer = describe(Listing.of(NOWHERE));
    boolean tells =
        answer.isPresent()
            && switch (answer.get()) {
              case Answer.Ok<List<CallbackRecord>> _ -> true;
              case Answer.Failed<List<CallbackRecord>>(Failure why) ->
                  why instanceof Failure.ScopeMissing || why instanceof Failure.Rejected;
            };
    nowhere = tells && evidence.answers().size() > before ? evidence.last().orElse(null) : null;
    if (failure == null) {
      unsigned = raw(() -> cloud.describeUnsigned(Listing.of(NOWHERE)));
      longAgo = raw(() -> cloud.describeLongAgo(Listing.of(NOWHERE)));
    }
  }

  private @Nullable RawAnswer raw(Supplier<Answer<List<CallbackRecord>>> call)
      throws InterruptedException {
    int before = evidence.answers().size();
    var _ = calls.probe(call);
    return evidence.answers().size() > before ? evidence.last().orElse(null) : null;
  }

  private void list(Scope scope) throws InterruptedException {
    Optional<Answer<List<CallbackRecord>>> answer = describe(Listing.of(scope));
    if (answer.isPresent()
        && answer.get() instanceof Answer.Ok<List<CallbackRecord>>(List<CallbackRecord> all, _)) {
      listings.put(scope, all);
    }
  }

  private Optional<Answer<List<CallbackRecord>>> describe(Listing listing)
      throws InterruptedException {
    Optional<Answer<List<CallbackRecord>>> answer = calls.read(() -> cloud.describe(listing));
    if (answer.isPresent()) {
      judge(answer.get());
    }
    return answer;
  }

  /**
   * Judges all scopes by one scope's answer. Once one scope could be read, a failure concerns its
   * own scope only.
   */
  private void judge(Answer<List<CallbackRecord>> answer) {
    switch (answer) {
      case Answer.Ok<List<CallbackRecord>> _ -> readable();
      case Answer.Failed<List<CallbackRecord>>(Failure why) -> {
        switch (why) {
          case Failure.CredentialsRejected _,
              Failure.WrongEndpoint _,
              Failure.NotPermitted _,
              Failure.Unavailable _,
              Failure.OutcomeUnknown _ ->
              failure = read ? failure : why;
          case Failure.ScopeMissing _, Failure.Rejected _ -> {
            if (evidence.last().filter(RawAnswer::isOfTheApi).isPresent()) {
              readable();
            }
          }
          case Failure.TooLarge _ -> {
            // This doesn't show who answered.
          }
          case Failure.Throttled _ -> {
            // The call was made again until the time was over.
          }
        }
      }
    }
  }

  private void readable() {
    read = true;
    failure = null;
  }

  /** Returns STS's answer about the owner of the keys; null = STS couldn't be asked. */
  @Nullable Answer<CallerIdentity> identity() {
    return identity;
  }

  /** Returns the first page of the account's domains; null = it couldn't be read. */
  @Nullable DomainPage page() {
    return page;
  }

  /** Returns why the domains couldn't be read; null = they could be read, or the time was over. */
  @Nullable Failure pageFailure() {
    return pageFailure;
  }

  /** Returns why no vhost can be read; null = one could be read, or none was tried. */
  @Nullable Failure failure() {
    return failure;
  }

  /** Returns the answer that the first vhost doesn't exist; null = there was no such answer. */
  @Nullable Failure scopeFailure() {
    return scopeFailure;
  }

  /** Returns whether the first vhost could be read. */
  boolean couldLook() {
    return looked;
  }

  /** Returns whether the API accepted the keys for a read. */
  boolean couldRead() {
    return read;
  }

  /** Returns the answer to a read that found no record; null = there was none. */
  @Nullable RawAnswer empty() {
    return empty;
  }

  /**
   * Returns the answer to a read of a vhost that nobody has; null = there was none that tells about
   * the vhost.
   */
  @Nullable RawAnswer nowhere() {
    return nowhere;
  }

  /** Returns the answer to a call without a signature; null = there was none. */
  @Nullable RawAnswer unsigned() {
    return unsigned;
  }

  /** Returns the answer to a call with an old date; null = there was none. */
  @Nullable RawAnswer longAgo() {
    return longAgo;
  }

  /** Returns the records of each vhost and domain that was listed as a whole. */
  Map<Scope, List<CallbackRecord>> listings() {
    return Collections.unmodifiableMap(listings);
  }

  /** Returns the known push domains of each vhost. */
  Map<Scope, NavigableSet<Scope>> domains() {
    return Collections.unmodifiableMap(domains);
  }

  /** Returns the raw answers. */
  Evidence evidence() {
    return evidence;
  }

  /** Returns the calls, with their counts. */
  DoctorCalls calls() {
    return calls;
  }
}
