package dev.livecallback.simulator;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.livecallback.volcengine.Scope;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who may not do what: such a call is answered AccessDenied. Safe for use by many threads. */
public final class Denials {
  private static final int MOST = 1_000;

  /**
   * Something that is denied; null means all.
   *
   * @param user as {@link SimulatedAccounts.AccessKey#user} names it
   */
  public record Denial(
      String account, @Nullable String user, @Nullable String action, @Nullable Scope scope) {

    /** Everything, to all users of an account. */
    public static Denial account(String account) {
      return new Denial(account, null, null, null);
    }

    /** Everything, to one user of an account. */
    public static Denial user(String account, String user) {
      return new Denial(account, user, null, null);
    }

    /** Only that action of it. */
    public Denial action(String only) {
      return new Denial(account, user, only, scope);
    }

    /** Only on that scope. */
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

  /** A denial in force, and its name. */
  public record ActiveDenial(String id, Denial denial) {}

  @GuardedBy("this")
  private final List<ActiveDenial> active = new ArrayList<>();

  @GuardedBy("this")
  private int added;

  /**
   * Denies something from now on, and names the denial.
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

  /** Takes a denial back. False if there is none of that name. */
  public synchronized boolean allow(String id) {
    return active.removeIf(each -> each.id().equals(id));
  }

  /** Takes all of them back. */
  public synchronized void clear() {
    active.clear();
  }

  /** The denials in force, oldest first. */
  public synchronized List<ActiveDenial> list() {
    return List.copyOf(active);
  }

  synchronized boolean denies(Who who, String action, CallFacts facts) {
    return active.stream().anyMatch(each -> each.denial().fits(who, action, facts));
  }
}
