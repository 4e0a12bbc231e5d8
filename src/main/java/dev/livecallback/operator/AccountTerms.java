package dev.livecallback.operator;

import dev.livecallback.account.Access;
import dev.livecallback.account.Profile;
import dev.livecallback.account.Terms;
import dev.livecallback.account.Trouble;
import dev.livecallback.account.Verbs;
import dev.livecallback.api.AccountReason;
import dev.livecallback.api.CallRates;
import dev.livecallback.api.DeleteLimitSpec;
import dev.livecallback.api.LiveAccount;
import dev.livecallback.api.LiveAccountSpec;
import dev.livecallback.api.WellKnown;
import dev.livecallback.calls.Action;
import java.net.URI;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Fills in what an account's owner left to the profile and to the operator's own settings. */
final class AccountTerms {
  private final Settings settings;

  AccountTerms(Settings settings) {
    this.settings = settings;
  }

  Terms of(LiveAccount account) {
    LiveAccountSpec spec = account.getSpec();
    Profile profile = Profile.ofWord(spec.profile());
    URI live = live(profile, spec.endpoint());
    String namespace = account.getMetadata().getNamespace();
    String name = account.getMetadata().getName();
    return new Terms(
        profile,
        live,
        profile == Profile.VOLCENGINE ? settings.stsEndpoint() : live,
        region(profile, spec.region()),
        rates(namespace + "/" + name, profile, spec.callsPerSecond()),
        Optional.ofNullable(spec.syncPeriod())
            .map(AccountTerms::period)
            .orElse(settings.syncPeriod()),
        Optional.ofNullable(spec.deleteLimit()).map(DeleteLimitSpec::perHour).orElse(null),
        Access.of(namespace, name, spec.allow()),
        spec.accountId(),
        namespace.equals(settings.ownNamespace()),
        verbs(account.getMetadata().getAnnotations()),
        account.getMetadata().getDeletionTimestamp() != null,
        problem(account, live));
  }

  private URI live(Profile profile, @Nullable String endpoint) {
    if (endpoint != null) {
      return URI.create(endpoint);
    }
    return profile == Profile.VOLCENGINE
        ? settings.liveEndpoint()
        : URI.create(profile.liveEndpoint());
  }

  private String region(Profile profile, @Nullable String region) {
    String otherwise = profile == Profile.VOLCENGINE ? settings.region() : Profile.REGION;
    return Objects.requireNonNullElse(region, otherwise);
  }

  private Map<Action, Integer> rates(String account, Profile profile, @Nullable CallRates rates) {
    int most =
        account.equals(settings.defaultAccount()) && profile == Profile.VOLCENGINE
            ? settings.callsPerSecond()
            : profile.callsPerSecond();
    Map<Action, Integer> calls = new EnumMap<>(Action.class);
    calls.put(Action.UPDATE, rate(rates == null ? null : rates.update(), most));
    calls.put(Action.DESCRIBE, rate(rates == null ? null : rates.describe(), most));
    calls.put(Action.DELETE, rate(rates == null ? null : rates.delete(), most));
    return calls;
  }

  private static int rate(@Nullable Integer wanted, int most) {
    return wanted == null ? most : Math.min(wanted, most);
  }

  private static Duration period(String text) {
    long amount = Long.parseLong(text.substring(0, text.length() - 1));
    return switch (text.charAt(text.length() - 1)) {
      case 's' -> Duration.ofSeconds(amount);
      case 'm' -> Duration.ofMinutes(amount);
      default -> Duration.ofHours(amount);
    };
  }

  private static Verbs verbs(@Nullable Map<String, String> annotations) {
    if (annotations == null) {
      return Verbs.NONE;
    }
    String paused = annotations.get(WellKnown.PAUSED);
    return new Verbs(
        paused != null && !paused.strip().equalsIgnoreCase("false"),
        annotations.get(WellKnown.RECONCILE_REQUESTED_AT),
        annotations.get(WellKnown.ALLOW_DRIFT_UNTIL),
        annotations.get(WellKnown.RELEASE_DELETES_UNTIL),
        Optional.ofNullable(annotations.get(WellKnown.CONFIRM_ACCOUNT))
            .map(String::strip)
            .orElse(null));
  }

  private @Nullable Trouble problem(LiveAccount account, URI live) {
    LiveAccountSpec spec = account.getSpec();
    boolean own = account.getMetadata().getNamespace().equals(settings.ownNamespace());
    if (spec.credentials().secretRef() == null && !own) {
      return new Trouble(
          AccountReason.CREDENTIALS_NOT_ALLOWED,
          "The operator's own identity ("
              + (spec.credentials().environment() == null ? "webIdentity" : "environment")
              + ") may be used in its namespace, "
              + settings.ownNamespace()
              + ", only: name a Secret in spec.credentials.secretRef.");
    }
    boolean known =
        spec.endpoint() == null
            || live.equals(settings.liveEndpoint())
            || settings.allowedEndpoints().contains(live)
            || spec.endpoint().equals(Profile.ofWord(spec.profile()).liveEndpoint());
    return known
        ? null
        : new Trouble(
            AccountReason.ENDPOINT_NOT_ALLOWED,
            "The operator may not send credentials to "
                + live
                + ": remove spec.endpoint, or have the operator started with this URL in"
                + " ALLOWED_ENDPOINTS.");
  }
}
