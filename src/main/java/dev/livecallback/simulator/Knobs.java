package dev.livecallback.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Everything about the simulator that can be turned while it runs. Most of them stand for a
 * question that the service's documentation leaves open; the first value is the assumption.
 */
public final class Knobs {

  /** What DescribeCallback's {@code Result} looks like when nothing matches. */
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

  /** What DeleteCallback answers when there is nothing to delete. */
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

  /** What an unsigned request is answered: 401 the first, 400 the second. */
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

  /** How calls are counted against the quota. */
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

  /** What a call over the quota is answered: 429 the first, 400 the second. */
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

  /** The shape of DescribeCallback's answer when nothing matches (contract 3.3). */
  public Knob<EmptyResult> emptyResult() {
    return emptyResult;
  }

  /** Whether DescribeCallback shows {@code AuthKeyPrimary} with stars (contract 3.3). */
  public Knob<Boolean> maskKey() {
    return maskKey;
  }

  /** Whether DescribeCallback leaves {@code AuthKeyPrimary} out (contract 3.3). */
  public Knob<Boolean> omitKey() {
    return omitKey;
  }

  /** Whether DescribeCallback has flags as texts: {@code "true"}, {@code "1"} (contract 3.3). */
  public Knob<Boolean> textFlags() {
    return textFlags;
  }

  /** Whether DescribeCallback's items have a {@code Domain}, as BytePlus's do. */
  public Knob<Boolean> includeDomainField() {
    return includeDomainField;
  }

  /** Whether DescribeCallback of a vhost lists the records of its domains too (contract 3.3). */
  public Knob<Boolean> vhostListsDomainRecords() {
    return vhostListsDomainRecords;
  }

  /** How old, in milliseconds, the state is that DescribeCallback sees. */
  public Knob<Integer> staleReadMillis() {
    return staleReadMillis;
  }

  /**
   * Whether DeleteCallback removes exactly the record that is named and asks for a message type;
   * else what is left out means "all" (contract 3.4).
   */
  public Knob<Boolean> strictDelete() {
    return strictDelete;
  }

  /** What DeleteCallback answers when there is nothing to delete (contract 3.4). */
  public Knob<AbsentDelete> absentDelete() {
    return absentDelete;
  }

  /** What an unsigned request is answered (contract 4.2). */
  public Knob<MissingAuth> missingAuth() {
    return missingAuth;
  }

  /** The HTTP status of {@code InvalidTimestamp}: 400 or 403 (contract 4.2). */
  public Knob<Integer> timestampStatus() {
    return timestampStatus;
  }

  /** How calls are counted against the quota (contract 5). */
  public Knob<RateMode> rateLimit() {
    return rateLimit;
  }

  /** Calls a second, for each account and action. */
  public Knob<Integer> quota() {
    return quota;
  }

  /** What a call over the quota is answered (contract 4.2). */
  public Knob<FlowLimit> flowLimit() {
    return flowLimit;
  }

  /** The {@code Retry-After} of a call over the quota, in seconds; 0 = no such header. */
  public Knob<Integer> retryAfterSeconds() {
    return retryAfterSeconds;
  }

  /** How long every call takes, in milliseconds: half of it before it is handled, half after. */
  public Knob<Integer> latencyMillis() {
    return latencyMillis;
  }

  /** The longest that a role's credentials may be asked for, in seconds (contract 9). */
  public Knob<Integer> roleMaxSeconds() {
    return roleMaxSeconds;
  }

  /** How long a role's credentials last, in seconds, whatever was asked for; 0 = as asked. */
  public Knob<Integer> stsLifetimeSeconds() {
    return stsLifetimeSeconds;
  }

  /** Turns all of them back to where they were at the start. */
  public void reset() {
    all.forEach(Knob::reset);
  }

  ObjectNode shown() {
    ObjectNode json = Json.object();
    all.forEach(knob -> json.set(knob.name(), knob.shown()));
    return json;
  }

  /**
   * Turns the knobs that are named, all or none of them.
   *
   * @throws IllegalArgumentException if one is unknown or out of range; the message is a sentence
   */
  void patch(ObjectNode changes) {
    prepared(changes).forEach(Runnable::run);
  }

  /** The same, and those that are not named go back to where they were at the start. */
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
