package dev.livecallback.cli.export;

import dev.livecallback.account.ServiceProfile;
import dev.livecallback.api.Formats;
import dev.livecallback.api.LiveCallbackSpec;
import dev.livecallback.api.Texts;
import dev.livecallback.api.UrlRules;
import dev.livecallback.engine.objects.AuthKeys;
import dev.livecallback.volcengine.Authentication;
import dev.livecallback.volcengine.CallbackContent;
import dev.livecallback.volcengine.CallbackDetail;
import dev.livecallback.volcengine.CallbackKey;
import dev.livecallback.volcengine.Credentials;
import dev.livecallback.volcengine.MessageType;
import dev.livecallback.volcengine.Scope;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The reasons why a record can't become an object: the API server would refuse the object, or the
 * operator would have to change the record. Reasons quote no URL and no key, since these hold
 * secrets.
 */
final class RecordRules {
  private final ServiceProfile profile;
  private final Credentials credentials;
  private final Function<CallbackTarget, Optional<String>> refusal;

  /**
   * A record's scope and targets, as an account's rules see them.
   *
   * @param scope the vhost or domain of the record
   * @param urls the targets of the record
   */
  record CallbackTarget(Scope scope, List<String> urls) {}

  /**
   * @param profile the service of the account
   * @param credentials the credentials that sign the calls; no callback may have their secrets as
   *     its key
   * @param refusal the check of the account's rules: why they don't allow a record; empty = they
   *     allow it
   */
  RecordRules(
      ServiceProfile profile,
      Credentials credentials,
      Function<CallbackTarget, Optional<String>> refusal) {
    this.profile = profile;
    this.credentials = credentials;
    this.refusal = refusal;
  }

  /**
   * Returns the problem with a record's message type; empty = none.
   *
   * @param wire the message type as the API spelt it
   */
  Optional<String> typeProblem(String wire) {
    Optional<MessageType> type = MessageType.ofWire(wire);
    if (type.isEmpty()) {
      return Optional.of("this version doesn't know the message type " + Texts.quoted(wire));
    }
    return profile.has(type.get())
        ? Optional.empty()
        : Optional.of(profile.word() + " has no callbacks of type " + wire);
  }

  /** Returns the problem with a record, as the end of a sentence; empty = none. */
  Optional<String> problem(CallbackKey key, CallbackContent content) {
    return Stream.<Optional<String>>of(
            scope(key.scope()),
            app(key),
            transcode(key.messageType(), content),
            targets(content.details()),
            authentication(content.authentication()))
        .flatMap(Optional::stream)
        .findFirst()
        .or(
            () ->
                refusal.apply(
                    new CallbackTarget(
                        key.scope(),
                        content.details().stream().map(CallbackDetail::url).toList())));
  }

  private static Optional<String> scope(Scope scope) {
    return Formats.matches(scope.name(), Formats.SCOPE_NAME, Formats.NAME_LENGTH)
        ? Optional.empty()
        : Optional.of(
            "the name of its %s has other characters than letters, digits, '.', '-' and '_', or more than %d"
                .formatted(scope.kind().word(), Formats.NAME_LENGTH));
  }

  private static Optional<String> app(CallbackKey key) {
    if (key.app() != null && key.scope().kind() == Scope.Kind.DOMAIN) {
      return Optional.of("it is a domain's and has an app, which only a vhost's record can have");
    }
    return key.app() == null || Formats.matches(key.app(), Formats.APP, Formats.APP_LENGTH)
        ? Optional.empty()
        : Optional.of(
            "its app has other characters than letters, digits, '_', '.' and '-', or more than %d"
                .formatted(Formats.APP_LENGTH));
  }

  private static Optional<String> transcode(MessageType type, CallbackContent content) {
    return content.transcodeCallback() && type != MessageType.PUSH && type != MessageType.PUSH_END
        ? Optional.of("it has TranscodeCallback, which works only with push and push_end")
        : Optional.empty();
  }

  private static Optional<String> targets(List<CallbackDetail> details) {
    if (details.isEmpty()) {
      return Optional.of("it has no URL");
    }
    if (details.size() > LiveCallbackSpec.MOST_TARGETS) {
      return Optional.of("it has more than %d URLs".formatted(LiveCallbackSpec.MOST_TARGETS));
    }
    Set<String> urls = new HashSet<>();
    for (int i = 0; i < details.size(); i++) {
      CallbackDetail detail = details.get(i);
      String which = details.size() == 1 ? "its URL" : "its URL no. " + (i + 1);
      if (!detail.callbackType().equals(CallbackDetail.HTTP)) {
        return Optional.of(
            which + " is of the kind " + Texts.quoted(detail.callbackType()) + ", not http");
      }
      Optional<String> problem = UrlRules.problem(detail.url());
      if (problem.isPresent()) {
        return Optional.of(which + " " + problem.get());
      }
      if (!detail.equals(CallbackDetail.http(detail.url()))) {
        return Optional.of(which + " has its scheme in capitals, which the operator would change");
      }
      if (!urls.add(detail.url())) {
        return Optional.of(which + " is there twice");
      }
    }
    return Optional.empty();
  }

  private Optional<String> authentication(Authentication authentication) {
    if (!(authentication instanceof Authentication.On on)) {
      return Optional.empty();
    }
    return credentials.hasSecret(on.key().reveal())
        ? Optional.of("its key is a secret of the access key, which the operator refuses")
        : AuthKeys.unusable(on.key().reveal())
            .map(_ -> "its key has blanks or characters other than ASCII, or more than 256");
  }
}
