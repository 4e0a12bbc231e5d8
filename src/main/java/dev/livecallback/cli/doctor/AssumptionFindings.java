package dev.livecallback.cli.doctor;

import static dev.livecallback.cli.doctor.Finding.State.DIFFERS;
import static dev.livecallback.cli.doctor.Finding.State.OK;
import static dev.livecallback.cli.doctor.Finding.State.UNKNOWN;

import com.fasterxml.jackson.databind.JsonNode;
import dev.livecallback.account.ServiceProfile;
import dev.livecallback.cli.Durations;
import dev.livecallback.volcengine.CallbackContent;
import dev.livecallback.volcengine.CallbackRecord;
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
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the answers say of each {@link Assumption}. */
final class AssumptionFindings {
  private static final String NO_WRITE = "only the write test can see it";
  private static final String PROVOKES = "it would take being throttled, which isn't provoked";
  private static final String NO_ROLE =
      "it would take a role, which only the operator's Pod may take on";
  private static final String OTHERS = "it would remove others' records";
  private static final String STREAM = "it takes a stream";
  private static final String NOT_CALLED = "this version calls nothing of the kind";

  private final CloudReads reads;
  private final ServiceProfile profile;
  private final String region;
  private final @Nullable WriteTest test;

  /**
   * What is so, or otherwise.
   *
   * @param seen in fixed words and numbers
   */
  private record Seen(Finding.State state, String seen) {
    static Seen unknown(String why) {
      return new Seen(UNKNOWN, why);
    }

    static Seen if_(boolean as, String seen) {
      return new Seen(as ? OK : DIFFERS, seen);
    }
  }

  /**
   * @param region the region that was signed
   * @param test the write test; null = there was none
   */
  AssumptionFindings(
      CloudReads reads, ServiceProfile profile, String region, @Nullable WriteTest test) {
    this.reads = reads;
    this.profile = profile;
    this.region = region;
    this.test = test;
  }

  /** One for each assumption, by its number. */
  List<Finding> list() {
    return Arrays.stream(Assumption.values()).map(this::finding).toList();
  }

  /** Whether more listings would tell nothing new. */
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
    Seen seen = seen(assumption);
    return new Finding(
        Finding.Part.ASSUMPTIONS,
        String.valueOf(assumption.number()),
        seen.state(),
        seen.seen(),
        "",
        seen.state() == DIFFERS
            ? "It decides %s. Where it is otherwise: %s."
                .formatted(assumption.concerns(), assumption.otherwise())
            : "");
  }

  private Seen seen(Assumption assumption) {
    return switch (assumption) {
      case EMPTY_RESULT -> emptyResult();
      case SHOWN_KEY -> shownKey();
      case DOMAINS_APART -> domainsApart();
      case NAMED_DOMAIN -> namedDomain();
      case READ_AFTER_WRITE -> readAfterWrite();
      case ABSENT_DELETE ->
          test == null || test.absentDelete() == null
              ? Seen.unknown(test == null ? NO_WRITE : "the write test didn't get that far")
              : Seen.if_(
                  test.absentDelete().isEmpty(),
                  test.absentDelete().isEmpty()
                      ? "a second delete succeeded"
                      : "a second delete was answered " + test.absentDelete());
      case UNSIGNED -> unsigned();
      case WRONG_DATE -> wrongDate();
      case FLOW_LIMIT ->
          throttled()
              .map(
                  each ->
                      Seen.if_(
                          each.code().equals("FlowLimitExceeded"),
                          "a call that was one too many was answered " + code(each)))
              .orElse(Seen.unknown(PROVOKES));
      case RETRY_AFTER ->
          throttled()
              .map(
                  each ->
                      Seen.if_(
                          !each.retryAfter(),
                          each.retryAfter() ? "there is a Retry-After" : "there is no Retry-After"))
              .orElse(Seen.unknown(PROVOKES));
      case REGION ->
          reads.couldRead()
              ? Seen.if_(
                  region.equals(ServiceProfile.REGION),
                  region.equals(ServiceProfile.REGION)
                      ? "calls signed with it are accepted"
                      : "calls signed with another region are accepted")
              : Seen.unknown("no signed call was accepted");
      case NO_CODE_N -> codeN();
      case KNOWN_CODES ->
          reads
              .evidence()
              .errors()
              .filter(each -> !RawAnswer.isKnown(each.code()))
              .findFirst()
              .map(_ -> new Seen(DIFFERS, "a code that this version doesn't know"))
              .orElse(Seen.unknown("no call was answered with a code that isn't in the tables"));
      case CONTENT_TYPE -> contentType();
      case ACTION_NAMES -> actionNames();
      case DOMAIN_PAGES -> domainPages();
      case NO_REDIRECT ->
          all(each -> each.status() < 300 || each.status() >= 400)
              .map(so -> Seen.if_(so, so ? "no answer was one" : "an answer leads elsewhere"))
              .orElse(Seen.unknown("there was no answer"));
      case FLAG_TYPES -> flagTypes();
      case WILDCARD_DELETE -> Seen.unknown(OTHERS);
      case QUOTA_WINDOW, QUOTA -> Seen.unknown(PROVOKES);
      case ROLE_HOUR, ROLE_LIFETIME -> Seen.unknown(NO_ROLE);
      case SIZES -> Seen.unknown("it would take records of that size");
      case NEWER_FIELDS -> Seen.unknown("no such field is sent");
      case NO_PRECEDENCE, BODIES -> Seen.unknown(STREAM);
      case PRESETS, DELIVERY_LOG -> Seen.unknown(NOT_CALLED);
    };
  }

  private Seen emptyResult() {
    RawAnswer answer = reads.empty();
    if (answer == null) {
      return Seen.unknown("no vhost could be read");
    }
    JsonNode result = answer.result();
    JsonNode list = result.path("CallbackList");
    // All four are assumed to mean none; which it is, is worth knowing.
    return new Seen(
        OK,
        result.isMissingNode()
            ? "Result is left out"
            : result.isNull()
                ? "Result is null"
                : list.isMissingNode()
                    ? "Result is empty"
                    : list.isNull() ? "Result has null for the list" : "Result has an empty list");
  }

  private Seen shownKey() {
    List<JsonNode> signed =
        reads.evidence().items().filter(each -> isOn(each.path("AuthEnable"))).toList();
    if (signed.isEmpty()) {
      return Seen.unknown("no record with a key was read" + writeTestWould());
    }
    long hidden =
        signed.stream().filter(each -> each.path("AuthKeyPrimary").asText("").isEmpty()).count();
    long masked =
        signed.stream()
            .filter(each -> each.path("AuthKeyPrimary").asText("").contains("*"))
            .count();
    if (hidden + masked == 0) {
      return new Seen(OK, "each key of %d came back in clear".formatted(signed.size()));
    }
    return new Seen(
        DIFFERS,
        "of %d keys %d came back with stars, and %d were left out"
            .formatted(signed.size(), masked, hidden));
  }

  private String writeTestWould() {
    return test == null ? ": the write test makes one" : "";
  }

  private static boolean isOn(JsonNode flag) {
    return flag.isTextual()
        ? flag.asText().equalsIgnoreCase("true") || flag.asText().equals("1")
        : flag.asBoolean();
  }

  private Seen namedDomain() {
    List<JsonNode> items = reads.evidence().items().toList();
    if (items.isEmpty()) {
      return Seen.unknown("no record was read" + writeTestWould());
    }
    boolean named = items.stream().anyMatch(each -> each.has("Domain"));
    return Seen.if_(
        named == (profile == ServiceProfile.BYTEPLUS),
        named ? "items have a field Domain" : "items have no field Domain");
  }

  /** Only where a domain has a record can its vhost's listing have it, too. */
  private Seen domainsApart() {
    Seen found = Seen.unknown("no domain with a record of its own was read beside its vhost");
    for (var each : reads.domains().entrySet()) {
      List<CallbackRecord> ofVhost = reads.listings().get(each.getKey());
      if (ofVhost == null) {
        continue;
      }
      for (Scope domain : each.getValue()) {
        for (CallbackRecord record : reads.listings().getOrDefault(domain, List.of())) {
          Optional<Boolean> listed = listed(record, domain, ofVhost);
          if (listed.isPresent() && listed.get()) {
            return new Seen(DIFFERS, "a vhost's listing has a record of its domain");
          }
          found =
              listed.isPresent()
                  ? new Seen(OK, "a domain's record isn't in its vhost's listing")
                  : found.state() == OK
                      ? found
                      : Seen.unknown(
                          "a vhost and its domain have records alike, which can't be told apart");
        }
      }
    }
    return found;
  }

  /** Whether a domain's record is in its vhost's listing; empty = it can't be told. */
  private static Optional<Boolean> listed(
      CallbackRecord record, Scope domain, List<CallbackRecord> ofVhost) {
    List<CallbackContent> alike =
        ofVhost.stream()
            .filter(each -> each.app() == null && each.messageType().equals(record.messageType()))
            .filter(each -> each.domain() == null || domain.name().equalsIgnoreCase(each.domain()))
            .map(CallbackRecord::content)
            .toList();
    boolean named =
        ofVhost.stream().anyMatch(each -> domain.name().equalsIgnoreCase(each.domain()));
    if (named || alike.size() > 1) {
      return Optional.of(true);
    }
    return alike.stream().anyMatch(each -> each.agreesWith(record.content()))
        ? Optional.empty()
        : Optional.of(false);
  }

  private Seen readAfterWrite() {
    if (test == null || test.slowest() == null) {
      return Seen.unknown(test == null ? NO_WRITE : "the write test didn't get that far");
    }
    Duration slowest = test.slowest();
    if (test.neverShown()) {
      return new Seen(DIFFERS, "no read showed a write within " + Durations.text(slowest));
    }
    return Seen.if_(
        slowest.isZero(),
        slowest.isZero()
            ? "the first read after each write showed it"
            : "a read showed a write only after " + Durations.text(slowest.plusMillis(999)));
  }

  private Seen unsigned() {
    RawAnswer answer = reads.unsigned();
    return answer == null
        ? Seen.unknown("there was no answer")
        : Seen.if_(
            answer.code().equals("MissingAuthenticationToken"),
            "a call without signature was answered " + code(answer));
  }

  private Seen wrongDate() {
    RawAnswer answer = reads.longAgo();
    if (answer == null) {
      return Seen.unknown("there was no answer");
    }
    return Seen.if_(
        answer.code().equals("InvalidTimestamp") && answer.status() == 400,
        "a call with a date an hour ago was answered %s with HTTP status %d"
            .formatted(code(answer), answer.status()));
  }

  private Optional<RawAnswer> throttled() {
    return reads.evidence().answers().stream()
        .filter(each -> each.status() == 429 || each.code().contains("FlowLimit"))
        .findFirst();
  }

  private Seen codeN() {
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
      return Seen.unknown("no call was refused by the service itself");
    }
    boolean none = ofService.stream().noneMatch(each -> each.error().path("CodeN").asInt() != 0);
    return Seen.if_(none, none ? "errors have no CodeN" : "an error has a CodeN");
  }

  private Seen contentType() {
    return all(each ->
            each.contentType() != null && each.contentType().startsWith("application/json"))
        .map(
            so ->
                so
                    ? new Seen(OK, "all answers say application/json")
                    : new Seen(OK, "some answers say another type, and are read all the same"))
        .orElse(Seen.unknown("there was no answer"));
  }

  private Seen actionNames() {
    List<RawAnswer> denied =
        reads.evidence().errors().filter(each -> each.code().equals("AccessDenied")).toList();
    if (denied.isEmpty()) {
      return Seen.unknown("the key was denied nothing");
    }
    boolean so =
        denied.stream()
            .allMatch(
                each -> each.error().path("Message").asText("").contains("live:" + each.action()));
    return Seen.if_(
        so, so ? "a denial names the action so" : "a denial names the action otherwise");
  }

  private Seen domainPages() {
    DomainPage page = reads.page();
    if (page == null) {
      return Seen.unknown("the domains couldn't be listed");
    }
    NavigableSet<Scope> unlisted = new TreeSet<>(reads.listings().keySet());
    unlisted.removeIf(each -> each.kind() != Scope.Kind.VHOST || reads.domains().containsKey(each));
    int count = page.domains().size();
    if (!unlisted.isEmpty()) {
      return new Seen(DIFFERS, "a vhost that can be read isn't in the list");
    }
    return Seen.unknown(
        "%d of %d domains are on the first page: compare that with the console"
            .formatted(count, Math.max(page.total(), count)));
  }

  private Seen flagTypes() {
    List<JsonNode> items = reads.evidence().items().toList();
    if (items.isEmpty()) {
      return Seen.unknown("no record was read" + writeTestWould());
    }
    String types =
        items.stream()
            .map(
                each ->
                    "AuthEnable %s, TranscodeCallback %s"
                        .formatted(
                            type(each.path("AuthEnable")), type(each.path("TranscodeCallback"))))
            .distinct()
            .sorted()
            .collect(Collectors.joining("; "));
    return Seen.if_(types.equals("AuthEnable boolean, TranscodeCallback number"), types);
  }

  private static String type(JsonNode node) {
    return switch (node.getNodeType()) {
      case BOOLEAN -> "boolean";
      case NUMBER -> "number";
      case STRING -> "text";
      case MISSING -> "left out";
      case NULL -> "null";
      case ARRAY, OBJECT, BINARY, POJO -> "something else";
    };
  }

  private Optional<Boolean> all(Predicate<RawAnswer> so) {
    List<RawAnswer> answers = reads.evidence().answers();
    return answers.isEmpty() ? Optional.empty() : Optional.of(answers.stream().allMatch(so));
  }

  /** A code of the contract's tables; others' words stay with the user. */
  static String code(RawAnswer answer) {
    String code = Objects.requireNonNullElse(answer.code(), "");
    return code.isEmpty()
        ? "without an error"
        : RawAnswer.isKnown(code) && code.matches("[A-Za-z]{1,40}")
            ? code
            : "a code that isn't shown here";
  }
}
