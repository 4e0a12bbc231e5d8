package dev.livecallback.engine.accounts;

import dev.livecallback.claim.ClaimIndex;
import dev.livecallback.plan.CoveredRecord;
import dev.livecallback.remote.RemoteState;
import dev.livecallback.volcengine.CallbackKey;
import java.util.List;
import java.util.stream.Stream;

/** The finder of the app-level records that the removal of an app-less record may take along. */
public final class CoveredRecords {
  private final RemoteState remote;
  private final ClaimIndex claims;

  CoveredRecords(RemoteState remote, ClaimIndex claims) {
    this.remote = remote;
    this.claims = claims;
  }

  /**
   * Returns the covered records of the key's scope and message type; none for a key with an app.
   *
   * @param namespace the namespace of the object whose record is to be removed. The records of
   *     other namespaces' objects count even if they were put since the last read
   */
  public List<CoveredRecord> of(CallbackKey key, String namespace) {
    if (!key.appLess()) {
      return List.of();
    }
    List<CoveredRecord> shown =
        remote.records(key).stream()
            .filter(
                item -> item.app() != null && item.messageType().equals(key.messageType().wire()))
            .map(
                item ->
                    new CallbackKey(key.cloudAccount(), key.scope(), item.app(), key.messageType()))
            .map(this::coveredRecord)
            .toList();
    Stream<CoveredRecord> unseen =
        remote.putSinceRead(key.scope()).stream()
            .filter(other -> other.app() != null && other.messageType() == key.messageType())
            .filter(other -> shown.stream().noneMatch(each -> each.key().equals(other)))
            .map(this::coveredRecord)
            .filter(each -> each.ownerElsewhere(namespace) != null);
    return Stream.concat(shown.stream(), unseen).toList();
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
