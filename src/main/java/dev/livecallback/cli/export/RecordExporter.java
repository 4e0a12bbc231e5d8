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
import org.jspecify.annotations.Nullable;

/** Makes objects of what was read. The same reading makes the same objects, in the same order. */
final class RecordExporter {
  /** The key in each Secret. */
  static final String SECRET_KEY = "primary";

  private static final Comparator<CallbackKey> ORDER =
      Comparator.comparing(CallbackKey::scope)
          .thenComparing(key -> key.app() == null ? "" : key.app())
          .thenComparing(CallbackKey::messageType);

  private final RecordRules rules;
  private final ExportForm form;

  /** An item of a listing that is known to be of a key. */
  private record Listed(Scope read, boolean certain, CallbackRecord item) {}

  /** One export while it is made. */
  private static final class ExportDraft {
    private final Map<CallbackKey, List<Listed>> owned = new TreeMap<>(ORDER);
    private final List<LeftOut> leftOut = new ArrayList<>();
  }

  /**
   * @param rules what can't be an object
   * @param form what all objects have in common
   */
  RecordExporter(RecordRules rules, ExportForm form) {
    this.rules = rules;
    this.form = form;
  }

  /** Makes an object of each record that can be one. */
  ExportResult export(CloudReading reading) {
    RecordOwners owners = new RecordOwners(reading);
    ExportDraft draft = new ExportDraft();
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
      case RecordOwners.RecordOwner.Listed _ -> {}
      case RecordOwners.RecordOwner.Unclear(String reason) ->
          draft.leftOut.add(new LeftOut(name(read, item), reason));
      case RecordOwners.RecordOwner.Of(Scope scope, boolean certain) -> {
        Optional<String> problem = rules.typeProblem(item.messageType());
        if (problem.isPresent()) {
          draft.leftOut.add(new LeftOut(name(scope, item), problem.get()));
        } else {
          CallbackKey key =
              new CallbackKey(
                  "",
                  written(scope),
                  item.app(),
                  MessageType.ofWire(item.messageType()).orElseThrow());
          draft
              .owned
              .computeIfAbsent(key, _ -> new ArrayList<>())
              .add(new Listed(read, certain, item));
        }
      }
    }
  }

  /** A domain is written in lower case: the API server takes no other. */
  private static Scope written(Scope scope) {
    return scope.kind() == Scope.Kind.VHOST
        ? scope
        : Scope.domain(scope.name().toLowerCase(Locale.ROOT));
  }

  private Optional<ExportedObject> object(ExportDraft draft, CallbackKey key, List<Listed> listed) {
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
    Listed shown =
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
    return Optional.of(object(key, content, shown.certain()));
  }

  private ExportedObject object(CallbackKey key, CallbackContent content, boolean certain) {
    String name = ObjectNames.of(key);
    String caution = caution(name, key, content.authentication(), certain);
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

  private @Nullable String caution(
      String name, CallbackKey key, Authentication authentication, boolean certain) {
    if (!certain) {
      return "it may be the record of "
          + (key.scope().kind() == Scope.Kind.VHOST
              ? "one of the vhost's domains"
              : "the domain's vhost")
          + ", since not all of their records could be read. It is exported as Observe: look in the"
          + " console whose it is, and remove managementPolicy then, or the object.";
    }
    return authentication instanceof Authentication.Hidden
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
