package dev.livecallback.operator;

import dev.livecallback.account.Gate;
import dev.livecallback.api.ObjectId;
import dev.livecallback.calls.Order;
import dev.livecallback.calls.SendGuard;
import dev.livecallback.claim.ClaimIndex;
import dev.livecallback.remote.RemoteState;
import dev.livecallback.volcengine.CallbackKey;

/**
 * The last look before an order is sent: is the gate open, does the object still own the record,
 * and was the order planned after the last answer about it?
 */
final class OrderGuard implements SendGuard {
  private final Gate gate;
  private final ClaimIndex claims;
  private final RemoteState remote;

  OrderGuard(Gate gate, ClaimIndex claims, RemoteState remote) {
    this.gate = gate;
    this.claims = claims;
    this.remote = remote;
  }

  @Override
  public Verdict judge(ObjectId object, Order order, long revision) {
    return switch (order) {
      case Order.Read _ -> Verdict.SEND;
      case Order.Put put -> write(object, put.key(), revision);
      case Order.Remove remove -> write(object, remove.key(), revision);
    };
  }

  @Override
  public int maxInFlight() {
    return gate.maxInFlight();
  }

  private Verdict write(ObjectId object, CallbackKey key, long revision) {
    boolean outdated = remote.revision(key) > revision;
    return outdated || !claims.owns(object, key) ? Verdict.DROP : Verdict.SEND;
  }
}
