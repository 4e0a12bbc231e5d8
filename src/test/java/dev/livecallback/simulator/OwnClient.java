package dev.livecallback.simulator;

import dev.livecallback.volcengine.Answer;
import dev.livecallback.volcengine.Authentication;
import dev.livecallback.volcengine.CallbackContent;
import dev.livecallback.volcengine.CallbackDetail;
import dev.livecallback.volcengine.CallbackKey;
import dev.livecallback.volcengine.CallbackRecord;
import dev.livecallback.volcengine.Credentials;
import dev.livecallback.volcengine.HttpClients;
import dev.livecallback.volcengine.Listing;
import dev.livecallback.volcengine.LiveApi;
import dev.livecallback.volcengine.LiveClient;
import dev.livecallback.volcengine.MessageType;
import dev.livecallback.volcengine.Scope;
import dev.livecallback.volcengine.SecretText;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import okhttp3.HttpUrl;

/** The operator's client. */
final class OwnClient implements ClientUnderTest {
  private final LiveApi api;

  OwnClient(URI endpoint, String accessKeyId, String secretAccessKey) {
    Credentials credentials = new Credentials(accessKeyId, new SecretText(secretAccessKey), null);
    api =
        new LiveClient(
            HttpClients.live(),
            HttpUrl.get(endpoint.toString()),
            "cn-north-1",
            () -> credentials,
            InstantSource.system());
  }

  @Override
  public Result<Boolean> update(Wanted wanted) {
    Authentication authentication =
        wanted.auth().enabled()
            ? new Authentication.On(new SecretText(wanted.auth().key()))
            : new Authentication.Off();
    CallbackContent content =
        new CallbackContent(
            wanted.urls().stream().map(CallbackDetail::http).toList(),
            wanted.transcode() == 1,
            authentication);
    return result(api.update(key(wanted.vhost(), wanted.app(), wanted.type()), content), _ -> true);
  }

  @Override
  public Result<List<Seen>> describe(String vhost) {
    return result(
        api.describe(Listing.of(Scope.vhost(vhost))),
        all -> all.stream().map(OwnClient::seen).toList());
  }

  @Override
  public Result<Boolean> delete(String vhost, Optional<String> app, String type) {
    return result(api.delete(key(vhost, app, type)), _ -> true);
  }

  private static CallbackKey key(String vhost, Optional<String> app, String type) {
    return new CallbackKey(
        "1", Scope.vhost(vhost), app.orElse(null), MessageType.ofWire(type).orElseThrow());
  }

  private static Seen seen(CallbackRecord record) {
    Auth auth =
        switch (record.content().authentication()) {
          case Authentication.Off _ -> Auth.OFF;
          case Authentication.On on -> new Auth(true, on.key().reveal());
          case Authentication.Hidden _ -> new Auth(true, "hidden");
        };
    return new Seen(
        Objects.requireNonNullElse(record.vhost(), ""),
        Objects.requireNonNullElse(record.app(), ""),
        record.messageType(),
        record.content().details().stream().map(CallbackDetail::url).toList(),
        record.content().transcodeCallback() ? 1 : 0,
        auth);
  }

  private static <T, R> Result<R> result(Answer<T> answer, Function<T, R> map) {
    return switch (answer) {
      case Answer.Ok<T> ok -> new Result.Good<>(map.apply(ok.value()));
      case Answer.Failed<T> failed ->
          new Result.Bad<>(
              failed.failure().detail().httpStatus() + " " + failed.failure().detail().code());
    };
  }
}
