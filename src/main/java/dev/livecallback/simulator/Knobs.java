package dev.livecallback.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * All properties of the simulator that can be changed while it runs. Most stand for a question that
 * the service's documentation leaves open; the first value is the assumption.
 */
public final class Knobs {

  /** The forms of DescribeCallback's {@code Result} when nothing matches. */
  public enum EmptyResult implements Knob.OneOf {
    MISSING("missing"),
    NULL("null"),
    OBJECT("{}"),
    LIST("[]");

    private final String word;

    EmptyResult(String word) {
      this.word = word;
    }

    @Override
    public String word() {
      return word;
    }
  }

  /** DeleteCallback's answers when there is nothing to delete. */
  public enum AbsentDelete implements Knob.OneOf {
    SUCCESS("success"),
    REQUEST_FORBIDDEN("RequestForbidden"),
    COMMON_ERR("CommonErr");

    private final String word;

    AbsentDelete(String word) {
      this.word = word;
    }

    @Override
    public String word() {
      return word;
    }
  }

  /** The answers to an unsigned request: HTTP 401 for the first, 400 for the second. */
  public enum MissingAuth implements Knob.OneOf {
    MISSING_AUTHENTICATION_TOKEN("MissingAuthenticationToken"),
    INVALID_CREDENTIAL("InvalidCredential");

    private final String word;

    MissingAuth(String word) {
      this.word = word;
    }

    @Override
    public String word() {
      return word;
    }
  }

  /** The ways to count calls against the quota. */
  public enum RateMode implements Knob.OneOf {
    /** No span of one second holds more than the quota: the strictest reading. */
    WINDOW("window"),
    /** A token bucket that holds one second's worth. */
    BUCKET("bucket"),
    OFF("off");

    private final String word;

    RateMode(String word) {
      this.word = word;
    }

    @Override
    public String word() {
      return word;
    }
  }

  /** The answers to a call over the quota: HTTP 429 for the first, 400 for the second. */
  public enum FlowLimit implements Knob.OneOf {
    FLOW_LIMIT_EXCEEDED("FlowLimitExceeded"),
    ACCOUNT_FLOW_LIMIT_EXCEEDED("AccountFlowLimitExceeded");

    private final String word;

    FlowLimit(String word) {
      this.word = word;
    }

    @Override
    public String word() {
      return word;
    }
  }

  private static final int DAY_MILLIS = 86_400_000;

  private final List<Knob<?>> all = new ArrayList<>();

  private final Knob<EmptyResult> emptyResult =
      add(Knob.choice("emptyResult", EmptyResult.MISSING));
  private final Knob<Boolean> maskKey = add(Knob.flag("maskKey", false));
  private final Knob<Boolean> omitKey = add(Knob.flag("omitKey", false));
  private final Knob<Boolean> textFlags = add(Knob.flag("textFlags", false));
  private final Knob<Boolean> includeDomainField;
  private final Knob<Boolean> vhostListsDomainRecords =
      add(Knob.flag("vhostListsDomainRecords", false));
  private final Knob<Integer> staleReadMillis =
      add(Knob.number("staleReadMillis", 0, 0, DAY_MILLIS));
  private final Knob<Boolean> strictDelete = add(Knob.flag("strictDelete", false));
  private final Knob<AbsentDelete> absentDelete =
      add(Knob.choice("absentDelete", AbsentDelete.SUCCESS));
  private final Knob<MissingAuth> missingAuth =
      add(Knob.choice("missingAuth", MissingAuth.MISSING_AUTHENTICATION_TOKEN));
  private final Knob<Integer> timestampStatus =
      add(Knob.oneOf("timestampStatus", List.of(400, 403)));
  private final Knob<RateMode> rateLimit = add(Knob.choice("rateLimit", RateMode.WINDOW));
  private final Knob<Integer> quota;
  private final Knob<FlowLimit> flowLimit =
      add(Knob.choice("flowLimit", FlowLimit.FLOW_LIMIT_EXCEEDED));
  private final Knob<Integer> retryAfterSeconds =
      add(Knob.number("retryAfterSeconds", 0, 0, 86_400));
  private final Knob<Integer> latencyMillis;
  private final Knob<Integer> roleMaxSeconds =
      add(Knob.number("roleMaxSeconds", 3600, 900, 43_200));
  private final Knob<Integer> stsLifetimeSeconds =
      add(Knob.number("stsLifetimeSeconds", 0, 0, 43_200));

  Knobs(boolean includeDomainField, int quota, int latencyMillis) {
    this.includeDomainField = add(Knob.flag("includeDomainField", includeDomainField));
    this.quota = add(Knob.number("quota", quota, 1, 100_000));
    this.latencyMillis = add(Knob.number("latencyMillis", latencyMillis, 0, 600_000));
  }

  private <T> Knob<T> add(Knob<T> knob) {
    all.add(knob);
    return knob;
  }

  /**
   * Returns the knob for the form of DescribeCallback's {@code Result} when nothing matches
   * (contract 3.3).
   */
  public Knob<EmptyResult> emptyResult() {
    return emptyResult;
  }

  /**
   * Returns the knob that masks {@code AuthKeyPrimary} with stars in DescribeCallback (contract
   * 3.3).
   */
  public Knob<Boolean> maskKey() {
    return maskKey;
  }

  /** Returns the knob that leaves {@code AuthKeyPrimary} out of DescribeCallback (contract 3.3). */
  public Knob<Boolean> omitKey() {
    return omitKey;
  }

  /**
   * Returns the knob by which DescribeCallback gives flags as texts: {@code "true"}, {@code "1"}
   * (contract 3.3).
   */
  public Knob<Boolean> textFlags() {
    return textFlags;
  }

  /** Returns the knob that adds a {@code Domain} to DescribeCallback's items, as BytePlus does. */
  public Knob<Boolean> includeDomainField() {
    return includeDomainField;
  }

  /**
   * Returns the knob by which DescribeCallback of a vhost also lists the records of its domains
   * (contract 3.3).
   */
  public Knob<Boolean> vhostListsDomainRecords() {
    return vhostListsDomainRecords;
  }

  /** Returns the knob for the age, in milliseconds, of the state that DescribeCallback sees. */
  public Knob<Integer> staleReadMillis() {
    return staleReadMillis;
  }

  /**
   * Returns the knob by which DeleteCallback removes exactly the record that is named, and requires
   * a message type; otherwise a missing field means "all" (contract 3.4).
   */
  public Knob<Boolean> strictDelete() {
    return strictDelete;
  }

  /**
   * Returns the knob for DeleteCallback's answer when there is nothing to delete (contract 3.4).
   */
  public Knob<AbsentDelete> absentDelete() {
    return absentDelete;
  }

  /** Returns the knob for the answer to an unsigned request (contract 4.2). */
  public Knob<MissingAuth> missingAuth() {
    return missingAuth;
  }

  /**
   * Returns the knob for the HTTP status of {@code InvalidTimestamp}: 400 or 403 (contract 4.2).
   */
  public Knob<Integer> timestampStatus() {
    return timestampStatus;
  }

  /** Returns the knob for the way to count calls against the quota (contract 5). */
  public Knob<RateMode> rateLimit() {
    return rateLimit;
  }

  /** Returns the knob for the quota in calls per second, for each account and action. */
  public Knob<Integer> quota() {
    return quota;
  }

  /** Returns the knob for the answer to a call over the quota (contract 4.2). */
  public Knob<FlowLimit> flowLimit() {
    return flowLimit;
  }

  /**
   * Returns the knob for the {@code Retry-After} of a call over the quota, in seconds; 0 = no such
   * header.
   */
  public Knob<Integer> retryAfterSeconds() {
    return retryAfterSeconds;
  }

  /**
   * Returns the knob for the duration of every call, in milliseconds: half before it is handled,
   * half after.
   */
  public Knob<Integer> latencyMillis() {
    return latencyMillis;
  }

  /**
   * Returns the knob for the longest time that a role's credentials may be asked for, in seconds
   * (contract 9).
   */
  public Knob<Integer> roleMaxSeconds() {
    return roleMaxSeconds;
  }

  /**
   * Returns the knob for the lifetime of a role's credentials, in seconds, whatever was asked for;
   * 0 = as asked.
   */
  public Knob<Integer> stsLifetimeSeconds() {
    return stsLifetimeSeconds;
  }

  /** Sets all knobs back to their values at the start. */
  public void reset() {
    all.forEach(Knob::reset);
  }

  ObjectNode shown() {
    ObjectNode json = Json.object();
    all.forEach(knob -> json.set(knob.name(), knob.shown()));
    return json;
  }

  /**
   * Sets the knobs that are named: all of them or none.
   *
   * @throws IllegalArgumentException if a knob is unknown or a value is out of range; the message
   *     is a sentence
   */
  void patch(ObjectNode changes) {
    prepared(changes).forEach(Runnable::run);
  }

  /**
   * Sets the knobs that are named: all of them or none. Sets the others back to their values at the
   * start.
   */
  void replace(ObjectNode changes) {
    List<Runnable> prepared = prepared(changes);
    reset();
    prepared.forEach(Runnable::run);
  }

  private List<Runnable> prepared(ObjectNode changes) {
    return changes.properties().stream().map(this::prepared).toList();
  }

  private Runnable prepared(Map.Entry<String, JsonNode> change) {
    return all.stream()
        .filter(knob -> knob.name().equals(change.getKey()))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("There is no knob " + change.getKey() + "."))
        .prepared(change.getValue());
  }
}
