package dev.livecallback.simulator;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.livecallback.volcengine.Scope;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The denials in force: a call that fits one is answered AccessDenied. Safe for use by many
 * threads.
 */
public final class Denials {
  private static final int MOST = 1_000;

  /**
   * A denial; a null field means all.
   *
   * @param user the user, as {@link SimulatedAccounts.AccessKey#user} names it
   */
  public record Denial(
      String account, @Nullable String user, @Nullable String action, @Nullable Scope scope) {

    /** Returns a denial of everything, for all users of an account. */
    public static Denial account(String account) {
      return new Denial(account, null, null, null);
    }

    /** Returns a denial of everything, for one user of an account. */
    public static Denial user(String account, String user) {
      return new Denial(account, user, null, null);
    }

    /** Narrows the denial to one action. */
    public Denial action(String only) {
      return new Denial(account, user, only, scope);
    }

    /** Narrows the denial to one scope. */
    public Denial on(Scope only) {
      return new Denial(account, user, action, only);
    }

    boolean fits(Who who, String called, CallFacts facts) {
      return account.equals(who.account())
          && (user == null || user.equals(who.user()))
          && (action == null || action.equals(called))
          && (scope == null || scope.equals(facts.scope()));
    }
  }

  /** A denial in force, and its id. */
  public record ActiveDenial(String id, Denial denial) {}

  @GuardedBy("this")
  private final List<ActiveDenial> active = new ArrayList<>();

  @GuardedBy("this")
  private int added;

  /**
   * Puts a denial in force, and returns its id.
   *
   * @throws IllegalStateException if there are 1,000 already
   */
  public synchronized String deny(Denial denial) {
    if (active.size() >= MOST) {
      throw new IllegalStateException("There are " + MOST + " denials already.");
    }
    added++;
    String id = "denial-" + added;
    active.add(new ActiveDenial(id, denial));
    return id;
  }

  /** Removes a denial. Returns false if no denial has this id. */
  public synchronized boolean allow(String id) {
    return active.removeIf(each -> each.id().equals(id));
  }

  /** Removes all denials. */
  public synchronized void clear() {
    active.clear();
  }

  /** Returns the denials in force, oldest first. */
  public synchronized List<ActiveDenial> list() {
    return List.copyOf(active);
  }

  synchronized boolean denies(Who who, String action, CallFacts facts) {
    return active.stream().anyMatch(each -> each.denial().fits(who, action, facts));
  }
}
