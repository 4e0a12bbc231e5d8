package dev.livecallback.simulator;

import dev.livecallback.volcengine.CallbackDetail;
import dev.livecallback.volcengine.MessageType;
import dev.livecallback.volcengine.SecretText;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The checks of a body that lead to {@code InvalidParam}, in the order in which they are made
 * (contract 3.2 to 3.4, 7 item 4). Bounds that the service doesn't document are the simulator's
 * own.
 */
final class BodyRules {
  private static final Pattern APP = Pattern.compile("[A-Za-z0-9_.-]{1,30}");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,253}");
  private static final int MOST_TARGETS = 100;
  private static final int LONGEST_KEY = 1_024;

  /** A rule, which returns a sentence about the problem, or null. */
  private interface BodyRule {
    @Nullable String objection(CallbackBody body);
  }

  private final Set<MessageType> types;
  private final List<BodyRule> forFilter;
  private final List<BodyRule> forRecord;

  BodyRules(Set<MessageType> types) {
    this.types = Set.copyOf(types);
    this.forFilter =
        List.of(
            BodyRules::oneScope,
            BodyRules::scopeName,
            BodyRules::appWithVhost,
            BodyRules::appName,
            this::typeName);
    this.forRecord =
        List.of(
            BodyRules::typeThere,
            BodyRules::transcode,
            BodyRules::targetsThere,
            BodyRules::targets,
            BodyRules::key);
  }

  /** Returns the problem of a body that selects records; empty = there is none. */
  Optional<String> filterObjection(CallbackBody body) {
    return first(forFilter, body);
  }

  /** Returns the problem of a body that names exactly one record; empty = there is none. */
  Optional<String> keyObjection(CallbackBody body) {
    return first(forFilter, body).or(() -> Optional.ofNullable(BodyRules.typeThere(body)));
  }

  /** Returns the problem of a body that holds a whole record; empty = there is none. */
  Optional<String> recordObjection(CallbackBody body) {
    return first(forFilter, body).or(() -> first(forRecord, body));
  }

  /** Returns the settings in a body that has no problem. */
  static RecordContent settings(CallbackBody body) {
    List<CallbackBody.@Nullable TargetBody> list = body.callbackDetailList();
    List<CallbackDetail> details =
        (list == null ? List.<CallbackBody.@Nullable TargetBody>of() : list)
            .stream().flatMap(BodyRules::detail).toList();
    Integer transcode = body.transcodeCallback();
    String key = body.authKeyPrimary();
    return new RecordContent(
        details,
        transcode == null ? 0 : transcode,
        Boolean.TRUE.equals(body.authEnable()),
        new SecretText(key == null ? "" : key));
  }

  private static Stream<CallbackDetail> detail(CallbackBody.@Nullable TargetBody detail) {
    if (detail == null) {
      return Stream.empty();
    }
    String type = detail.callbackType();
    String url = detail.url();
    return type == null || url == null ? Stream.empty() : Stream.of(new CallbackDetail(type, url));
  }

  private static Optional<String> first(List<BodyRule> rules, CallbackBody body) {
    for (BodyRule rule : rules) {
      String objection = rule.objection(body);
      if (objection != null) {
        return Optional.of(objection);
      }
    }
    return Optional.empty();
  }

  private static @Nullable String oneScope(CallbackBody body) {
    if (body.vhost() != null && body.domain() != null) {
      return "Vhost and Domain can not be set at the same time";
    }
    return body.scope() == null ? "one of Vhost and Domain is required" : null;
  }

  private static @Nullable String scopeName(CallbackBody body) {
    String name = body.vhost() != null ? body.vhost() : body.domain();
    return name == null || NAME.matcher(name).matches()
        ? null
        : (body.vhost() != null ? "Vhost" : "Domain")
            + " must be 1 to 253 characters out of letters, digits, '_', '.' and '-'";
  }

  private static @Nullable String appWithVhost(CallbackBody body) {
    return body.app() != null && body.domain() != null
        ? "App can not be set together with Domain"
        : null;
  }

  private static @Nullable String appName(CallbackBody body) {
    String app = body.app();
    return app == null || APP.matcher(app).matches()
        ? null
        : "App must be 1 to 30 characters out of letters, digits, '_', '.' and '-'";
  }

  private @Nullable String typeName(CallbackBody body) {
    String type = body.messageType();
    return type == null || MessageType.ofWire(type).filter(types::contains).isPresent()
        ? null
        : "MessageType must be one of "
            + types.stream().sorted().map(MessageType::wire).collect(Collectors.joining(", "));
  }

  private static @Nullable String typeThere(CallbackBody body) {
    return body.messageType() == null ? "MessageType is required" : null;
  }

  private static @Nullable String transcode(CallbackBody body) {
    Integer transcode = body.transcodeCallback();
    return transcode == null || transcode == 0 || transcode == 1
        ? null
        : "TranscodeCallback must be 0 or 1";
  }

  private static @Nullable String targetsThere(CallbackBody body) {
    List<CallbackBody.@Nullable TargetBody> list = body.callbackDetailList();
    if (list == null || list.isEmpty()) {
      return "CallbackDetailList is required";
    }
    return list.size() > MOST_TARGETS
        ? "CallbackDetailList must not have more than " + MOST_TARGETS + " items"
        : null;
  }

  private static @Nullable String targets(CallbackBody body) {
    List<CallbackBody.@Nullable TargetBody> list = body.callbackDetailList();
    for (CallbackBody.TargetBody detail :
        list == null ? List.<CallbackBody.@Nullable TargetBody>of() : list) {
      if (detail == null || !CallbackDetail.HTTP.equals(detail.callbackType())) {
        return "CallbackDetailList.CallbackType must be http";
      }
      String url = detail.url();
      if (url == null || url.isEmpty() || url.length() > 100) {
        return "CallbackDetailList.URL must be 1 to 100 characters";
      }
      if (!url.startsWith("http://") && !url.startsWith("https://")) {
        return "CallbackDetailList.URL must begin with http:// or https://";
      }
    }
    return null;
  }

  private static @Nullable String key(CallbackBody body) {
    String key = body.authKeyPrimary();
    if (key == null) {
      return Boolean.TRUE.equals(body.authEnable())
          ? "AuthKeyPrimary is required when AuthEnable is true"
          : null;
    }
    return key.length() > LONGEST_KEY
        ? "AuthKeyPrimary must not have more than " + LONGEST_KEY + " characters"
        : null;
  }
}
