package dev.livecallback.engine.accounts;

import dev.livecallback.api.ObjectId;
import dev.livecallback.calls.CallQueue;
import dev.livecallback.calls.Lane;
import dev.livecallback.calls.Order;
import dev.livecallback.calls.PlannedOrder;
import dev.livecallback.remote.Sweep;
import dev.livecallback.volcengine.Listing;
import dev.livecallback.volcengine.Scope;
import java.time.Instant;
import java.util.List;

/**
 * The part that orders the periodic reads. These reads belong to no object, so each listing has an
 * id of its own that stands for it. The id has the namespace of the scope's oldest object, so that
 * sweeps take turns by namespace.
 */
public final class Sweeper {
  private final CloudAccountState state;
  private final Sweep sweep;
  private final CallQueue queue;
  private final CredentialSelector selector;

  /**
   * @param state the state of the cloud account whose scopes are read
   */
  Sweeper(CloudAccountState state, Sweep sweep, CallQueue queue, CredentialSelector selector) {
    this.state = state;
    this.sweep = sweep;
    this.queue = queue;
    this.selector = selector;
  }

  /** Orders the reads that are due, and forgets the scopes that nobody uses any more. */
  void run(Instant now) {
    for (Scope scope : state.remote().scopes()) {
      if (state.claims().unused(scope)) {
        state.remote().forget(scope, now);
      }
    }
    for (Listing listing : sweep.due(now, state.claims().scopesInUse())) {
      PlannedOrder read =
          new PlannedOrder(new Order.Read(state.name(), listing, false), Lane.SWEEP, now);
      selector
          .ofSweep(state, listing.scope())
          .ifPresent(
              account ->
                  queue.place(
                      id(listing, namespaceOf(listing.scope())),
                      List.of(read.through(account)),
                      state.remote().revision(),
                      now));
    }
  }

  private String namespaceOf(Scope scope) {
    return state.claims().oldestOf(scope).map(ObjectId::namespace).orElse("");
  }

  /** Returns the id that stands for the sweeps of a listing. */
  static ObjectId id(Listing listing, String namespace) {
    return new ObjectId(namespace, listing.toString(), "");
  }

  /** Returns whether the id stands for sweeps, not for an object. */
  public static boolean isSweep(ObjectId id) {
    return id.uid().isEmpty();
  }
}
