package dev.livecallback.engine.accounts;

import dev.livecallback.claim.ClaimIndex;
import dev.livecallback.plan.CoveredRecord;
import dev.livecallback.remote.RemoteState;
import dev.livecallback.volcengine.CallbackKey;
import java.util.List;

/** Finds the app-level records beside an app-less one, which its removal may take along. */
public final class CoveredRecords {
  private final RemoteState remote;
  private final ClaimIndex claims;

  CoveredRecords(RemoteState remote, ClaimIndex claims) {
    this.remote = remote;
    this.claims = claims;
  }

  /** Those of the key's scope and message type that the last read showed; none for other keys. */
  public List<CoveredRecord> of(CallbackKey key) {
    if (!key.appLess()) {
      return List.of();
    }
    return remote.records(key.scope()).stream()
        .filter(item -> item.app() != null && item.messageType().equals(key.messageType().wire()))
        .map(
            item -> new CallbackKey(key.cloudAccount(), key.scope(), item.app(), key.messageType()))
        .map(this::coveredRecord)
        .toList();
  }

  private CoveredRecord coveredRecord(CallbackKey key) {
    return new CoveredRecord(
        key,
        fate(key),
        claims
            .owningClaimant(key)
            .map(
                owner ->
                    new CoveredRecord.OwningObject(
                        owner.object(), owner.consent().account(), owner.consent().tokens()))
            .orElse(null));
  }

  private CoveredRecord.Fate fate(CallbackKey key) {
    if (claims.ownerIsGoing(key)) {
      return CoveredRecord.Fate.GOES_TOO;
    }
    return claims.ownerRestores(key) ? CoveredRecord.Fate.PUT_BACK : CoveredRecord.Fate.LOST;
  }
}
