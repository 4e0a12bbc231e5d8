package dev.livecallback.operator.accounts;

import dev.livecallback.account.Access;
import dev.livecallback.account.AccountAnnotations;
import dev.livecallback.account.AccountProblem;
import dev.livecallback.account.AccountSettings;
import dev.livecallback.account.DeletesPerHour;
import dev.livecallback.account.ServiceProfile;
import dev.livecallback.api.AccountName;
import dev.livecallback.api.AccountReason;
import dev.livecallback.api.CallRates;
import dev.livecallback.api.LiveAccount;
import dev.livecallback.api.LiveAccountSpec;
import dev.livecallback.api.Texts;
import dev.livecallback.api.WellKnown;
import dev.livecallback.calls.Action;
import dev.livecallback.operator.config.OperatorSettings;
import dev.livecallback.settings.OperatorSetting;
import java.net.URI;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * Reads an account's settings, and fills in the profile's and the operator's values for the rest.
 */
public final class AccountSettingsReader {
  private final OperatorSettings settings;

  /** Creates a reader that uses these operator settings. */
  public AccountSettingsReader(OperatorSettings settings) {
    this.settings = settings;
  }

  /** Returns the account's settings, with the problem if the account can't be used. */
  public AccountSettings of(LiveAccount account) {
    LiveAccountSpec spec = account.getSpec();
    ServiceProfile profile =
        ServiceProfile.ofWord(spec.profile()).orElse(ServiceProfile.VOLCENGINE);
    AccountProblem problem = problem(account);
    URI live = live(profile, problem == null ? spec.endpoint() : null);
    AccountName name = AccountName.of(account);
    return new AccountSettings(
        profile,
        live,
        profile == ServiceProfile.VOLCENGINE ? settings.of(OperatorSetting.STS_ENDPOINT) : live,
        region(profile, spec.region()),
        rates(name, profile, spec.callsPerSecond()),
        Optional.ofNullable(spec.syncPeriod())
            .flatMap(UnsupportedAccountValues::period)
            .orElse(settings.of(OperatorSetting.SYNC_PERIOD)),
        Optional.ofNullable(spec.deleteLimit())
            .map(limit -> new DeletesPerHour(limit.perHour(), limit.perHourTotal()))
            .orElse(DeletesPerHour.UNLIMITED),
        Access.of(name, spec.allow()),
        spec.accountId(),
        account.getMetadata().getNamespace().equals(settings.of(OperatorSetting.POD_NAMESPACE)),
        annotations(account.getMetadata().getAnnotations()),
        account.getMetadata().getDeletionTimestamp() != null,
        problem);
  }

  private URI live(ServiceProfile profile, @Nullable String endpoint) {
    Optional<URI> allowed =
        Optional.ofNullable(endpoint).flatMap(text -> allowed(profile.word(), text));
    if (allowed.isPresent()) {
      return allowed.get();
    }
    return profile == ServiceProfile.VOLCENGINE
        ? settings.of(OperatorSetting.LIVE_ENDPOINT)
        : URI.create(profile.liveEndpoint());
  }

  private String region(ServiceProfile profile, @Nullable String region) {
    String otherwise =
        profile == ServiceProfile.VOLCENGINE
            ? settings.of(OperatorSetting.LIVE_REGION)
            : ServiceProfile.REGION;
    return Objects.requireNonNullElse(region, otherwise);
  }

  private Map<Action, Integer> rates(
      AccountName account, ServiceProfile profile, @Nullable CallRates rates) {
    int most =
        account.equals(settings.defaultAccount()) && profile == ServiceProfile.VOLCENGINE
            ? settings.of(OperatorSetting.LIVE_QUOTA)
            : profile.callsPerSecond();
    Map<Action, Integer> calls = new EnumMap<>(Action.class);
    calls.put(Action.UPDATE, rate(rates == null ? null : rates.update(), most));
    calls.put(Action.DESCRIBE, rate(rates == null ? null : rates.describe(), most));
    calls.put(Action.DELETE, rate(rates == null ? null : rates.delete(), most));
    return calls;
  }

  private static int rate(@Nullable Integer wanted, int most) {
    return wanted == null ? most : Math.clamp(wanted, 1, most);
  }

  private static AccountAnnotations annotations(@Nullable Map<String, String> annotations) {
    if (annotations == null) {
      return AccountAnnotations.NONE;
    }
    String paused = annotations.get(WellKnown.PAUSED);
    return new AccountAnnotations(
        paused != null && !paused.strip().equalsIgnoreCase("false"),
        annotations.get(WellKnown.RECONCILE_REQUESTED_AT),
        annotations.get(WellKnown.ALLOW_DRIFT_UNTIL),
        annotations.get(WellKnown.RELEASE_DELETES_UNTIL),
        stripped(annotations.get(WellKnown.CONFIRM_ACCOUNT)),
        stripped(annotations.get(WellKnown.CONFIRM_DELETE)));
  }

  private static @Nullable String stripped(@Nullable String text) {
    return text == null ? null : text.strip();
  }

  private @Nullable AccountProblem problem(LiveAccount account) {
    LiveAccountSpec spec = account.getSpec();
    Optional<String> unsupported = UnsupportedAccountValues.of(account);
    if (unsupported.isPresent()) {
      return new AccountProblem(
          AccountReason.UNSUPPORTED_VALUE,
          unsupported.get()
              + ". This version of the operator doesn't know that: correct it, or run a version"
              + " that does. Until then no call is made through this account.");
    }
    boolean own =
        account.getMetadata().getNamespace().equals(settings.of(OperatorSetting.POD_NAMESPACE));
    if (spec.credentials().secretRef() == null && !own) {
      return new AccountProblem(
          AccountReason.CREDENTIALS_NOT_ALLOWED,
          "The operator's own identity ("
              + (spec.credentials().environment() == null ? "webIdentity" : "environment")
              + ") may be used in its namespace, "
              + settings.of(OperatorSetting.POD_NAMESPACE)
              + ", only: name a Secret in spec.credentials.secretRef.");
    }
    return spec.endpoint() == null || allowed(spec.profile(), spec.endpoint()).isPresent()
        ? null
        : new AccountProblem(
            AccountReason.ENDPOINT_NOT_ALLOWED,
            "The operator may not send credentials to "
                + Texts.plain(spec.endpoint())
                + ": remove spec.endpoint, or add this URL to the operator's ALLOWED_ENDPOINTS.");
  }

  /**
   * Returns the URL of the operator's own list that an endpoint spells; empty = it isn't on the
   * list, so it isn't used for anything.
   */
  private Optional<URI> allowed(String profile, String endpoint) {
    HttpUrl wanted = HttpUrl.parse(endpoint);
    return Stream.of(
            Stream.of(settings.of(OperatorSetting.LIVE_ENDPOINT)),
            settings.of(OperatorSetting.ALLOWED_ENDPOINTS).stream(),
            ServiceProfile.ofWord(profile).map(ServiceProfile::liveEndpoint).stream()
                .map(URI::create))
        .flatMap(urls -> urls)
        .filter(url -> wanted != null && wanted.equals(HttpUrl.parse(url.toString())))
        .findFirst();
  }
}
