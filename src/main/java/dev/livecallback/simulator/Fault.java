package dev.livecallback.simulator;

import dev.livecallback.volcengine.Scope;
import org.jspecify.annotations.Nullable;

/**
 * A rule about what goes wrong with which calls.
 *
 * @param match which calls
 * @param count how many of them, from now on; 0 = all
 * @param probability with what probability each of them, above 0 and at most 1
 * @param effect what goes wrong
 */
public record Fault(Match match, int count, double probability, Effect effect) {

  /**
   * Which calls a fault is about; null matches all.
   *
   * @param user as {@link SimulatedAccounts.AccessKey#user} names it
   * @param app "" = only calls that name no app
   */
  public record Match(
      @Nullable String account,
      @Nullable String user,
      @Nullable String action,
      @Nullable Scope scope,
      @Nullable String app,
      @Nullable String messageType) {

    /** Every call. */
    public static Match any() {
      return new Match(null, null, null, null, null, null);
    }

    /** Every call of an action. */
    public static Match action(String action) {
      return new Match(null, null, action, null, null, null);
    }

    /** Those of them that are about this scope. */
    public Match in(Scope only) {
      return new Match(account, user, action, only, app, messageType);
    }

    /** Those of them that are signed by this account's keys. */
    public Match by(String only) {
      return new Match(only, user, action, scope, app, messageType);
    }

    /** Those of them that are signed by this user's keys, or ask for this {@code role/NAME}. */
    public Match user(String only) {
      return new Match(account, only, action, scope, app, messageType);
    }

    /** Those of them that name this app ("" = none). */
    public Match app(String only) {
      return new Match(account, user, action, scope, only, messageType);
    }

    /** Those of them that name this message type. */
    public Match type(String only) {
      return new Match(account, user, action, scope, app, only);
    }

    boolean fits(Who who, String called, CallFacts facts) {
      return (account == null || account.equals(who.account()))
          && (user == null || user.equals(who.user()))
          && (action == null || action.equals(called))
          && (scope == null || scope.equals(facts.scope()))
          && (app == null || app.equals(facts.app() == null ? "" : facts.app()))
          && (messageType == null || messageType.equals(facts.messageType()));
    }
  }

  /** Checks the numbers. */
  public Fault {
    if (count < 0 || !(probability > 0 && probability <= 1)) {
      throw new IllegalArgumentException(
          "A fault's count is 0 or more, its probability above 0 and at most 1.");
    }
  }

  /** The next so many matching calls. */
  public static Fault next(int count, Match match, Effect effect) {
    return new Fault(match, count, 1, effect);
  }

  /** Every matching call, until the fault is removed. */
  public static Fault always(Match match, Effect effect) {
    return new Fault(match, 0, 1, effect);
  }

  /** Each matching call with this probability, until the fault is removed. */
  public static Fault sometimes(double probability, Match match, Effect effect) {
    return new Fault(match, 0, probability, effect);
  }
}
