package dev.livecallback.simulator;

import com.volcengine.model.live.v20230101.DeleteCallbackBody;
import com.volcengine.model.live.v20230101.DescribeCallbackBody;
import com.volcengine.model.live.v20230101.DescribeCallbackResResultCallbackListItem;
import com.volcengine.model.live.v20230101.DescribeCallbackResResultCallbackListItemCallbackDetailListItem;
import com.volcengine.model.live.v20230101.UpdateCallbackBody;
import com.volcengine.model.live.v20230101.UpdateCallbackBodyCallbackDetailListItem;
import com.volcengine.service.live.v20230101.LiveService;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.http.HttpHost;

/** The vendor's own Java client. */
final class OfficialSdkClient implements ClientUnderTest {
  private final LiveService service;

  OfficialSdkClient(URI endpoint, String accessKeyId, String secretAccessKey) {
    service = LiveService.getInstance(new HttpHost("unused.invalid"));
    service.setHttpClient(org.apache.http.impl.client.HttpClients.createDefault());
    service.setScheme(endpoint.getScheme());
    service.setHost(endpoint.getAuthority());
    service.setAccessKey(accessKeyId);
    service.setSecretKey(secretAccessKey);
  }

  @Override
  public Result<Boolean> update(Wanted wanted) {
    UpdateCallbackBody body = new UpdateCallbackBody();
    body.setVhost(wanted.vhost());
    wanted.app().ifPresent(body::setApp);
    body.setMessageType(wanted.type());
    body.setTranscodeCallback(wanted.transcode());
    body.setAuthEnable(wanted.auth().enabled());
    if (wanted.auth().enabled()) {
      body.setAuthKeyPrimary(wanted.auth().key());
    }
    body.setCallbackDetailList(
        wanted.urls().stream()
            .map(
                url -> {
                  var item = new UpdateCallbackBodyCallbackDetailListItem();
                  item.setCallbackType("http");
                  item.setURL(url);
                  return item;
                })
            .toList());
    return result(() -> service.updateCallback(body) != null);
  }

  @Override
  public Result<List<Seen>> describe(String vhost) {
    DescribeCallbackBody body = new DescribeCallbackBody();
    body.setVhost(vhost);
    return result(
        () ->
            Optional.ofNullable(service.describeCallback(body).getResult())
                .map(each -> each.getCallbackList())
                .orElse(List.of())
                .stream()
                .map(OfficialSdkClient::seen)
                .toList());
  }

  @Override
  public Result<Boolean> delete(String vhost, Optional<String> app, String type) {
    DeleteCallbackBody body = new DeleteCallbackBody();
    body.setVhost(vhost);
    app.ifPresent(body::setApp);
    body.setMessageType(type);
    return result(() -> service.deleteCallback(body) != null);
  }

  private static Seen seen(DescribeCallbackResResultCallbackListItem item) {
    return new Seen(
        item.getVhost(),
        item.getApp(),
        item.getMessageType(),
        item.getCallbackDetailList().stream()
            .map(DescribeCallbackResResultCallbackListItemCallbackDetailListItem::getURL)
            .toList(),
        item.getTranscodeCallback(),
        new Auth(item.getAuthEnable(), item.getAuthKeyPrimary()));
  }

  /** The SDK throws for any error; its message holds the answer's words. */
  private static <T> Result<T> result(Callable<T> call) {
    try {
      return new Result.Good<>(call.call());
    } catch (Exception e) {
      return new Result.Bad<>(String.valueOf(e));
    }
  }
}
