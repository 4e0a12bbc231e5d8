package dev.livecallback.cli.doctor;

import static dev.livecallback.cli.doctor.Finding.State.DIFFERS;
import static dev.livecallback.cli.doctor.Finding.State.OK;

import com.fasterxml.jackson.databind.JsonNode;
import dev.livecallback.account.ServiceProfile;
import dev.livecallback.volcengine.CallbackContent;
import dev.livecallback.volcengine.CallbackRecord;
import dev.livecallback.volcengine.RawAnswer;
import dev.livecallback.volcengine.Scope;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The judgements about how the service shows records, by the listings that were read. */
final class ListingShapes {
  private final AccountReads reads;
  private final ServiceProfile profile;
  private final boolean tested;

  /**
   * @param tested whether there was a write test
   */
  ListingShapes(AccountReads reads, ServiceProfile profile, boolean tested) {
    this.reads = reads;
    this.profile = profile;
    this.tested = tested;
  }

  /** Judges the form of an empty listing. */
  Judged emptyResult() {
    RawAnswer answer = reads.empty();
    if (answer == null) {
      return Judged.unknown("no vhost could be read");
    }
    JsonNode result = answer.result();
    JsonNode list = result.path("CallbackList");
    // All forms are assumed to mean none; the report names the one that was seen.
    return new Judged(
        OK,
        result.isMissingNode()
            ? "Result is left out"
            : result.isNull()
                ? "Result is null"
                : list.isMissingNode()
                    ? "Result is empty"
                    : list.isNull() ? "Result has null for the list" : "Result has an empty list");
  }

  /** Judges how the API shows authentication keys. */
  Judged shownKey() {
    List<JsonNode> signed =
        reads.evidence().items().filter(each -> isOn(each.path("AuthEnable"))).toList();
    if (signed.isEmpty()) {
      return Judged.unknown("no record with a key was read" + writeTestWould());
    }
    long hidden =
        signed.stream().filter(each -> each.path("AuthKeyPrimary").asText("").isEmpty()).count();
    long masked =
        signed.stream()
            .filter(each -> each.path("AuthKeyPrimary").asText("").contains("*"))
            .count();
    if (hidden + masked == 0) {
      return new Judged(OK, "%d items with a key showed it in clear".formatted(signed.size()));
    }
    return new Judged(
        DIFFERS,
        "of %d items with a key %d showed it with stars, and %d left it out"
            .formatted(signed.size(), masked, hidden));
  }

  private String writeTestWould() {
    return !tested ? ": the write test makes one" : "";
  }

  private static boolean isOn(JsonNode flag) {
    return flag.isTextual()
        ? flag.asText().equalsIgnoreCase("true") || flag.asText().equals("1")
        : flag.asBoolean();
  }

  /** Judges whether items name their domain. */
  Judged namedDomain() {
    List<CallbackRecord> ofDomains =
        reads.listings().entrySet().stream()
            .filter(each -> each.getKey().kind() == Scope.Kind.DOMAIN)
            .flatMap(each -> each.getValue().stream())
            .toList();
    if (ofDomains.isEmpty()) {
      return Judged.unknown("no record of a domain was read");
    }
    boolean named = ofDomains.stream().allMatch(each -> each.domain() != null);
    return Judged.of(
        named == (profile == ServiceProfile.BYTEPLUS),
        named ? "a domain's items name it" : "a domain's items don't name it");
  }

  /**
   * Judges whether a vhost's listing has the records of its domains. Only a domain that has a
   * record can show this.
   */
  Judged domainsApart() {
    Judged found = Judged.unknown("no domain with a record of its own was read beside its vhost");
    for (var each : reads.domains().entrySet()) {
      List<CallbackRecord> ofVhost = reads.listings().get(each.getKey());
      if (ofVhost == null) {
        continue;
      }
      for (Scope domain : each.getValue()) {
        for (CallbackRecord record : reads.listings().getOrDefault(domain, List.of())) {
          Optional<Boolean> listed = listed(record, domain, ofVhost);
          if (listed.isPresent() && listed.get()) {
            return new Judged(DIFFERS, "a vhost's listing has a record of its domain");
          }
          found =
              listed.isPresent()
                  ? new Judged(OK, "a domain's record isn't in its vhost's listing")
                  : found.state() == OK
                      ? found
                      : Judged.unknown(
                          "a vhost and its domain have records alike, which can't be told apart");
        }
      }
    }
    return found;
  }

  /** Returns whether a domain's record is in its vhost's listing; empty = it can't be told. */
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

  /** Judges the types of flags in JSON. */
  Judged flagTypes() {
    List<JsonNode> items = reads.evidence().items().toList();
    if (items.isEmpty()) {
      return Judged.unknown("no record was read" + writeTestWould());
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
    return Judged.of(types.equals("AuthEnable boolean, TranscodeCallback number"), types);
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
}
