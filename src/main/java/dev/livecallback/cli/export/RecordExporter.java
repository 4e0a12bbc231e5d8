package dev.livecallback.cli.export;

import dev.livecallback.api.CallbackDetailSpec;
import dev.livecallback.api.LiveCallbackSpec;
import dev.livecallback.api.ManagementPolicy;
import dev.livecallback.api.SecretKeyRef;
import dev.livecallback.api.Texts;
import dev.livecallback.volcengine.Authentication;
import dev.livecallback.volcengine.CallbackContent;
import dev.livecallback.volcengine.CallbackDetail;
import dev.livecallback.volcengine.CallbackKey;
import dev.livecallback.volcengine.CallbackRecord;
import dev.livecallback.volcengine.MessageType;
import dev.livecallback.volcengine.Scope;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The conversion of records into objects. The same reading gives the same objects, in the same
 * order.
 */
final class RecordExporter {
  /** The name of the entry in each Secret. */
  static final String SECRET_KEY = "primary";

  private static final Comparator<CallbackKey> ORDER =
      Comparator.comparing(CallbackKey::scope)
          .thenComparing(key -> key.app() == null ? "" : key.app())
          .thenComparing(CallbackKey::messageType);

  private final RecordRules rules;
  private final ExportForm form;

  /** An item of a listing whose owner is known. */
  private record KnownItem(Scope read, boolean certain, CallbackRecord item) {}

  /** An export in progress. */
  private static final class ExportDraft {
    private final CloudReading reading;

    /** The items of which each key's object is made. */
    private final Map<CallbackKey, List<KnownItem>> owned = new TreeMap<>(ORDER);

    /** The further items of the same keys in the listings of other scopes. */
    private final Map<CallbackKey, List<KnownItem>> echoes = new TreeMap<>(ORDER);

    private final List<LeftOut> leftOut = new ArrayList<>();

    ExportDraft(CloudReading reading) {
      this.reading = reading;
    }
  }

  /**
   * @param rules the reasons why a record can't become an object
   * @param form the properties that all objects share
   */
  RecordExporter(RecordRules rules, ExportForm form) {
    this.rules = rules;
    this.form = form;
  }

  /** Makes an object of each record that can be one. */
  ExportResult export(CloudReading reading) {
    RecordOwners owners = new RecordOwners(reading);
    ExportDraft draft = new ExportDraft(reading);
    reading
        .asked()
        .forEach((scope, items) -> items.forEach(item -> add(draft, owners, scope, item)));
    List<ExportedObject> objects = new ArrayList<>();
    draft.owned.forEach((key, listed) -> object(draft, key, listed).ifPresent(objects::add));
    return new ExportResult(
        objects,
        draft.leftOut,
        reading.unread().entrySet().stream()
            .map(each -> new LeftOut(each.getKey().toString(), each.getValue()))
            .toList());
  }

  private void add(ExportDraft draft, RecordOwners owners, Scope read, CallbackRecord item) {
    switch (owners.owner(read, item)) {
      case RecordOwners.RecordOwner.Unclear(String reason) ->
          draft.leftOut.add(new LeftOut(name(read, item), reason));
      case RecordOwners.RecordOwner.Listed(Scope scope) -> {
        if (rules.typeProblem(item.messageType()).isEmpty()) {
          add(draft.echoes, scope, new KnownItem(read, true, item));
        }
      }
      case RecordOwners.RecordOwner.Of(Scope scope, boolean certain) -> {
        Optional<String> problem = rules.typeProblem(item.messageType());
        if (problem.isPresent()) {
          draft.leftOut.add(new LeftOut(name(scope, item), problem.get()));
        } else {
          add(draft.owned, scope, new KnownItem(read, certain, item));
        }
      }
    }
  }

  private static void add(Map<CallbackKey, List<KnownItem>> to, Scope scope, KnownItem listed) {
    CallbackRecord item = listed.item();
    MessageType type = MessageType.ofWire(item.messageType()).orElseThrow();
    CallbackKey key = new CallbackKey("", written(scope), item.app(), type);
    to.computeIfAbsent(key, _ -> new ArrayList<>()).add(listed);
  }

  /**
   * Returns a scope as an object names it. A domain is in lower case: the API server accepts no
   * other.
   */
  private static Scope written(Scope scope) {
    return scope.kind() == Scope.Kind.VHOST
        ? scope
        : Scope.domain(scope.name().toLowerCase(Locale.ROOT));
  }

  private Optional<ExportedObject> object(
      ExportDraft draft, CallbackKey key, List<KnownItem> listed) {
    Set<Scope> listings = new HashSet<>();
    boolean several = listed.stream().anyMatch(each -> !listings.add(each.read()));
    if (several) {
      listed.forEach(
          _ ->
              draft.leftOut.add(
                  new LeftOut(
                      name(key.scope(), listed.getFirst().item()),
                      "the API shows several records for it; remove all but one of them in the"
                          + " console")));
      return Optional.empty();
    }
    KnownItem shown =
        listed.stream()
            .filter(each -> each.read().equals(key.scope()))
            .findFirst()
            .orElse(listed.getFirst());
    CallbackContent content = shown.item().content();
    Optional<String> problem = rules.problem(key, content);
    if (problem.isPresent()) {
      draft.leftOut.add(new LeftOut(name(key.scope(), shown.item()), problem.get()));
      return Optional.empty();
    }
    List<KnownItem> all =
        Stream.concat(listed.stream(), draft.echoes.getOrDefault(key, List.of()).stream()).toList();
    return Optional.of(object(key, shown, difference(draft.reading, key, shown, all)));
  }

  /** Returns how listings differ about a record; empty = they don't differ. */
  private static Optional<String> difference(
      CloudReading reading, CallbackKey key, KnownItem shown, List<KnownItem> all) {
    Optional<String> other =
        all.stream()
            .filter(each -> !each.item().content().agreesWith(shown.item().content()))
            .map(
                each ->
                    "the listing of %s shows it with other content than that of %s, which it is exported with"
                        .formatted(each.read(), shown.read()))
            .findFirst();
    boolean gone = !shown.read().equals(key.scope()) && reading.listing(key.scope()).isPresent();
    return other.or(
        () ->
            gone
                ? Optional.of(
                    "the listing of %s shows it, and that of %s doesn't"
                        .formatted(shown.read(), key.scope()))
                : Optional.empty());
  }

  private ExportedObject object(CallbackKey key, KnownItem shown, Optional<String> difference) {
    CallbackContent content = shown.item().content();
    String name = ObjectNames.of(key);
    String caution = caution(name, key, shown, difference);
    boolean signed = !(content.authentication() instanceof Authentication.Off);
    boolean vhost = key.scope().kind() == Scope.Kind.VHOST;
    LiveCallbackSpec spec =
        new LiveCallbackSpec(
            form.accountRef(),
            vhost ? key.scope().name() : null,
            vhost ? null : key.scope().name(),
            key.app(),
            key.messageType().wire(),
            content.details().stream()
                .map(CallbackDetail::url)
                .sorted()
                .map(url -> new CallbackDetailSpec(null, url))
                .toList(),
            content.transcodeCallback() ? true : null,
            signed ? true : null,
            signed ? new SecretKeyRef(ObjectNames.secret(name), SECRET_KEY) : null,
            null,
            form.observe() || caution != null ? ManagementPolicy.OBSERVE.word() : null,
            null);
    return new ExportedObject(
        name,
        key,
        spec,
        content.authentication() instanceof Authentication.On on ? on.key() : null,
        caution);
  }

  private static @Nullable String caution(
      String name, CallbackKey key, KnownItem shown, Optional<String> difference) {
    if (!shown.certain()) {
      return "it may be the record of "
          + (key.scope().kind() == Scope.Kind.VHOST
              ? "one of the vhost's domains"
              : "the domain's vhost")
          + ", since not all of their records could be read. It is exported as Observe: look in the"
          + " console whose it is, and remove managementPolicy then, or the object.";
    }
    if (difference.isPresent()) {
      return difference.get()
          + ": it was changed meanwhile, or there are two records. It is exported as Observe: export"
          + " it again, or look in the console what it holds, and remove managementPolicy then, or"
          + " the object.";
    }
    return shown.item().content().authentication() instanceof Authentication.Hidden
        ? "the API doesn't show its key, so that it can't be taken over. It is exported as Observe:"
            + " write the key that its receivers know into Secret "
            + ObjectNames.secret(name)
            + ", and remove managementPolicy then."
        : null;
  }

  private static String name(Scope scope, CallbackRecord item) {
    return Texts.plain(item.messageType())
        + " callbacks of "
        + scope.kind().word()
        + "/"
        + Texts.plain(scope.name())
        + (item.app() == null ? "" : ", app " + Texts.plain(item.app()));
  }
}
