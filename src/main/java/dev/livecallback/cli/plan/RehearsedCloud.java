package dev.livecallback.cli.plan;

import dev.livecallback.account.Permit;
import dev.livecallback.volcengine.Answer;
import dev.livecallback.volcengine.Authentication;
import dev.livecallback.volcengine.CallbackContent;
import dev.livecallback.volcengine.CallbackKey;
import dev.livecallback.volcengine.CallbackRecord;
import dev.livecallback.volcengine.Listing;
import dev.livecallback.volcengine.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The cloud in one rehearsal: as it was read, with what was written since. */
final class RehearsedCloud {
  private final CloudSnapshot snapshot;
  private final List<Written> writes = new ArrayList<>();

  /**
   * A write that was carried out.
   *
   * @param content null = the record was removed
   */
  private record Written(String cloudAccount, CallbackKey key, @Nullable CallbackContent content) {}

  RehearsedCloud(CloudSnapshot snapshot) {
    this.snapshot = snapshot;
  }

  /** DescribeCallback, as it would be answered now. */
  Answer<List<CallbackRecord>> describe(Permit permit, Listing listing) {
    return switch (snapshot.describe(permit, listing)) {
      case Answer.Failed<List<CallbackRecord>> failed -> failed;
      case Answer.Ok<List<CallbackRecord>>(List<CallbackRecord> read, String id) ->
          new Answer.Ok<>(now(permit.cloudAccount(), listing, read), id);
    };
  }

  /** What the record of a key holds now; null = there is none, or it was never read. */
  @Nullable CallbackContent content(String cloudAccount, CallbackKey key) {
    List<CallbackRecord> read =
        Objects.requireNonNullElse(snapshot.of(cloudAccount, key), List.of());
    List<CallbackRecord> now = now(cloudAccount, Listing.of(key), read);
    return now.stream()
        .filter(each -> each.matches(key))
        .map(CallbackRecord::content)
        .findFirst()
        .orElse(null);
  }

  /** UpdateCallback, which is accepted. */
  void put(String cloudAccount, CallbackKey key, CallbackContent content) {
    writes.add(new Written(cloudAccount, key, content));
  }

  /** DeleteCallback, which is accepted, and takes nothing else along. */
  void remove(String cloudAccount, CallbackKey key) {
    writes.add(new Written(cloudAccount, key, null));
  }

  private List<CallbackRecord> now(
      String cloudAccount, Listing listing, List<CallbackRecord> read) {
    List<CallbackRecord> now = new ArrayList<>(read);
    for (Written each : writes) {
      if (each.cloudAccount().equals(cloudAccount) && listing.covers(each.key())) {
        now.removeIf(record -> record.matches(each.key()));
        if (each.content() != null) {
          now.add(shown(cloudAccount, each.key(), each.content()));
        }
      }
    }
    return List.copyOf(now);
  }

  private CallbackRecord shown(String cloudAccount, CallbackKey key, CallbackContent content) {
    boolean hidden =
        content.authentication() instanceof Authentication.On && snapshot.hidesKeys(cloudAccount);
    Scope scope = key.scope();
    return new CallbackRecord(
        scope.kind() == Scope.Kind.VHOST ? scope.name() : null,
        scope.kind() == Scope.Kind.DOMAIN ? scope.name() : null,
        key.app(),
        key.messageType().wire(),
        hidden ? content.withHiddenKey() : content);
  }
}
