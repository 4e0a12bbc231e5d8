package dev.livecallback.cli.plan;

import dev.livecallback.api.Reason;

/** The outcome of a plan for one object. */
public enum Outcome {
  /** The object's record is made. */
  CREATE('+', "create", "its record is made"),
  /** The object's record is changed, because the object is changed. */
  UPDATE('~', "update", "its record is changed, because the object is"),
  /** The object's record is made as the object says, because somebody else changed it. */
  PUT_BACK('~', "put back", "its record is made as the object says; somebody else changed it"),
  /** A record that no object owned is changed to what the object says. */
  REPLACE('~', "replace", "a record that was nobody's is changed to what the object says"),
  /** The object gets another record: the new record is put, and the old record is removed. */
  MOVE('~', "move", "it has another record instead: the new one is put, the old one removed"),
  /** The object's record is removed. */
  REMOVE('-', "remove", "its record is removed"),
  /** A record that is as the object says becomes the object's own, without a write. */
  ADOPT('=', "adopt", "a record that is as the object says becomes its own, without a write"),
  /** The object gets the record of another object, without a write. */
  TAKE_OVER('=', "take over", "it has the record of another object, without a write"),
  /** The object goes, and another object gets its record, without a write. */
  HAND_OVER('=', "hand over", "it goes, and another object has its record, without a write"),
  /** The object goes, and leaves its record, without a write. */
  ORPHAN('=', "leave behind", "it goes, and leaves its record, without a write"),
  /** The object goes, and there is no record of it. */
  FORGET('=', "forget", "it goes, and there is no record of it"),
  /** The object's record is left as it is, as somebody asked for. */
  LEAVE('.', "leave alone", "its record is left as it is, as somebody asked for"),
  /**
   * The object can't have what it asks for until a person does something. The object's message says
   * what.
   */
  REFUSE(
      '!',
      "refuse",
      "it can't have what it asks for until a person does something; its message says what"),
  /** The outcome can't be known from outside, for example if a read was refused. */
  UNKNOWN('?', "unknown", "it can't be known from outside, such as where a read was refused"),
  /** The record is as the object says. */
  NOTHING(' ', "nothing", "all is as it says");

  private final char sign;
  private final String word;
  private final String meaning;

  Outcome(char sign, String word, String meaning) {
    this.sign = sign;
    this.word = word;
    this.meaning = meaning;
  }

  /** Returns the sign at the beginning of the object's line. */
  public char sign() {
    return sign;
  }

  /** Returns the verb, for people and programs. */
  public String word() {
    return word;
  }

  /** Returns the meaning, for people. */
  public String meaning() {
    return meaning;
  }

  /** Returns whether the operator writes to the cloud for this outcome. */
  boolean writes() {
    return switch (this) {
      case CREATE, UPDATE, PUT_BACK, REPLACE, MOVE, REMOVE -> true;
      case ADOPT, TAKE_OVER, HAND_OVER, ORPHAN, FORGET, LEAVE, REFUSE, UNKNOWN, NOTHING -> false;
    };
  }

  /**
   * Returns the outcome of an object that comes to rest with this reason, if nothing was written
   * for it.
   */
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
