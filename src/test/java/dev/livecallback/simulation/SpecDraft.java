package dev.livecallback.simulation;

import dev.livecallback.api.AccountName;
import dev.livecallback.api.AccountRef;
import dev.livecallback.api.CallbackDetailSpec;
import dev.livecallback.api.LiveCallbackSpec;
import dev.livecallback.api.LiveCallbackSpecBuilder;
import dev.livecallback.api.SecretKeyRef;
import dev.livecallback.volcengine.CallbackKey;
import dev.livecallback.volcengine.MessageType;
import dev.livecallback.volcengine.Scope;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a user writes into an object's spec. */
record SpecDraft(DraftPlace place, DraftBody body, DraftPolicies policies, AccountName account) {

  /** One that names no account. */
  SpecDraft(DraftPlace place, DraftBody body, DraftPolicies policies) {
    this(place, body, policies, Tenants.DEFAULT);
  }

  /** Which record. */
  record DraftPlace(Scope scope, @Nullable String app, MessageType type) {
    CallbackKey key(String cloudAccount) {
      return new CallbackKey(cloudAccount, scope, app, type);
    }

    @Override
    public String toString() {
      return scope.name().substring(0, scope.name().indexOf('.'))
          + (app == null ? "" : "/" + app)
          + "/"
          + type;
    }
  }

  /** What it is to hold; the Secret's name, or null for no authentication. */
  record DraftBody(List<String> urls, boolean transcode, @Nullable String secret) {
    @Override
    public String toString() {
      return String.join("+", urls)
          + (transcode ? " transcoded" : "")
          + (secret == null ? "" : " signed by " + secret);
    }
  }

  /** How it is to be treated; null = as by default. */
  record DraftPolicies(
      @Nullable String management, @Nullable String adoption, @Nullable String deletion) {
    static final DraftPolicies DEFAULT = new DraftPolicies(null, null, null);

    @Override
    public String toString() {
      return (management == null ? "" : " " + management)
          + (adoption == null ? "" : " " + adoption)
          + (deletion == null ? "" : " " + deletion);
    }
  }

  SpecDraft with(DraftPlace other) {
    return new SpecDraft(other, body, policies, account);
  }

  SpecDraft with(DraftBody other) {
    return new SpecDraft(place, other, policies, account);
  }

  SpecDraft with(DraftPolicies other) {
    return new SpecDraft(place, body, other, account);
  }

  SpecDraft through(AccountName other) {
    return new SpecDraft(place, body, policies, other);
  }

  LiveCallbackSpec spec() {
    boolean vhost = place.scope().kind() == Scope.Kind.VHOST;
    return LiveCallbackSpecBuilder.builder()
        .accountRef(account.equals(Tenants.DEFAULT) ? null : ref())
        .vhost(vhost ? place.scope().name() : null)
        .domain(vhost ? null : place.scope().name())
        .app(place.app())
        .messageType(place.type().wire())
        .callbackDetailList(
            body.urls().stream().map(url -> new CallbackDetailSpec(null, url)).toList())
        .transcodeCallback(body.transcode() ? true : null)
        .authEnable(body.secret() == null ? null : true)
        .authKeyPrimarySecretRef(
            body.secret() == null ? null : new SecretKeyRef(body.secret(), "key"))
        .deletionPolicy(policies.deletion())
        .managementPolicy(policies.management())
        .adoptionPolicy(policies.adoption())
        .build();
  }

  private AccountRef ref() {
    return new AccountRef(account.name(), account.namespace());
  }

  @Override
  public String toString() {
    return place
        + " = "
        + body
        + policies
        + (account.equals(Tenants.DEFAULT) ? "" : " through " + account);
  }
}
