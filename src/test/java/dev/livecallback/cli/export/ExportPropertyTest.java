package dev.livecallback.cli.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.account.ServiceProfile;
import dev.livecallback.account.SomeAccount;
import dev.livecallback.api.AccountName;
import dev.livecallback.api.Condition;
import dev.livecallback.api.ConditionType;
import dev.livecallback.api.LiveCallback;
import dev.livecallback.api.ManagementPolicy;
import dev.livecallback.calls.Order;
import dev.livecallback.cli.FakeTime;
import dev.livecallback.cli.ProgressLine;
import dev.livecallback.engine.Engine;
import dev.livecallback.engine.EngineOptions;
import dev.livecallback.engine.accounts.CloudAccount;
import dev.livecallback.engine.objects.Cluster;
import dev.livecallback.plan.UnsupportedValues;
import dev.livecallback.shadow.CloudWire;
import dev.livecallback.shadow.DriverPlugs;
import dev.livecallback.shadow.EngineDriver;
import dev.livecallback.shadow.Pauses;
import dev.livecallback.shadow.ShadowApiServer;
import dev.livecallback.shadow.VirtualTime;
import dev.livecallback.shadow.WatchCache;
import dev.livecallback.volcengine.Answer;
import dev.livecallback.volcengine.Listing;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** Whatever there is in the cloud, its export is taken over as it is by the real engine. */
@DisplayName("An export of a random cloud")
class ExportPropertyTest {
  private static final String NAMESPACE = "team";
  private static final AccountName DEFAULT = new AccountName("live", "default");
  private static final int CLOUDS = 300;
  private static final long HALF_AN_HOUR = 1_800_000;

  /** An operator in virtual time that counts what it would write. */
  private static final class CountingOperator implements DriverPlugs {
    private final VirtualTime time =
        new VirtualTime(Instant.parse("2026-03-01T12:00:00Z"), 1_000_000);
    private final ShadowApiServer server = new ShadowApiServer(time);
    private final WatchCache cache = new WatchCache(server, time, Pauses.NONE);
    private final EngineDriver driver = new EngineDriver(time, server, cache, Pauses.NONE, this);
    private final OddCloud cloud;
    private final List<Order> writes = new ArrayList<>();

    CountingOperator(OddCloud cloud) {
      this.cloud = cloud;
    }

    @Override
    public Engine engine(Cluster cluster, Consumer<CloudAccount> opened) {
      return new Engine(DEFAULT, cluster, opened, time, new Random(1), EngineOptions.USUAL);
    }

    @Override
    public CloudWire wire(CloudAccount there) {
      return (call, answered) -> {
        Answer<?> answer = answer(call.order());
        time.in(10, () -> answered.accept(answer));
      };
    }

    private Answer<?> answer(Order order) {
      if (order instanceof Order.Read read) {
        return new Answer.Ok<>(cloud.list(read.scope()), "read");
      }
      writes.add(order);
      return cloud.shadow().answer(order);
    }

    void run() {
      cache.start();
      driver.engine().changed(SomeAccount.open(DEFAULT));
      driver.start();
      time.runUntil(HALF_AN_HOUR);
    }
  }

  private static ExportResult export(OddCloud cloud) throws Exception {
    FakeTime time = new FakeTime();
    ScopeReader reader =
        new ScopeReader(
            time.paced(cloud), new ProgressLine(new PrintWriter(new StringWriter()), false, time));
    RecordRules rules =
        new RecordRules(ServiceProfile.VOLCENGINE, SomeAccount.keys("AK"), _ -> Optional.empty());
    return new RecordExporter(rules, new ExportForm(NAMESPACE, null, false))
        .export(reader.readAll());
  }

  private static List<String> yaml(ExportResult result) {
    ObjectYaml yaml = new ObjectYaml(new ExportForm(NAMESPACE, null, false));
    return result.objects().stream().map(yaml::of).toList();
  }

  @RepeatedTest(value = CLOUDS, name = "no. {currentRepetition} is taken over without a write")
  void isTakenOverWithoutAWrite(RepetitionInfo repetition) throws Exception {
    OddCloud cloud = new OddCloud(repetition.getCurrentRepetition());
    ExportResult result = export(cloud);

    assertThat(cloud.reads().keySet().stream().filter(Listing::isWhole).map(Listing::scope))
        .containsExactlyInAnyOrderElementsOf(cloud.scopes());
    assertThat(cloud.reads().values()).allMatch(times -> times == 1);
    assertThat(yaml(export(cloud))).isEqualTo(yaml(result));
    assertThat(yaml(result)).noneMatch(text -> text.contains("auth-key-"));
    everyRecordIsAccountedFor(cloud, result);

    CountingOperator takeover = new CountingOperator(cloud);
    for (String text : yaml(result)) {
      LiveCallback object = Serialization.unmarshal(text, LiveCallback.class);
      assertThat(UnsupportedValues.of(object)).isEmpty();
      takeover.server.create(NAMESPACE, object.getMetadata().getName(), object.getSpec());
    }
    for (ExportedObject object : result.objects()) {
      String key = object.authKey() == null ? "known to its receivers" : object.authKey().reveal();
      object
          .secret()
          .ifPresent(
              name ->
                  takeover.server.setSecret(
                      NAMESPACE, name, Map.of(RecordExporter.SECRET_KEY, key.replace(' ', '-'))));
    }
    takeover.run();

    assertThat(takeover.writes).isEmpty();
    assertThat(takeover.server.objects().values()).allSatisfy(ExportPropertyTest::isReady);
  }

  @Test
  void hasRecordsOfEveryKind() throws Exception {
    StringBuilder reasons = new StringBuilder();
    int objects = 0;
    for (int seed = 1; seed <= CLOUDS; seed++) {
      ExportResult result = export(new OddCloud(seed));
      objects += result.objects().size();
      result.leftOut().forEach(each -> reasons.append(each.reason()).append('\n'));
      result.objects().forEach(each -> reasons.append(each.caution()).append('\n'));
    }

    assertThat(objects).isGreaterThan(1000);
    assertThat(reasons)
        .contains(
            "several records",
            "shows the same, and it names no domain",
            "message type \"relay\"",
            "doesn't show its key",
            "of the kind \"nsq\"",
            "more than 100 characters",
            "a user name",
            "its scheme in capitals",
            "a fragment",
            "no escape",
            "isn't an absolute http or https URL",
            "a port that",
            "its URL no. 2 is empty",
            "works only with push and push_end",
            "its key has blanks",
            "has an app, which only a vhost's record can have",
            "shows it with other content than",
            "shows it, and that of");
    assertThat(reasons.toString()).doesNotContain("hunter2", "auth-key", "auth key");
  }

  private static void isReady(LiveCallback object) {
    assertThat(object.statusOrEmpty().condition(ConditionType.READY).filter(Condition::holds))
        .as("%s %s", object.getSpec(), object.statusOrEmpty().conditions())
        .isPresent();
  }

  /**
   * Each is an object or named, and once where listings tell whose it is; whose key isn't shown is
   * an object that only observes.
   */
  private static void everyRecordIsAccountedFor(OddCloud cloud, ExportResult result) {
    List<String> named =
        Stream.concat(
                result.objects().stream().map(each -> each.key().toString()),
                result.leftOut().stream().map(LeftOut::what))
            .sorted()
            .toList();
    assertThat(named).containsAll(cloud.names()).hasSize(result.records());
    if (cloud.tellsWhose()) {
      assertThat(named).isEqualTo(cloud.names());
    }
    if (cloud.hidesKeys()) {
      assertThat(result.objects())
          .filteredOn(object -> object.secret().isPresent())
          .allMatch(
              object ->
                  ManagementPolicy.OBSERVE.word().equals(object.spec().managementPolicy())
                      && object.caution() != null);
    }
  }
}
