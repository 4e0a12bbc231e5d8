package dev.livecallback.engine;

import dev.livecallback.claim.ClaimIndex;
import dev.livecallback.plan.Neighbour;
import dev.livecallback.remote.RemoteState;
import dev.livecallback.volcengine.CallbackKey;
import java.util.List;

/** Finds the app-level records beside an app-less one, which its removal may take along. */
final class Neighbours {
  private final RemoteState remote;
  private final ClaimIndex claims;

  Neighbours(RemoteState remote, ClaimIndex claims) {
    this.remote = remote;
    this.claims = claims;
  }

  /** Those of the key's scope and message type that the last read showed; none for other keys. */
  List<Neighbour> of(CallbackKey key) {
    if (!key.appLess()) {
      return List.of();
    }
    return remote.records(key.scope()).stream()
        .filter(item -> item.app() != null && item.messageType().equals(key.messageType().wire()))
        .map(
            item -> new CallbackKey(key.cloudAccount(), key.scope(), item.app(), key.messageType()))
        .map(neighbour -> new Neighbour(neighbour, fate(neighbour)))
        .toList();
  }

  private Neighbour.Fate fate(CallbackKey key) {
    if (claims.ownerIsGoing(key)) {
      return Neighbour.Fate.GOES_TOO;
    }
    return claims.ownerRestores(key) ? Neighbour.Fate.PUT_BACK : Neighbour.Fate.LOST;
  }
}
