package dev.livecallback.shadow;

import static dev.livecallback.shadow.CloudBehaviour.DomainListing.NAMED;
import static dev.livecallback.shadow.CloudBehaviour.DomainListing.NOT;
import static dev.livecallback.shadow.CloudBehaviour.DomainListing.UNNAMED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.livecallback.calls.Order;
import dev.livecallback.shadow.CloudBehaviour.DomainListing;
import dev.livecallback.volcengine.Answer;
import dev.livecallback.volcengine.Authentication;
import dev.livecallback.volcengine.CallbackContent;
import dev.livecallback.volcengine.CallbackDetail;
import dev.livecallback.volcengine.CallbackKey;
import dev.livecallback.volcengine.CallbackRecord;
import dev.livecallback.volcengine.Listing;
import dev.livecallback.volcengine.MessageType;
import dev.livecallback.volcengine.Scope;
import dev.livecallback.volcengine.SecretText;
import dev.livecallback.volcengine.WriteAccepted;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ShadowCloudTest {
  private static final String HERE = "here";
  private static final Scope VHOST = Scope.vhost("live.example.com");
  private static final Scope DOMAIN = Scope.domain("push.example.com");
  private static final CallbackKey WHOLE = key(VHOST, null, MessageType.PUSH);
  private static final CallbackKey APP = key(VHOST, "sports", MessageType.PUSH);
  private static final CallbackKey OTHER_TYPE = key(VHOST, "sports", MessageType.RECORD);
  private static final CallbackKey OF_DOMAIN = key(DOMAIN, null, MessageType.PUSH);

  @Test
  void aPutReplacesAllThatARecordHeld() {
    ShadowCloud cloud = cloud(false, NOT);
    cloud.put(APP, content("https://a.example.com"));

    Answer<?> answer = cloud.answer(new Order.Put(APP, content("https://b.example.com")));

    assertThat(answer).isEqualTo(new Answer.Ok<>(WriteAccepted.DONE, "request-1"));
    assertThat(cloud.get(APP)).isEqualTo(content("https://b.example.com"));
  }

  @Test
  void aReadListsTheRecordsOfItsScopeAlone() {
    ShadowCloud cloud = filled(false, NOT);
    cloud.put(new CallbackKey("elsewhere", VHOST, null, MessageType.PUSH), content("x"));

    Answer<?> answer = cloud.answer(new Order.Read(HERE, VHOST, false));

    assertThat(answer).isEqualTo(new Answer.Ok<>(cloud.list(HERE, VHOST), "request-1"));
    assertThat(cloud.list(HERE, VHOST))
        .extracting(CallbackRecord::app, CallbackRecord::messageType)
        .containsExactly(tuple(null, "push"), tuple("sports", "push"), tuple("sports", "record"));
    assertThat(cloud.list(HERE, DOMAIN)).singleElement().matches(it -> it.matches(OF_DOMAIN));
  }

  @Test
  void aDeleteTakesWhatItNames() {
    ShadowCloud cloud = filled(false, NOT);

    cloud.answer(new Order.Remove(WHOLE));

    assertThat(cloud.records()).containsOnlyKeys(APP, OTHER_TYPE, OF_DOMAIN);
  }

  @Test
  void aDeleteWithoutAppMayTakeTheAppsOfItsTypeAlong() {
    ShadowCloud cloud =
        fill(new ShadowCloud(new CloudBehaviour(false, true, false, NOT, Map.of(DOMAIN, VHOST))));

    cloud.answer(new Order.Remove(WHOLE));

    assertThat(cloud.records()).containsOnlyKeys(OTHER_TYPE, OF_DOMAIN);
  }

  @Test
  void aDomainsRecordMayBeThatOfItsVhost() {
    ShadowCloud cloud = cloud(true, NOT);

    cloud.put(OF_DOMAIN, content("https://a.example.com"));

    assertThat(cloud.get(WHOLE)).isEqualTo(content("https://a.example.com"));
    assertThat(cloud.list(HERE, VHOST)).singleElement().matches(it -> it.matches(WHOLE));
    assertThat(cloud.list(HERE, DOMAIN)).singleElement().matches(it -> it.matches(OF_DOMAIN));
  }

  @Test
  void aVhostsReadMayShowTheRecordsOfItsDomains() {
    assertThat(shownOfDomain(NOT)).isEmpty();
    assertThat(shownOfDomain(NAMED)).singleElement().matches(it -> !it.matches(WHOLE));
    assertThat(shownOfDomain(UNNAMED)).singleElement().matches(it -> it.matches(WHOLE));
  }

  @Test
  void readsMayHideKeys() {
    ShadowCloud cloud = new ShadowCloud(new CloudBehaviour(true, false, false, NOT, Map.of()));
    cloud.put(
        APP,
        new CallbackContent(
            List.of(CallbackDetail.http("https://a.example.com")),
            false,
            new Authentication.On(new SecretText("k"))));

    assertThat(cloud.list(HERE, VHOST))
        .singleElement()
        .matches(it -> it.content().authentication() instanceof Authentication.Hidden);
  }

  @Test
  void whatWasTakenDownBeforeAChangeStaysAsItWas() {
    ShadowCloud cloud = cloud(false, NOT);
    Map<CallbackKey, CallbackContent> before = cloud.records();

    cloud.put(APP, content("https://a.example.com"));

    assertThat(before).isEmpty();
    assertThat(cloud.list(HERE, Listing.of(VHOST), before)).isEmpty();
  }

  private static List<CallbackRecord> shownOfDomain(DomainListing listing) {
    ShadowCloud cloud = cloud(false, listing);
    cloud.put(OF_DOMAIN, content("https://a.example.com"));
    return cloud.list(HERE, VHOST);
  }

  private static ShadowCloud filled(boolean oneRecord, DomainListing listing) {
    return fill(cloud(oneRecord, listing));
  }

  private static ShadowCloud fill(ShadowCloud cloud) {
    for (CallbackKey key : List.of(WHOLE, APP, OTHER_TYPE, OF_DOMAIN)) {
      cloud.put(key, content("https://a.example.com"));
    }
    return cloud;
  }

  private static ShadowCloud cloud(boolean oneRecord, DomainListing listing) {
    return new ShadowCloud(
        new CloudBehaviour(false, false, oneRecord, listing, Map.of(DOMAIN, VHOST)));
  }

  private static CallbackKey key(Scope scope, @Nullable String app, MessageType type) {
    return new CallbackKey(HERE, scope, app, type);
  }

  private static CallbackContent content(String url) {
    return new CallbackContent(List.of(CallbackDetail.http(url)), false, new Authentication.Off());
  }
}
