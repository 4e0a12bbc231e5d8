package dev.livecallback.cli.plan;

import dev.livecallback.api.Reason;

/** What would become of one object. */
public enum Outcome {
  /** Its record is made. */
  CREATE('+', "create", "its record is made"),
  /** Its record is changed, because the object is. */
  UPDATE('~', "update", "its record is changed, because the object is"),
  /** Its record is made as the object says; somebody else changed it. */
  PUT_BACK('~', "put back", "its record is made as the object says; somebody else changed it"),
  /** A record that was nobody's is changed to what the object says. */
  REPLACE('~', "replace", "a record that was nobody's is changed to what the object says"),
  /** It has another record instead: the new one is put, the old one removed. */
  MOVE('~', "move", "it has another record instead: the new one is put, the old one removed"),
  /** Its record is removed. */
  REMOVE('-', "remove", "its record is removed"),
  /** A record that is as the object says becomes its own, without a write. */
  ADOPT('=', "adopt", "a record that is as the object says becomes its own, without a write"),
  /** It has the record of another object, without a write. */
  TAKE_OVER('=', "take over", "it has the record of another object, without a write"),
  /** It goes, and another object has its record, without a write. */
  HAND_OVER('=', "hand over", "it goes, and another object has its record, without a write"),
  /** It goes, and leaves its record, without a write. */
  ORPHAN('=', "leave behind", "it goes, and leaves its record, without a write"),
  /** It goes, and there is no record of it. */
  FORGET('=', "forget", "it goes, and there is no record of it"),
  /** Its record is left as it is, as somebody asked for. */
  LEAVE('.', "leave alone", "its record is left as it is, as somebody asked for"),
  /** It can't have what it asks for until a person does something; its message says what. */
  REFUSE(
      '!',
      "refuse",
      "it can't have what it asks for until a person does something; its message says what"),
  /** It can't be known from outside, such as where a read was refused. */
  UNKNOWN('?', "unknown", "it can't be known from outside, such as where a read was refused"),
  /** All is as it says. */
  NOTHING(' ', "nothing", "all is as it says");

  private final char sign;
  private final String word;
  private final String meaning;

  Outcome(char sign, String word, String meaning) {
    this.sign = sign;
    this.word = word;
    this.meaning = meaning;
  }

  /** At the beginning of its line. */
  public char sign() {
    return sign;
  }

  /** A verb, for people and programs. */
  public String word() {
    return word;
  }

  /** What it means, for people. */
  public String meaning() {
    return meaning;
  }

  /** Whether the operator writes to the cloud for it. */
  boolean writes() {
    return switch (this) {
      case CREATE, UPDATE, PUT_BACK, REPLACE, MOVE, REMOVE -> true;
      case ADOPT, TAKE_OVER, HAND_OVER, ORPHAN, FORGET, LEAVE, REFUSE, UNKNOWN, NOTHING -> false;
    };
  }

  /** What the reason with which an object comes to rest means, where nothing was written for it. */
  public static Outcome of(Reason reason) {
    return switch (reason) {
      case IN_SYNC -> NOTHING;
      case DRIFT_TOLERATED, PAUSED -> LEAVE;
      case ACCOUNT_NOT_READY,
          CONTESTED,
          STORED_DIFFERENTLY,
          AMBIGUOUS,
          REJECTED_BY_API,
          UNSUPPORTED_VALUE,
          INVALID_AUTH_KEY,
          ALREADY_EXISTS,
          NOT_ALLOWED,
          MESSAGE_TYPE_UNSUPPORTED,
          SECRET_NOT_FOUND,
          ACCOUNT_NOT_FOUND,
          SCOPE_NOT_FOUND,
          CONFLICT,
          DELETE_BLOCKED,
          DELETE_LIMIT_REACHED ->
          REFUSE;
      // None of these lasts where nothing goes wrong: what they wait for wasn't answered.
      case QUEUED, WRITING, VERIFYING, CORRECTING, DELETING, THROTTLED, API_UNAVAILABLE -> UNKNOWN;
    };
  }
}
