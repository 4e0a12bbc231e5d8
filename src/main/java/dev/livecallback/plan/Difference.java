package dev.livecallback.plan;

import dev.livecallback.api.DriftedField;
import dev.livecallback.api.ObservedDetail;
import dev.livecallback.api.ObservedRecord;
import dev.livecallback.remote.Observation;
import dev.livecallback.volcengine.Authentication;
import dev.livecallback.volcengine.CallbackContent;
import dev.livecallback.volcengine.CallbackDetail;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The differences between the remote record and the wanted content, safe to show. They have no
 * authentication key, and no user info or query string of a URL that isn't the object's own.
 *
 * @param observed the record; null if there is none
 * @param drift the fields that differ
 */
public record Difference(@Nullable ObservedRecord observed, List<DriftedField> drift) {
  private static final int SHOWN = 300;

  /** Takes a copy. */
  public Difference {
    drift = List.copyOf(drift);
  }

  /** Compares the wanted content with an observation; returns null if nothing was read. */
  public static @Nullable Difference between(CallbackContent wanted, Observation observation) {
    return switch (observation) {
      case Observation.Unread _, Observation.Refused _ -> null;
      case Observation.Absent _ ->
          new Difference(null, List.of(new DriftedField("record", "present", "absent")));
      case Observation.Present present -> of(wanted, present.content());
      case Observation.Several several -> of(wanted, several.contents().getFirst());
    };
  }

  /**
   * Returns the names of the fields that differ, for a message: {@code callbackDetailList,
   * authEnable}.
   */
  String fields() {
    return drift.stream().map(DriftedField::field).collect(Collectors.joining(", "));
  }

  /** Returns the remote values of the fields that differ, for a message. */
  String had() {
    return drift.stream()
        .map(field -> field.field() + " " + field.have())
        .collect(Collectors.joining(", "));
  }

  private static Difference of(CallbackContent wanted, CallbackContent seen) {
    Set<CallbackDetail> own = new HashSet<>(wanted.details());
    List<DriftedField> drift = new ArrayList<>();
    if (!own.equals(new HashSet<>(seen.details()))) {
      drift.add(
          new DriftedField(
              "callbackDetailList", urls(wanted.details(), own), urls(seen.details(), own)));
    }
    if (wanted.transcodeCallback() != seen.transcodeCallback()) {
      drift.add(
          new DriftedField(
              "transcodeCallback",
              String.valueOf(wanted.transcodeCallback()),
              String.valueOf(seen.transcodeCallback())));
    }
    String authKey = authKey(wanted.authentication(), seen.authentication());
    boolean signs = !(seen.authentication() instanceof Authentication.Off);
    boolean shouldSign = !(wanted.authentication() instanceof Authentication.Off);
    if (signs != shouldSign) {
      drift.add(new DriftedField("authEnable", String.valueOf(shouldSign), String.valueOf(signs)));
    } else if (authKey.equals(ObservedRecord.DIFFERENT)) {
      drift.add(new DriftedField("authKeyPrimary", ObservedRecord.SET, authKey));
    }
    List<ObservedDetail> details =
        seen.details().stream()
            .map(detail -> new ObservedDetail(detail.callbackType(), shown(detail, own)))
            .toList();
    return new Difference(
        new ObservedRecord(details, seen.transcodeCallback(), signs, authKey), drift);
  }

  private static String authKey(Authentication wanted, Authentication seen) {
    return switch (seen) {
      case Authentication.Off _ -> ObservedRecord.UNSET;
      case Authentication.Hidden _ -> ObservedRecord.HIDDEN;
      case Authentication.On on ->
          wanted.agreesWith(on) ? ObservedRecord.SET : ObservedRecord.DIFFERENT;
    };
  }

  private static String urls(List<CallbackDetail> details, Set<CallbackDetail> own) {
    return cut(
        details.stream()
            .map(detail -> shown(detail, own))
            .sorted()
            .collect(Collectors.joining(" ")));
  }

  private static String shown(CallbackDetail detail, Set<CallbackDetail> own) {
    return cut(own.contains(detail) ? detail.url() : masked(detail.url()));
  }

  /** Returns a URL without the parts that may hold a secret: {@code https://…@host/path?…}. */
  private static String masked(String url) {
    int mark = url.indexOf('?');
    String address = mark < 0 ? url : url.substring(0, mark);
    String query = mark < 0 ? "" : "?…";
    int slashes = address.indexOf("//");
    int host = slashes < 0 ? 0 : slashes + 2;
    int slash = address.indexOf('/', host);
    int at = address.lastIndexOf('@', slash < 0 ? address.length() : slash);
    return (at < host ? address : address.substring(0, host) + "…" + address.substring(at)) + query;
  }

  private static String cut(String text) {
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN - 1) + "…";
  }
}
