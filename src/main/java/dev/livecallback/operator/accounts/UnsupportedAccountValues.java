package dev.livecallback.operator.accounts;

import static dev.livecallback.api.Formats.unless;
import static dev.livecallback.api.Formats.unlessMatches;

import dev.livecallback.account.ServiceProfile;
import dev.livecallback.api.AllowRule;
import dev.livecallback.api.CallRates;
import dev.livecallback.api.CredentialsSecretRef;
import dev.livecallback.api.CredentialsSpec;
import dev.livecallback.api.DeleteLimitSpec;
import dev.livecallback.api.Formats;
import dev.livecallback.api.LiveAccount;
import dev.livecallback.api.LiveAccountSpec;
import dev.livecallback.api.WebIdentitySpec;
import dev.livecallback.plan.UnsupportedValues;
import dev.livecallback.settings.OperatorSetting;
import dev.livecallback.settings.SettingType;
import dev.livecallback.settings.WrongValueException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds values in an account's spec that this version doesn't know. It guesses none of them: the
 * operator makes no call through such an account.
 */
final class UnsupportedAccountValues {
  private static final Duration SHORTEST_PERIOD = Duration.ofMinutes(1);
  private static final int LONGEST_TRN = 512;
  private static final int LONGEST_NAMESPACE = 63;
  private static final int LONGEST_SCOPE = 261;
  private static final int LONGEST_URL = 200;
  private static final int LONGEST_ID = 20;
  private static final int MOST_CALLS = 10;
  private static final int MOST_DELETES = 10_000;
  private static final int SHORTEST_KEYS = 900;
  private static final int LONGEST_KEYS = 43_200;

  private UnsupportedAccountValues() {}

  /**
   * Returns the first of them, as a clause that names the field: {@code spec.profile is "Other"}.
   */
  static Optional<String> of(LiveAccount account) {
    return Stream.<Function<LiveAccountSpec, Optional<String>>>of(
            spec ->
                unless(
                    ServiceProfile.ofWord(spec.profile()).isPresent(), "profile", spec.profile()),
            spec -> kinds(spec.credentials()),
            spec -> secret(spec.credentials().secretRef()),
            spec -> role(spec.credentials().webIdentity()),
            spec ->
                unless(
                    spec.syncPeriod() == null || period(spec.syncPeriod()).isPresent(),
                    "syncPeriod",
                    spec.syncPeriod()),
            spec ->
                unless(
                    spec.region() == null
                        || parsed(OperatorSetting.LIVE_REGION.type(), spec.region()).isPresent(),
                    "region",
                    spec.region()),
            spec -> unlessMatches("accountId", spec.accountId(), "[0-9]+", LONGEST_ID),
            spec -> rates(spec.callsPerSecond()),
            spec -> deletes(spec.deleteLimit()),
            spec -> rules(spec.allow()))
        .map(check -> check.apply(account.getSpec()))
        .reduce(
            Optional.ofNullable(account.unreadable()).map(UnsupportedValues::unreadable),
            (first, next) -> first.or(() -> next));
  }

  /** Returns the sync period in a text; empty = the text isn't a valid one. */
  static Optional<Duration> period(String text) {
    return parsed(OperatorSetting.SYNC_PERIOD.type(), text)
        .filter(period -> period.compareTo(SHORTEST_PERIOD) >= 0);
  }

  private static <T> Optional<T> parsed(SettingType<T> type, String text) {
    try {
      return Optional.of(type.parse(text));
    } catch (WrongValueException _) {
      return Optional.empty();
    }
  }

  private static Optional<String> kinds(CredentialsSpec credentials) {
    long kinds =
        Stream.of(credentials.secretRef(), credentials.webIdentity(), credentials.environment())
            .filter(Objects::nonNull)
            .count();
    return kinds == 1
        ? Optional.empty()
        : Optional.of(
            "spec.credentials has "
                + (kinds == 0 ? "none" : "several")
                + " of secretRef, webIdentity and environment");
  }

  private static Optional<String> secret(@Nullable CredentialsSecretRef ref) {
    String field = "credentials.secretRef.";
    return ref == null
        ? Optional.empty()
        : unlessMatches(field + "name", ref.name(), Formats.OBJECT_NAME, Formats.NAME_LENGTH)
            .or(() -> key(field + "accessKeyIdKey", ref.accessKeyIdKey()))
            .or(() -> key(field + "secretAccessKeyKey", ref.secretAccessKeyKey()))
            .or(() -> key(field + "sessionTokenKey", ref.sessionTokenKey()));
  }

  private static Optional<String> key(String field, @Nullable String key) {
    return unlessMatches(field, key, Formats.SECRET_KEY, Formats.NAME_LENGTH);
  }

  private static Optional<String> role(@Nullable WebIdentitySpec role) {
    if (role == null) {
      return Optional.empty();
    }
    Integer seconds = role.durationSeconds();
    return unlessMatches(
            "credentials.webIdentity.roleTrn", role.roleTrn(), Formats.ROLE_TRN, LONGEST_TRN)
        .or(
            () ->
                unless(
                    seconds == null || (seconds >= SHORTEST_KEYS && seconds <= LONGEST_KEYS),
                    "credentials.webIdentity.durationSeconds",
                    String.valueOf(seconds)));
  }

  private static Optional<String> rates(@Nullable CallRates rates) {
    return rates == null
        ? Optional.empty()
        : rate("update", rates.update())
            .or(() -> rate("describe", rates.describe()))
            .or(() -> rate("delete", rates.delete()));
  }

  private static Optional<String> rate(String action, @Nullable Integer rate) {
    return unless(
        rate == null || (rate >= 1 && rate <= MOST_CALLS),
        "callsPerSecond." + action,
        String.valueOf(rate));
  }

  private static Optional<String> deletes(@Nullable DeleteLimitSpec limit) {
    return limit == null
        ? Optional.empty()
        : deletes("perHour", limit.perHour())
            .or(() -> deletes("perHourTotal", limit.perHourTotal()));
  }

  private static Optional<String> deletes(String field, @Nullable Integer limit) {
    return unless(
        limit == null || (limit >= 0 && limit <= MOST_DELETES),
        "deleteLimit." + field,
        String.valueOf(limit));
  }

  private static Optional<String> rules(@Nullable List<AllowRule> rules) {
    return rules == null
        ? Optional.empty()
        : IntStream.range(0, rules.size())
            .mapToObj(i -> rule("allow[" + i + "].", rules.get(i)))
            .flatMap(Optional::stream)
            .findFirst();
  }

  private static Optional<String> rule(String field, AllowRule rule) {
    return elements(
            field + "namespaces", rule.namespaces(), Formats.ALLOWED_NAMESPACE, LONGEST_NAMESPACE)
        .or(() -> elements(field + "scopes", rule.scopes(), Formats.ALLOWED_SCOPE, LONGEST_SCOPE))
        .or(() -> elements(field + "urls", rule.urls(), Formats.ALLOWED_URL, LONGEST_URL));
  }

  private static Optional<String> elements(
      String field, @Nullable List<String> texts, String format, int longest) {
    return texts == null
        ? Optional.empty()
        : texts.stream()
            .flatMap(text -> unlessMatches(field + "[]", text, format, longest).stream())
            .findFirst();
  }
}
