package dev.livecallback.engine;

import dev.livecallback.api.ObjectId;
import dev.livecallback.calls.CallQueue;
import dev.livecallback.calls.Lane;
import dev.livecallback.calls.Order;
import dev.livecallback.calls.Placement;
import dev.livecallback.claim.ClaimIndex;
import dev.livecallback.remote.RemoteState;
import dev.livecallback.remote.Sweep;
import dev.livecallback.volcengine.Scope;
import java.time.Instant;
import java.util.List;

/**
 * Orders the periodic reads. They belong to no object, so each scope has an id that stands for it.
 */
final class Sweeper {
  private final String cloudAccount;
  private final Sweep sweep;
  private final ClaimIndex claims;
  private final CallQueue queue;
  private final RemoteState remote;
  private final Routes routes;

  /**
   * @param cloudAccount whose scopes they are
   */
  Sweeper(
      String cloudAccount,
      Sweep sweep,
      ClaimIndex claims,
      CallQueue queue,
      RemoteState remote,
      Routes routes) {
    this.cloudAccount = cloudAccount;
    this.sweep = sweep;
    this.claims = claims;
    this.queue = queue;
    this.remote = remote;
    this.routes = routes;
  }

  /** Orders the reads that are due, and forgets the scopes that nobody uses any more. */
  void run(Instant now) {
    for (Scope scope : remote.scopes()) {
      if (claims.unused(scope)) {
        remote.forget(scope, now);
      }
    }
    for (Scope scope : sweep.due(now, claims.scopesInUse())) {
      Placement read = new Placement(new Order.Read(cloudAccount, scope, false), Lane.SWEEP, now);
      routes
          .ofSweep(cloudAccount, claims, scope)
          .ifPresent(
              account ->
                  queue.place(id(scope), List.of(read.through(account)), remote.revision(), now));
    }
  }

  /** Who a scope's sweeps belong to. */
  static ObjectId id(Scope scope) {
    return new ObjectId("", scope.toString(), "");
  }

  /** Whether that is no object. */
  static boolean isSweep(ObjectId id) {
    return id.uid().isEmpty();
  }
}
