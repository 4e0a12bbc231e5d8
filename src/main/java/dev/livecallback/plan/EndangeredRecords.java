package dev.livecallback.plan;

import dev.livecallback.api.AccountName;
import dev.livecallback.api.Condition;
import dev.livecallback.api.ConditionType;
import dev.livecallback.api.WellKnown;
import dev.livecallback.calls.Order;
import dev.livecallback.volcengine.CallbackKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The records that the app-less delete of the subject may take along and that this object may not
 * lose without consent. For a record of an object in another namespace, the people of that
 * namespace consent; for any other record, this object's own people.
 */
final class EndangeredRecords {
  /** The most records, and the most of their objects, that a message names. */
  private static final int NAMED = 5;

  private final Situation s;
  private final String namespace;
  private final List<CoveredRecord> records;
  private final String token;

  private EndangeredRecords(Situation s, List<CoveredRecord> records) {
    this.s = s;
    this.namespace = s.facts.object().namespace();
    this.records = records;
    // It covers this object's key and exactly these records: consent to others doesn't count.
    this.token =
        Fingerprint.token(
            Stream.concat(
                    Stream.of(s.facts.object().uid(), s.subject),
                    records.stream().map(CoveredRecord::key))
                .map(String::valueOf)
                .toList());
  }

  /** Returns the endangered records of the subject, in a fixed order. */
  static EndangeredRecords of(Situation s) {
    return new EndangeredRecords(
        s,
        beside(s)
            .filter(each -> !putBackByUs(s, each.key()))
            .sorted(Comparator.comparing(each -> String.valueOf(each.key().app())))
            .toList());
  }

  /** Returns the Remove of the subject, with the records whose loss is accepted with it. */
  static Order.Remove remove(Situation s) {
    return new Order.Remove(
        s.subject, beside(s).map(CoveredRecord::key).collect(Collectors.toUnmodifiableSet()));
  }

  private static Stream<CoveredRecord> beside(Situation s) {
    return s.facts.coveredRecords().stream()
        .filter(
            each ->
                s.subject.appLess()
                    && each.key().scope().equals(s.subject.scope())
                    && each.key().messageType() == s.subject.messageType()
                    && each.inDanger(s.facts.object().namespace()));
  }

  /**
   * Returns whether this object would put the record back: it isn't being deleted, it wants the
   * record, and no other object holds the record.
   */
  private static boolean putBackByUs(Situation s, CallbackKey key) {
    return !s.facts.deleting() && key.equals(s.desiredKey) && s.facts.claim().heldBy() == null;
  }

  /** Returns whether everyone who has a say has accepted the loss. */
  boolean areAccepted() {
    return !waitsForOwnWord() && undecidedOwners().isEmpty();
  }

  /** Returns whether this object's own people still have to accept the loss of a record. */
  boolean waitsForOwnWord() {
    return records.stream().anyMatch(each -> each.ownerElsewhere(namespace) == null)
        && !s.facts.requested().confirmedDeletes().contains(token);
  }

  /** Returns the token by which people accept the loss. */
  String token() {
    return token;
  }

  /** Returns the message that says who has to accept the loss, and with which commands. */
  String message() {
    String apps =
        records.stream()
            .limit(NAMED)
            .map(each -> String.valueOf(each.key().app()))
            .collect(Collectors.joining(", "));
    StringBuilder message =
        new StringBuilder("Removing the record for ")
            .append(s.subject)
            .append(" may remove those of the apps ")
            .append(apps)
            .append(records.size() > NAMED ? " and more" : "")
            .append(" with it: the API takes a delete without app for all apps.");
    if (waitsForOwnWord()) {
      message
          .append(" Remove those first, or accept that they may go: ")
          .append(Commands.annotate(s.facts.object(), confirmation()));
    }
    Set<AccountName> accounts = new LinkedHashSet<>();
    for (Undecided each : undecidedOwners().stream().limit(NAMED).toList()) {
      message
          .append(" The record of ")
          .append(each.key().app())
          .append(" is that of LiveCallback ")
          .append(each.owner().object())
          .append(", whose owner can accept that it may go: ")
          .append(Commands.annotate(each.owner().object(), confirmation()));
      accounts.add(each.owner().account());
    }
    for (AccountName account : accounts) {
      message
          .append(" The owner of LiveAccount ")
          .append(account)
          .append(" can accept it for all objects of the account: ")
          .append(Commands.annotateAccount(account, confirmation()));
    }
    return message.toString();
  }

  /**
   * Returns the notices for the objects whose people have to accept the loss, once for each token.
   */
  List<Notice> questions() {
    boolean asked =
        s.facts
            .status()
            .condition(ConditionType.READY)
            .map(Condition::message)
            .filter(message -> message.contains(token))
            .isPresent();
    if (asked) {
      return List.of();
    }
    List<Notice> questions = new ArrayList<>();
    for (Undecided each : undecidedOwners().stream().limit(NAMED).toList()) {
      questions.add(
          Notice.warning(
                  "ConfirmationNeeded",
                  "LiveCallback "
                      + s.facts.object()
                      + " waits to have the record for "
                      + s.subject
                      + " removed. The API takes a delete without app for all apps, so the record"
                      + " for "
                      + each.key()
                      + ", which is this object's, may go with it. To accept that: "
                      + Commands.annotate(each.owner().object(), confirmation()))
              .about(each.owner().object()));
    }
    return questions;
  }

  /** A record, and the object of another namespace that owns it and hasn't consented. */
  private record Undecided(CallbackKey key, CoveredRecord.OwningObject owner) {}

  private List<Undecided> undecidedOwners() {
    List<Undecided> undecided = new ArrayList<>();
    for (CoveredRecord each : records) {
      CoveredRecord.OwningObject owner = each.ownerElsewhere(namespace);
      if (owner != null && !owner.consents().contains(token)) {
        undecided.add(new Undecided(each.key(), owner));
      }
    }
    return undecided;
  }

  private String confirmation() {
    return WellKnown.CONFIRM_DELETE + "=" + token;
  }
}
