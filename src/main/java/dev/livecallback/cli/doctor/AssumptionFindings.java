package dev.livecallback.cli.doctor;

import static dev.livecallback.cli.doctor.Finding.State.DIFFERS;
import static dev.livecallback.cli.doctor.Finding.State.OK;
import static dev.livecallback.cli.doctor.Finding.State.UNKNOWN;

import dev.livecallback.account.ServiceProfile;
import dev.livecallback.cli.Durations;
import dev.livecallback.volcengine.DomainDetail;
import dev.livecallback.volcengine.DomainPage;
import dev.livecallback.volcengine.RawAnswer;
import dev.livecallback.volcengine.Scope;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The findings about each {@link Assumption}, by the API's answers. */
final class AssumptionFindings {
  /** The beginning of what helps where nothing has to be done. */
  private static final String NOTHING = "nothing is needed";

  private static final String NO_WRITE = "only the write test can see it";
  private static final String PROVOKES = "it would take being throttled, which isn't provoked";
  private static final String NO_ROLE =
      "it would take a role, which only the operator's Pod may assume";
  private static final String OTHERS = "it would remove others' records";
  private static final String STREAM = "it takes a stream";
  private static final String NO_REFUSAL = "there was no answer of the API that tells";
  private static final String NOT_CALLED = "this version calls nothing of the kind";

  private final AccountReads reads;
  private final String region;
  private final @Nullable WriteTest test;
  private final ListingShapes shapes;

  /**
   * @param region the region in the signatures
   * @param test the write test; null = there was none
   */
  AssumptionFindings(
      AccountReads reads, ServiceProfile profile, String region, @Nullable WriteTest test) {
    this.reads = reads;
    this.region = region;
    this.test = test;
    this.shapes = new ListingShapes(reads, profile, test != null);
  }

  /** Returns a finding for each assumption, by its number. */
  List<Finding> list() {
    return Arrays.stream(Assumption.values()).map(this::finding).toList();
  }

  /** Returns whether more listings would show nothing new. */
  boolean isEnough() {
    return List.of(
            Assumption.SHOWN_KEY,
            Assumption.DOMAINS_APART,
            Assumption.NAMED_DOMAIN,
            Assumption.FLAG_TYPES)
        .stream()
        .allMatch(each -> seen(each).state() != UNKNOWN);
  }

  private Finding finding(Assumption assumption) {
    Judged seen = seen(assumption);
    return new Finding(
        Finding.Part.ASSUMPTIONS,
        String.valueOf(assumption.number()),
        seen.state(),
        seen.seen(),
        "",
        seen.state() == DIFFERS ? help(assumption) : "");
  }

  private static String help(Assumption assumption) {
    String decides = "It decides %s.".formatted(assumption.concerns());
    String otherwise = assumption.otherwise();
    return otherwise.startsWith(NOTHING)
        ? decides + " Nothing has to be done" + otherwise.substring(NOTHING.length()) + "."
        : decides + " What helps: " + otherwise + ".";
  }

  private Judged seen(Assumption assumption) {
    return switch (assumption) {
      case EMPTY_RESULT -> shapes.emptyResult();
      case SHOWN_KEY -> shapes.shownKey();
      case DOMAINS_APART -> shapes.domainsApart();
      case NAMED_DOMAIN -> shapes.namedDomain();
      case READ_AFTER_WRITE -> readAfterWrite();
      case ABSENT_DELETE ->
          test == null || test.writes().absentDelete() == null
              ? Judged.unknown(test == null ? NO_WRITE : "the write test didn't get that far")
              : Judged.of(
                  test.writes().absentDelete().isEmpty(),
                  test.writes().absentDelete().isEmpty()
                      ? "a delete of what isn't there succeeded"
                      : "a delete of what isn't there was answered "
                          + test.writes().absentDelete());
      case UNSIGNED -> unsigned();
      case WRONG_DATE -> wrongDate();
      case FLOW_LIMIT ->
          throttled()
              .map(
                  each ->
                      Judged.of(
                          each.code().equals("FlowLimitExceeded"),
                          "a throttled call was answered " + code(each)))
              .orElse(Judged.unknown(PROVOKES));
      case RETRY_AFTER ->
          throttled()
              .map(
                  each ->
                      Judged.of(
                          !each.retryAfter(),
                          each.retryAfter() ? "there is a Retry-After" : "there is no Retry-After"))
              .orElse(Judged.unknown(PROVOKES));
      case REGION ->
          reads.couldRead()
              ? Judged.of(
                  region.equals(ServiceProfile.REGION),
                  region.equals(ServiceProfile.REGION)
                      ? "calls signed with it are accepted"
                      : "calls signed with another region are accepted")
              : Judged.unknown("no signed call was accepted");
      case NO_CODE_N -> codeN();
      case KNOWN_CODES ->
          reads
              .evidence()
              .errors()
              .filter(each -> !RawAnswer.isKnown(each.code()))
              .findFirst()
              .map(_ -> new Judged(DIFFERS, "a code that this version doesn't know"))
              .orElse(Judged.unknown("no call was answered with a code that isn't in the tables"));
      case CONTENT_TYPE -> contentType();
      case ACTION_NAMES -> actionNames();
      case DOMAIN_PAGES -> domainPages();
      case NO_REDIRECT ->
          all(each -> each.status() < 300 || each.status() >= 400)
              .map(
                  so -> Judged.of(so, so ? "no answer was a redirect" : "an answer was a redirect"))
              .orElse(Judged.unknown("there was no answer"));
      case FLAG_TYPES -> shapes.flagTypes();
      case WILDCARD_DELETE -> Judged.unknown(OTHERS);
      case QUOTA_WINDOW, QUOTA -> Judged.unknown(PROVOKES);
      case ROLE_HOUR, ROLE_LIFETIME -> Judged.unknown(NO_ROLE);
      case SIZES -> Judged.unknown("it would take records of that size");
      case NEWER_FIELDS -> Judged.unknown("no such field is sent");
      case NO_PRECEDENCE, BODIES -> Judged.unknown(STREAM);
      case UNKNOWN_SCOPE -> unknownScope();
      case DELETED_DOMAINS -> deletedDomains();
      case PULLED_AND_RELAYED -> Judged.unknown("it takes a task or a stream");
      case MANAGED_POLICIES, PROJECTS -> Judged.unknown("only the console shows it");
      case PRESETS,
          DELIVERY_LOG,
          PRESETS_OF_NOBODY,
          OLD_PRESETS,
          DOMAIN_PRESETS,
          DELIVERY_ORDER,
          DELIVERY_TIMES,
          DELIVERY_TIMEOUT,
          DELIVERY_FILTERS,
          DELIVERY_AUDITS ->
          Judged.unknown(NOT_CALLED);
    };
  }

  private Judged readAfterWrite() {
    if (test == null || test.slowest() == null) {
      return Judged.unknown(test == null ? NO_WRITE : "the write test didn't get that far");
    }
    Duration slowest = test.slowest();
    if (test.neverShown()) {
      return new Judged(DIFFERS, "no read showed a write within " + Durations.text(slowest));
    }
    return Judged.of(
        slowest.isZero(),
        slowest.isZero()
            ? "the first read after each write, at most %s later, showed it"
                .formatted(Durations.text(test.gap().plusMillis(999)))
            : "a read showed a write only after " + Durations.text(slowest.plusMillis(999)));
  }

  private Judged unsigned() {
    RawAnswer answer = reads.unsigned();
    if (answer != null && isAccepted(answer)) {
      return new Judged(DIFFERS, "a call without signature was accepted");
    }
    return answer == null || !isRefusal(answer)
        ? Judged.unknown(NO_REFUSAL)
        : Judged.of(
            answer.code().equals("MissingAuthenticationToken"),
            "a call without signature was answered " + code(answer));
  }

  private Judged wrongDate() {
    RawAnswer answer = reads.longAgo();
    if (answer != null && isAccepted(answer)) {
      return new Judged(DIFFERS, "a call with a date an hour ago was accepted");
    }
    if (answer == null || !isRefusal(answer)) {
      return Judged.unknown(NO_REFUSAL);
    }
    return Judged.of(
        answer.code().equals("InvalidTimestamp") && answer.status() == 400,
        "a call with a date an hour ago was answered %s with HTTP status %d"
            .formatted(code(answer), answer.status()));
  }

  /**
   * Returns whether the API refused the call. A temporary failure, or a proxy's page, is no
   * refusal.
   */
  private static boolean isRefusal(RawAnswer answer) {
    return answer.isOfTheApi() && answer.status() < 500 && !answer.isThrottled();
  }

  private static boolean isAccepted(RawAnswer answer) {
    return answer.isOfTheApi() && answer.status() < 300 && answer.code().isEmpty();
  }

  private Optional<RawAnswer> throttled() {
    return reads.evidence().answers().stream().filter(RawAnswer::isThrottled).findFirst();
  }

  private Judged codeN() {
    List<RawAnswer> ofService =
        reads
            .evidence()
            .errors()
            .filter(
                each ->
                    each.code().startsWith("RequestForbidden")
                        || each.code().startsWith("InvalidParam")
                        || each.code().equals("CommonErr"))
            .toList();
    if (ofService.isEmpty()) {
      return Judged.unknown("no call was refused by the service itself");
    }
    boolean none = ofService.stream().noneMatch(each -> each.error().path("CodeN").asInt() != 0);
    return Judged.of(none, none ? "errors have no CodeN" : "an error has a CodeN");
  }

  private Judged unknownScope() {
    RawAnswer answer = reads.nowhere();
    if (answer == null) {
      return Judged.unknown("there was no answer that could tell");
    }
    return Judged.of(
        answer.code().startsWith("RequestForbidden"),
        answer.code().isEmpty()
            ? "a read of a vhost that nobody has gave an empty list"
            : "a read of a vhost that nobody has was answered " + code(answer));
  }

  private Judged deletedDomains() {
    DomainPage page = reads.page();
    return page != null && page.domains().stream().anyMatch(DomainDetail::isDeleted)
        ? new Judged(OK, "the list has deleted domains")
        : Judged.unknown("the list has no deleted domain, or couldn't be read");
  }

  private Judged contentType() {
    return all(each ->
            each.contentType() != null && each.contentType().startsWith("application/json"))
        .map(
            so ->
                so
                    ? new Judged(OK, "all answers say application/json")
                    : new Judged(OK, "some answers say another type, and are read all the same"))
        .orElse(Judged.unknown("there was no answer"));
  }

  private Judged actionNames() {
    List<RawAnswer> denied =
        reads.evidence().errors().filter(each -> each.code().equals("AccessDenied")).toList();
    if (denied.isEmpty()) {
      return Judged.unknown("the key was denied nothing");
    }
    boolean so =
        denied.stream()
            .allMatch(
                each -> each.error().path("Message").asText("").contains("live:" + each.action()));
    return Judged.of(so, so ? "a denial has this form" : "a denial has another form");
  }

  private Judged domainPages() {
    DomainPage page = reads.page();
    if (page == null) {
      return Judged.unknown("the domains couldn't be listed");
    }
    NavigableSet<Scope> unlisted = new TreeSet<>(reads.listings().keySet());
    unlisted.removeIf(each -> each.kind() != Scope.Kind.VHOST || reads.domains().containsKey(each));
    int count = page.domains().size();
    page.domains().forEach(each -> unlisted.remove(Scope.vhost(each.vhost())));
    if (!unlisted.isEmpty() && count >= page.total()) {
      return new Judged(DIFFERS, "a vhost that can be read isn't in the list");
    }
    return Judged.unknown(
        "%d of %d domains are on the first page: compare that with the console"
            .formatted(count, Math.max(page.total(), count)));
  }

  private Optional<Boolean> all(Predicate<RawAnswer> so) {
    List<RawAnswer> answers = reads.evidence().answers();
    return answers.isEmpty() ? Optional.empty() : Optional.of(answers.stream().allMatch(so));
  }

  /**
   * Returns the code of an answer if the contract's tables have it, else fixed words: strangers may
   * not see foreign texts.
   */
  static String code(RawAnswer answer) {
    String code = Objects.requireNonNullElse(answer.code(), "");
    return code.isEmpty()
        ? "without an error"
        : RawAnswer.isNamed(code) ? code : "a code that isn't shown here";
  }
}
