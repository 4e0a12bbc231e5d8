package dev.livecallback.simulator;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.livecallback.volcengine.Scope;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The body of UpdateCallback, DescribeCallback or DeleteCallback (contract 3.2 to 3.4), and of a
 * record that is written at the console. An empty text counts as absent.
 */
record CallbackBody(
    @JsonProperty("Account") @Nullable String account,
    @JsonProperty("Vhost") @Nullable String vhost,
    @JsonProperty("Domain") @Nullable String domain,
    @JsonProperty("App") @Nullable String app,
    @JsonProperty("MessageType") @Nullable String messageType,
    @JsonProperty("TranscodeCallback") @Nullable Integer transcodeCallback,
    @JsonProperty("CallbackDetailList") @Nullable List<@Nullable TargetBody> callbackDetailList,
    @JsonProperty("AuthEnable") @Nullable Boolean authEnable,
    @JsonProperty("AuthKeyPrimary") @Nullable String authKeyPrimary) {

  /** A target. */
  record TargetBody(
      @JsonProperty("CallbackType") @Nullable String callbackType,
      @JsonProperty("URL") @Nullable String url) {}

  CallbackBody {
    account = orNull(account);
    vhost = orNull(vhost);
    domain = orNull(domain);
    app = orNull(app);
    messageType = orNull(messageType);
    authKeyPrimary = orNull(authKeyPrimary);
  }

  /** Returns the scope that the body names; null = it names none or two. */
  @Nullable Scope scope() {
    if (vhost != null) {
      return domain == null ? Scope.vhost(vhost) : null;
    }
    return domain == null ? null : Scope.domain(domain);
  }

  @Override
  public String toString() {
    return "CallbackBody[" + messageType + " of " + scope() + "]";
  }

  private static @Nullable String orNull(@Nullable String text) {
    return text == null || text.isEmpty() ? null : text;
  }
}
