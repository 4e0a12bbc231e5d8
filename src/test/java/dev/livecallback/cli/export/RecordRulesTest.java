package dev.livecallback.cli.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.livecallback.account.ServiceProfile;
import dev.livecallback.account.SomeAccount;
import dev.livecallback.api.RefusedSpecs;
import dev.livecallback.volcengine.Authentication;
import dev.livecallback.volcengine.CallbackContent;
import dev.livecallback.volcengine.CallbackDetail;
import dev.livecallback.volcengine.CallbackRecord;
import dev.livecallback.volcengine.Scope;
import dev.livecallback.volcengine.SecretText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Holds what can be an object to what the API server takes: {@code LiveCallbackAdmissionIT} has it
 * judge the same specs.
 */
@DisplayName("A record")
class RecordRulesTest {
  private static final Set<String> OF_RECORDS =
      Set.of(
          "vhost",
          "domain",
          "app",
          "messageType",
          "callbackDetailList",
          "transcodeCallback",
          "authEnable",
          "authKeyPrimarySecretRef");

  private static ExportResult export(
      Scope scope, CallbackRecord record, ServiceProfile profile, ExportForm form) {
    CloudReading reading =
        new CloudReading(
            new TreeMap<>(Map.of(scope, List.of(record))),
            new TreeMap<>(),
            Map.of(scope, Scope.vhost("elsewhere")),
            true,
            new TreeMap<>());
    CloudReading withVhost =
        new CloudReading(
            reading.asked(),
            new TreeMap<>(Map.of(Scope.vhost("elsewhere"), List.of())),
            reading.vhosts(),
            true,
            new TreeMap<>());
    RecordRules rules = new RecordRules(profile, SomeAccount.keys("AK"), _ -> Optional.empty());
    return new RecordExporter(rules, form)
        .export(scope.kind() == Scope.Kind.VHOST ? reading : withVhost);
  }

  private static ExportResult export(CallbackRecord record) {
    return export(
        Scope.vhost("push.example.com"),
        record,
        ServiceProfile.VOLCENGINE,
        new ExportForm(null, null, false));
  }

  private static CallbackRecord record(String type, boolean transcode, Authentication key) {
    return new CallbackRecord(
        null,
        null,
        "sports",
        type,
        new CallbackContent(
            List.of(CallbackDetail.http("https://hooks.example.com/live")), transcode, key));
  }

  @ParameterizedTest(name = "that the API server would take becomes an object: {0}")
  @MethodSource("dev.livecallback.api.AcceptedSpecs#all")
  void becomesAnObject(String name, Map<String, Object> spec) {
    Scope scope = scope(spec);
    ExportResult result =
        export(scope, record(spec), ServiceProfile.VOLCENGINE, new ExportForm(null, null, false));

    assertThat(result.leftOut()).isEmpty();
    assertThat(result.objects()).hasSize(1);
  }

  @ParameterizedTest(name = "that the API server would refuse is left out: {0}")
  @MethodSource
  void isLeftOut(String name, Map<String, Object> spec) {
    Scope scope = scope(spec);
    ExportResult result =
        export(scope, record(spec), ServiceProfile.VOLCENGINE, new ExportForm(null, null, false));

    assertThat(result.objects()).isEmpty();
    assertThat(result.leftOut()).hasSize(1);
    assertThat(result.toString()).doesNotContain("secret@");
  }

  @ParameterizedTest(name = "that the listing of its vhost shows is left out, too: {0}")
  @MethodSource
  void ofADomainIsLeftOut(String name, Map<String, Object> spec) {
    CallbackRecord shown = record(spec);
    ExportResult result =
        export(
            Scope.vhost("push.example.com"),
            new CallbackRecord(
                "push.example.com",
                (String) spec.get("domain"),
                shown.app(),
                shown.messageType(),
                shown.content()),
            ServiceProfile.VOLCENGINE,
            new ExportForm(null, null, false));

    assertThat(result.objects()).isEmpty();
    assertThat(result.leftOut()).hasSize(1);
  }

  static List<Arguments> ofADomainIsLeftOut() {
    return refused("domain", 5);
  }

  /** Those refused specs that a record can hold. */
  static List<Arguments> isLeftOut() {
    return refused("messageType", 40);
  }

  private static List<Arguments> refused(String field, int least) {
    List<Arguments> all =
        RefusedSpecs.all()
            .map(Arguments::get)
            .filter(row -> isARecords(spec(row)) && spec(row).containsKey(field))
            .map(row -> arguments(row[0], row[1]))
            .toList();
    assertThat(all).hasSizeGreaterThan(least);
    return all;
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> spec(Object[] row) {
    return (Map<String, Object>) row[1];
  }

  private static boolean isARecords(Map<String, Object> spec) {
    return OF_RECORDS.containsAll(spec.keySet())
        && !spec.containsKey("authEnable")
        && !spec.containsKey("authKeyPrimarySecretRef")
        && spec.get("vhost") instanceof String != spec.get("domain") instanceof String
        && (!(spec.get("domain") instanceof String domain) || isTheSameInLowerCase(domain))
        && !"".equals(spec.get("app"))
        && Stream.of("vhost", "domain", "app", "messageType")
            .allMatch(field -> !spec.containsKey(field) || spec.get(field) instanceof String)
        && spec.get("messageType") instanceof String
        && spec.getOrDefault("transcodeCallback", false) instanceof Boolean
        && spec.get("callbackDetailList") instanceof List<?> targets
        && targets.stream().allMatch(RecordRulesTest::isATarget);
  }

  private static boolean isTheSameInLowerCase(String domain) {
    return domain.chars().noneMatch(c -> c >= 'A' && c <= 'Z');
  }

  private static boolean isATarget(@Nullable Object target) {
    return target instanceof Map<?, ?> fields
        && fields.values().stream().allMatch(String.class::isInstance)
        && Set.of("url", "callbackType").containsAll(fields.keySet());
  }

  private static Scope scope(Map<String, Object> spec) {
    return spec.get("vhost") instanceof String vhost
        ? Scope.vhost(vhost)
        : Scope.domain((String) spec.getOrDefault("domain", ""));
  }

  private static CallbackRecord record(Map<String, Object> spec) {
    List<CallbackDetail> details = new ArrayList<>();
    if (spec.get("callbackDetailList") instanceof List<?> targets) {
      for (Object target : targets) {
        Map<?, ?> fields = (Map<?, ?>) target;
        Object type = fields.get("callbackType");
        Object url = fields.get("url");
        details.add(
            new CallbackDetail(
                type == null ? "http" : (String) type, url == null ? "" : (String) url));
      }
    }
    return new CallbackRecord(
        null,
        null,
        (String) spec.get("app"),
        (String) spec.getOrDefault("messageType", ""),
        new CallbackContent(
            details,
            Boolean.TRUE.equals(spec.get("transcodeCallback")),
            Boolean.TRUE.equals(spec.get("authEnable"))
                ? new Authentication.On(new SecretText("k1"))
                : new Authentication.Off()));
  }

  @Test
  void withAKeyThatNobodyMaySendIsLeftOutWithoutTheKey() {
    ExportResult result =
        export(record("push", false, new Authentication.On(new SecretText("secret of AK"))));

    assertThat(result.objects()).isEmpty();
    assertThat(result.leftOut())
        .singleElement()
        .extracting(LeftOut::reason)
        .asString()
        .contains("access key")
        .doesNotContain("secret of AK");
  }

  @Test
  void ofATypeThatTheServiceDoesNotHaveIsLeftOut() {
    ExportResult result =
        export(
            Scope.vhost("push.example.com"),
            record("audit_snapshot", false, new Authentication.Off()),
            ServiceProfile.BYTEPLUS,
            new ExportForm(null, null, false));

    assertThat(result.leftOut())
        .extracting(LeftOut::toString)
        .containsExactly(
            "audit_snapshot callbacks of vhost/push.example.com, app sports: BytePlus has no"
                + " callbacks of type audit_snapshot.");
  }

  @Test
  void thatTheAccountDoesNotAllowIsLeftOutWithWhatTheAccountSays() {
    RecordRules rules =
        new RecordRules(
            ServiceProfile.VOLCENGINE,
            SomeAccount.keys("AK"),
            target -> Optional.of("no rule allows " + target.scope() + " " + target.urls() + "."));
    CloudReading reading =
        new CloudReading(
            new TreeMap<>(
                Map.of(
                    Scope.vhost("a.example.com"),
                    List.of(record("push", true, new Authentication.Off())))),
            new TreeMap<>(),
            Map.of(),
            true,
            new TreeMap<>());

    assertThat(
            new RecordExporter(rules, new ExportForm(null, null, false)).export(reading).leftOut())
        .extracting(LeftOut::reason)
        .containsExactly("no rule allows vhost/a.example.com [https://hooks.example.com/live].");
  }
}
