package dev.livecallback.cli.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.account.ServiceProfile;
import dev.livecallback.account.SomeAccount;
import dev.livecallback.api.CallbackDetailSpec;
import dev.livecallback.volcengine.Authentication;
import dev.livecallback.volcengine.CallbackContent;
import dev.livecallback.volcengine.CallbackDetail;
import dev.livecallback.volcengine.CallbackRecord;
import dev.livecallback.volcengine.Scope;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("An export")
class RecordExporterTest {
  private static final Scope VHOST = Scope.vhost("Push.example.com");
  private static final Scope DOMAIN = Scope.domain("in.example.com");

  private final NavigableMap<Scope, List<CallbackRecord>> asked = new TreeMap<>();
  private final NavigableMap<Scope, List<CallbackRecord>> beside = new TreeMap<>();
  private Map<Scope, Scope> vhosts = Map.of(DOMAIN, VHOST);
  private boolean domainsKnown = true;

  private static CallbackRecord item(@Nullable String domain, @Nullable String app, String url) {
    return new CallbackRecord(
        VHOST.name(),
        domain,
        app,
        "push",
        new CallbackContent(List.of(CallbackDetail.http(url)), false, new Authentication.Off()));
  }

  private ExportResult export(boolean observe) {
    RecordRules rules =
        new RecordRules(ServiceProfile.VOLCENGINE, SomeAccount.keys("AK"), _ -> Optional.empty());
    return new RecordExporter(rules, new ExportForm("live", null, observe))
        .export(new CloudReading(asked, beside, vhosts, domainsKnown, new TreeMap<>()));
  }

  private List<String> keys() {
    return export(false).objects().stream()
        .map(each -> each.key() + (each.caution() == null ? "" : " (observed)"))
        .toList();
  }

  private List<String> leftOut() {
    return export(false).leftOut().stream().map(LeftOut::what).toList();
  }

  @Test
  void mergesTwoListingsWhereTheItemSaysThatTheyAreOne() {
    asked.put(VHOST, List.of(item("IN.example.com", null, "https://a/1")));
    asked.put(DOMAIN, List.of(item("in.example.com", null, "https://a/1")));

    assertThat(keys()).containsExactly("push callbacks of domain/in.example.com");
    assertThat(export(false).records()).isOne();
  }

  @Test
  void takesADomainsRecordThatOnlyItsVhostsListingShows() {
    asked.put(VHOST, List.of(item("in.example.com", null, "https://a/1")));

    assertThat(keys()).containsExactly("push callbacks of domain/in.example.com");
  }

  @Test
  void leavesOutWhatMayBeTheVhostsOrItsDomains() {
    asked.put(VHOST, List.of(item(null, null, "https://a/1")));
    asked.put(DOMAIN, List.of(item(null, null, "https://a/1")));

    assertThat(keys()).isEmpty();
    assertThat(leftOut())
        .containsExactly(
            "push callbacks of vhost/Push.example.com", "push callbacks of domain/in.example.com");
  }

  @Test
  void keepsADomainsRecordThatItsOwnListingNamesThoughTheVhostsMayBeIt() {
    asked.put(VHOST, List.of(item(null, null, "https://a/1")));
    asked.put(DOMAIN, List.of(item("in.example.com", null, "https://a/1")));

    assertThat(keys()).containsExactly("push callbacks of domain/in.example.com");
    assertThat(leftOut()).containsExactly("push callbacks of vhost/Push.example.com");
  }

  @Test
  void takesBothWhereTheyDiffer() {
    asked.put(VHOST, List.of(item(null, null, "https://a/1")));
    asked.put(DOMAIN, List.of(item(null, null, "https://a/2")));

    assertThat(keys())
        .containsExactly(
            "push callbacks of vhost/Push.example.com", "push callbacks of domain/in.example.com");
  }

  @Test
  void comparesWithScopesThatWereReadForThatAlone() {
    asked.put(VHOST, List.of(item(null, null, "https://a/1")));
    beside.put(DOMAIN, List.of(item(null, null, "https://a/1")));

    assertThat(keys()).isEmpty();
    assertThat(leftOut()).containsExactly("push callbacks of vhost/Push.example.com");
  }

  @Test
  void onlyObservesWhatCouldNotBeComparedAndIsNotComplete() {
    asked.put(VHOST, List.of(item(null, null, "https://a/1"), item(null, "sports", "https://a/1")));
    domainsKnown = false;
    vhosts = Map.of();

    assertThat(keys())
        .containsExactly(
            "push callbacks of vhost/Push.example.com (observed)",
            "push callbacks of vhost/Push.example.com, app sports");
    assertThat(export(false).complete()).isFalse();
  }

  @Test
  void onlyObservesADomainsRecordWhereItsVhostCouldNotBeRead() {
    asked.put(DOMAIN, List.of(item(null, null, "https://a/1")));

    assertThat(keys()).containsExactly("push callbacks of domain/in.example.com (observed)");
  }

  @Test
  void leavesOutSeveralOfOneKey() {
    asked.put(VHOST, List.of(item(null, "a", "https://a/1"), item(null, "a", "https://a/1")));

    assertThat(keys()).isEmpty();
    assertThat(leftOut()).hasSize(2);
  }

  @Test
  void leavesOutAnAppOfADomainWhicheverListingShowsIt() {
    asked.put(VHOST, List.of(item("in.example.com", "a", "https://a/1")));
    assertThat(keys()).isEmpty();
    assertThat(leftOut()).containsExactly("push callbacks of domain/in.example.com, app a");

    asked.put(DOMAIN, List.of(item(null, "a", "https://a/1")));
    assertThat(keys()).isEmpty();
    assertThat(leftOut()).containsExactly("push callbacks of domain/in.example.com, app a");
  }

  @Test
  void onlyObservesWhatTwoListingsShowDifferentlyAndKeepsItsOwn() {
    asked.put(VHOST, List.of(item("in.example.com", null, "https://a/1")));
    asked.put(DOMAIN, List.of(item("in.example.com", null, "https://a/2")));

    ExportResult result = export(false);
    assertThat(result.records()).isOne();
    assertThat(result.complete()).isFalse();
    ExportedObject object = result.objects().getFirst();
    assertThat(object.spec().callbackDetailList())
        .extracting(CallbackDetailSpec::url)
        .containsExactly("https://a/2");
    assertThat(object.spec().managementPolicy()).isEqualTo("Observe");
    assertThat(object.caution())
        .startsWith(
            "the listing of vhost/Push.example.com shows it with other content than that of"
                + " domain/in.example.com")
        .doesNotContain("https://");
  }

  @Test
  void onlyObservesWhatTwoForeignListingsShowDifferently() {
    asked.put(VHOST, List.of(item("in.example.com", null, "https://a/1")));
    asked.put(Scope.vhost("z"), List.of(item("in.example.com", null, "https://a/2")));

    assertThat(keys()).containsExactly("push callbacks of domain/in.example.com (observed)");
  }

  @Test
  void onlyObservesWhatIsNoLongerInItsOwnListing() {
    asked.put(VHOST, List.of(item("in.example.com", null, "https://a/1")));
    asked.put(DOMAIN, List.of());

    assertThat(keys()).containsExactly("push callbacks of domain/in.example.com (observed)");
    assertThat(export(false).objects().getFirst().caution())
        .startsWith(
            "the listing of vhost/Push.example.com shows it, and that of domain/in.example.com"
                + " doesn't");
  }

  @Test
  void onlyObservesAVhostsRecordThatAnotherVhostsListingShowsDifferently() {
    asked.put(VHOST, List.of(item(null, "a", "https://a/1")));
    asked.put(Scope.vhost("other"), List.of(item(null, "a", "https://a/2")));

    assertThat(keys())
        .containsExactly("push callbacks of vhost/Push.example.com, app a (observed)");
  }

  @Test
  void takesADomainsRecordForNoneOfItsVhostThatAnotherVhostsListingShows() {
    asked.put(VHOST, List.of(item("in.example.com", null, "https://a/1")));
    asked.put(Scope.vhost("other"), List.of(item(null, null, "https://a/2")));

    assertThat(keys()).containsExactly("push callbacks of domain/in.example.com");
    assertThat(leftOut()).containsExactly("push callbacks of vhost/other");
  }

  @Test
  void leavesOutAnAppOfADomainAndWhatIsSaidToBeElsewhere() {
    asked.put(
        DOMAIN,
        List.of(item(null, "a", "https://a/1"), item("other.example.com", null, "https://a/1")));
    asked.put(Scope.vhost("other.example.com"), List.of(item(null, "b", "https://a/1")));

    assertThat(keys()).isEmpty();
    assertThat(leftOut())
        .containsExactlyInAnyOrder(
            "push callbacks of vhost/other.example.com, app b",
            "push callbacks of domain/in.example.com, app a",
            "push callbacks of domain/in.example.com");
  }

  @Test
  void keepsNamesWhenAnotherRecordIsAdded() {
    asked.put(VHOST, List.of(item(null, "a", "https://a/1")));
    String before = export(false).objects().getFirst().name();
    asked.put(
        VHOST,
        List.of(
            item(null, "A", "https://a/1"),
            item(null, "a-", "https://a/1"),
            item(null, "a", "https://a/1")));

    assertThat(export(false).objects())
        .extracting(ExportedObject::name)
        .contains(before)
        .doesNotHaveDuplicates()
        .allMatch(name -> name.matches("push-example-com-a-push-[0-9a-f]{8}"));
  }

  @Test
  void cutsLongNamesToSixtyThreeCharacters() {
    asked.put(Scope.vhost("-" + "a.".repeat(120)), List.of());
    asked.put(
        Scope.vhost("_" + "a.".repeat(120)),
        List.of(
            new CallbackRecord(
                null, null, null, "audit_snapshot", item(null, null, "https://a/1").content())));

    assertThat(export(false).objects())
        .extracting(ExportedObject::name)
        .singleElement()
        .asString()
        .hasSizeLessThanOrEqualTo(63)
        .matches("(a-)+audit-snapshot-[0-9a-f]{8}");
  }

  @Test
  void onlyObservesWhereThatIsAskedForWhichIsNoShortcoming() {
    asked.put(VHOST, List.of(item(null, "a", "https://a/1")));

    assertThat(export(true).complete()).isTrue();
    assertThat(export(true).objects().getFirst().spec().managementPolicy()).isEqualTo("Observe");
  }
}
