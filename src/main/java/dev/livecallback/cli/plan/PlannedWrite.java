package dev.livecallback.cli.plan;

import dev.livecallback.api.AccountName;
import dev.livecallback.api.ObjectId;
import dev.livecallback.api.ObservedRecord;
import dev.livecallback.cli.plan.PlannedChange.FieldChange;
import dev.livecallback.plan.Difference;
import dev.livecallback.remote.Observation;
import dev.livecallback.volcengine.Authentication;
import dev.livecallback.volcengine.CallbackContent;
import dev.livecallback.volcengine.CallbackKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A write that the engine made in a rehearsal.
 *
 * @param object the object for which it was made
 * @param account the account
 * @param cloudAccount the cloud account, as {@link dev.livecallback.account.Permit#cloudAccount}
 *     names it
 * @param key the key of the record
 * @param before the content before; null = there was no record
 * @param content the content after; null = the record is removed
 * @param along whether the removal may take other records along
 */
record PlannedWrite(
    ObjectId object,
    AccountName account,
    String cloudAccount,
    CallbackKey key,
    @Nullable CallbackContent before,
    @Nullable CallbackContent content,
    boolean along) {

  private static final CallbackContent NOTHING =
      new CallbackContent(List.of(), false, new Authentication.Off());

  /** Returns whether another write would do the same to the same record. */
  boolean sameAs(PlannedWrite other) {
    return isOfSameRecord(other)
        && (content == null
            ? other.content == null
            : other.content != null && content.agreesWith(other.content));
  }

  /** Returns whether another write is to the same record. */
  boolean isOfSameRecord(PlannedWrite other) {
    return cloudAccount.equals(other.cloudAccount)
        && Holdings.record(key).equals(Holdings.record(other.key));
  }

  /** Returns the fields of the record that change; never a key. */
  List<FieldChange> fields() {
    if (content == null) {
      return List.of();
    }
    CallbackContent held = before == null ? NOTHING : before;
    Difference difference =
        Difference.between(content, new Observation.Present(held, Instant.MIN, Instant.MIN));
    List<FieldChange> fields = new ArrayList<>();
    if (difference != null) {
      difference.drift().stream()
          .map(
              each ->
                  new FieldChange(each.field(), before == null ? null : each.have(), each.want()))
          .forEach(fields::add);
    }
    if (held.authentication() instanceof Authentication.Hidden
        && content.authentication() instanceof Authentication.On) {
      fields.add(new FieldChange("authKeyPrimary", "can't be seen", ObservedRecord.SET));
    }
    return fields;
  }
}
