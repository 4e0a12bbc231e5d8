package dev.livecallback.cli.export;

import dev.livecallback.cli.CloudCalls;
import dev.livecallback.shadow.CloudBehaviour;
import dev.livecallback.shadow.CloudBehaviour.DomainListing;
import dev.livecallback.shadow.ShadowCloud;
import dev.livecallback.volcengine.Answer;
import dev.livecallback.volcengine.Authentication;
import dev.livecallback.volcengine.CallbackContent;
import dev.livecallback.volcengine.CallbackDetail;
import dev.livecallback.volcengine.CallbackKey;
import dev.livecallback.volcengine.CallbackRecord;
import dev.livecallback.volcengine.DomainDetail;
import dev.livecallback.volcengine.DomainPage;
import dev.livecallback.volcengine.Failure;
import dev.livecallback.volcengine.Listing;
import dev.livecallback.volcengine.MessageType;
import dev.livecallback.volcengine.Scope;
import dev.livecallback.volcengine.SecretText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/**
 * A cloud with records of every kind, drawn by chance: vhosts with and without domains, records
 * that can be objects and such that can't, listings that name domains, that don't, that have none
 * of them.
 */
final class OddCloud implements CloudCalls {
  static final String ACCOUNT = "2100000001";

  /** So many records an answer has room for, unless only a listing as a whole shows them all. */
  private static final int ROOM = 5;

  private final Random random;
  private final Map<Scope, Scope> vhosts = new LinkedHashMap<>();
  private final List<Scope> vhostsAlone = new ArrayList<>();
  private final Map<Scope, List<CallbackRecord>> more = new HashMap<>();
  private final Map<Listing, Integer> reads = new HashMap<>();
  private final ShadowCloud shadow;
  private final boolean hidesKeys;
  private final boolean tellsWhose;

  OddCloud(long seed) {
    random = new Random(seed);
    for (int i = 0; i < 1 + random.nextInt(3); i++) {
      Scope vhost = Scope.vhost("v" + i + ".example.com");
      vhostsAlone.add(vhost);
      for (int j = 0; j < random.nextInt(3); j++) {
        vhosts.put(Scope.domain("d" + j + ".v" + i + ".example.com"), vhost);
      }
    }
    hidesKeys = random.nextInt(3) == 0;
    boolean wildcardDeletes = random.nextBoolean();
    boolean oneRecord = random.nextInt(4) == 0;
    DomainListing listing = one(List.of(DomainListing.values()));
    tellsWhose = !oneRecord && listing != DomainListing.UNNAMED;
    shadow =
        new ShadowCloud(new CloudBehaviour(hidesKeys, wildcardDeletes, oneRecord, listing, vhosts));
    Stream.concat(vhostsAlone.stream(), vhosts.keySet().stream()).forEach(this::fill);
    vhosts.forEach(this::mention);
  }

  /** A vhost's listing shows what a domain's own has in another way, or not at all. */
  private void mention(Scope domain, Scope vhost) {
    if (random.nextInt(4) == 0) {
      String type = one(List.of(MessageType.values())).wire();
      String app = random.nextBoolean() ? "a" : null;
      more.computeIfAbsent(vhost, _ -> new ArrayList<>())
          .add(new CallbackRecord(vhost.name(), domain.name(), app, type, shown(content())));
    }
  }

  private void fill(Scope scope) {
    for (int i = random.nextInt(8); i > 0; i--) {
      String app =
          scope.kind() == Scope.Kind.VHOST && random.nextInt(3) > 0
              ? pick("a", "B.2", "on", "1")
              : null;
      MessageType type = one(List.of(MessageType.values()));
      shadow.put(new CallbackKey(ACCOUNT, scope, app, type), content());
    }
    if (random.nextInt(5) == 0) {
      more.computeIfAbsent(scope, _ -> new ArrayList<>()).add(raw(scope, "relay"));
    }
    if (random.nextInt(5) == 0) {
      more.computeIfAbsent(scope, _ -> new ArrayList<>()).add(raw(scope, "push"));
    }
  }

  private CallbackRecord raw(Scope scope, String type) {
    boolean vhost = scope.kind() == Scope.Kind.VHOST;
    return new CallbackRecord(
        vhost ? scope.name() : null, null, vhost ? "a" : null, type, shown(content()));
  }

  private CallbackContent shown(CallbackContent content) {
    return hidesKeys && content.authentication() instanceof Authentication.On
        ? new CallbackContent(
            content.details(), content.transcodeCallback(), new Authentication.Hidden())
        : content;
  }

  private CallbackContent content() {
    List<CallbackDetail> details = new ArrayList<>();
    details.add(CallbackDetail.http("https://hooks.example.com/" + random.nextInt(3)));
    if (random.nextInt(4) == 0) {
      details.add(new CallbackDetail(random.nextInt(6) == 0 ? "nsq" : "http", url()));
    }
    return new CallbackContent(details, random.nextInt(6) == 0, authentication());
  }

  private String url() {
    return pick(
        "http://hooks.example.com:8080/a?b=c",
        "https://[2001:db8::1]/x",
        "https://hooks.example.com/" + "a".repeat(90),
        "https://me:hunter2@hooks.example.com/",
        "HTTPS://hooks.example.com/",
        "https://hooks.example.com/#x",
        "https://hooks.example.com/%zz",
        "ftp://hooks.example.com/",
        "https://hooks.example.com:99999/",
        "");
  }

  private Authentication authentication() {
    return switch (random.nextInt(8)) {
      case 0, 1 -> new Authentication.On(new SecretText("auth-key-" + random.nextInt(3)));
      case 2 -> new Authentication.On(new SecretText("auth key with blanks"));
      default -> new Authentication.Off();
    };
  }

  private String pick(String... from) {
    return one(List.of(from));
  }

  private <T> T one(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }

  ShadowCloud shadow() {
    return shadow;
  }

  boolean hidesKeys() {
    return hidesKeys;
  }

  /** Whether listings tell of every record whose it is. */
  boolean tellsWhose() {
    return tellsWhose;
  }

  /** All records, as people call them: one that is there twice is in it twice. */
  List<String> names() {
    List<String> names = new ArrayList<>();
    shadow.records().keySet().forEach(key -> names.add(key.toString()));
    List<String> mentioned = new ArrayList<>();
    more.forEach(
        (scope, items) ->
            items.forEach(
                item -> (item.domain() == null ? names : mentioned).add(name(scope, item))));
    mentioned.stream().filter(name -> !names.contains(name)).forEach(names::add);
    return names.stream().sorted().toList();
  }

  private static String name(Scope read, CallbackRecord record) {
    Scope scope = record.domain() == null ? read : Scope.domain(record.domain());
    return "%s callbacks of %s%s"
        .formatted(
            record.messageType(), scope, record.app() == null ? "" : ", app " + record.app());
  }

  /** How many times each listing was read. */
  Map<Listing, Integer> reads() {
    return reads;
  }

  /** All scopes that there are. */
  List<Scope> scopes() {
    return Stream.concat(vhostsAlone.stream(), vhosts.keySet().stream()).toList();
  }

  /** What a read shows. */
  List<CallbackRecord> list(Scope scope) {
    return Stream.concat(
            shadow.list(ACCOUNT, scope).stream(), more.getOrDefault(scope, List.of()).stream())
        .toList();
  }

  @Override
  public Answer<List<CallbackRecord>> describe(Listing listing) {
    reads.merge(listing, 1, Integer::sum);
    List<CallbackRecord> all = list(listing.scope());
    boolean known =
        all.stream().noneMatch(item -> MessageType.ofWire(item.messageType()).isEmpty());
    if (listing.isWhole() && known && all.size() > ROOM) {
      return new Answer.Failed<>(
          new Failure.TooLarge(new Failure.Detail("That is too large.", 200, null, null)));
    }
    return new Answer.Ok<>(
        all.stream()
            .filter(
                item -> listing.type() == null || listing.type().wire().equals(item.messageType()))
            .toList(),
        "describe");
  }

  @Override
  public Answer<DomainPage> listDomainDetail(int page, int size) {
    List<DomainDetail> details = new ArrayList<>();
    vhosts.forEach(
        (domain, vhost) -> details.add(new DomainDetail(vhost.name(), domain.name(), "push", 0)));
    vhostsAlone.forEach(
        vhost ->
            details.add(new DomainDetail(vhost.name(), "play." + vhost.name(), "pull-flv", 0)));
    return new Answer.Ok<>(new DomainPage(details.size(), details), "domains");
  }
}
