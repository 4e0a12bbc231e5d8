package dev.livecallback.simulator;

import dev.livecallback.volcengine.Scope;
import org.jspecify.annotations.Nullable;

/**
 * A rule: the calls that it fits, and the effect on them.
 *
 * @param match the calls that it fits
 * @param count the number of them that it affects, from now on; 0 = all
 * @param probability the probability for each of them, above 0 and at most 1
 * @param effect the effect on the call
 */
public record Fault(Match match, int count, double probability, Effect effect) {

  /**
   * The calls that a fault fits; a null field fits all.
   *
   * @param user the user, as {@link SimulatedAccounts.AccessKey#user} names it
   * @param app the app; "" = only calls that name no app
   */
  public record Match(
      @Nullable String account,
      @Nullable String user,
      @Nullable String action,
      @Nullable Scope scope,
      @Nullable String app,
      @Nullable String messageType) {

    /** Returns a match of every call. */
    public static Match any() {
      return new Match(null, null, null, null, null, null);
    }

    /** Returns a match of every call of an action. */
    public static Match action(String action) {
      return new Match(null, null, action, null, null, null);
    }

    /** Narrows the match to calls for this scope. */
    public Match in(Scope only) {
      return new Match(account, user, action, only, app, messageType);
    }

    /** Narrows the match to calls that are signed by this account's keys. */
    public Match by(String only) {
      return new Match(only, user, action, scope, app, messageType);
    }

    /**
     * Narrows the match to calls that are signed by this user's keys, or ask for this {@code
     * role/NAME}.
     */
    public Match user(String only) {
      return new Match(account, only, action, scope, app, messageType);
    }

    /** Narrows the match to calls that name this app ("" = none). */
    public Match app(String only) {
      return new Match(account, user, action, scope, only, messageType);
    }

    /** Narrows the match to calls that name this message type. */
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

  /** Returns a fault for this number of matching calls, from now on. */
  public static Fault next(int count, Match match, Effect effect) {
    return new Fault(match, count, 1, effect);
  }

  /** Returns a fault for every matching call, until the fault is removed. */
  public static Fault always(Match match, Effect effect) {
    return new Fault(match, 0, 1, effect);
  }

  /** Returns a fault for each matching call with this probability, until the fault is removed. */
  public static Fault sometimes(double probability, Match match, Effect effect) {
    return new Fault(match, 0, probability, effect);
  }
}
