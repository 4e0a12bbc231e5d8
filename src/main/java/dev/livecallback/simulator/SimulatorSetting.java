package dev.livecallback.simulator;

import dev.livecallback.settings.Choice;
import dev.livecallback.settings.ListOf;
import dev.livecallback.settings.SecretType;
import dev.livecallback.settings.Setting;
import dev.livecallback.settings.SettingType;
import dev.livecallback.settings.Text;
import dev.livecallback.settings.WholeNumber;
import dev.livecallback.settings.WrongValueException;
import dev.livecallback.simulator.Roles.Role;
import dev.livecallback.simulator.SimulatedAccounts.AccessKey;
import dev.livecallback.volcengine.Scope;
import dev.livecallback.volcengine.SecretText;
import java.util.List;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * All settings of {@code livecallback simulator}. The table in {@code docs/simulator.md} and the
 * options of the command are made from them.
 */
final class SimulatorSetting {
  static final Setting<String> BIND =
      Setting.of("SIM_BIND")
          .option("--bind")
          .byDefault("127.0.0.1")
          .meaning("the address that the cloud API listens at")
          .takes(new Text("ADDRESS"));

  static final Setting<Integer> PORT =
      Setting.of("SIM_PORT")
          .option("--port")
          .byDefault("8400")
          .meaning("the port of the cloud API, 0 = a free one")
          .takes(new WholeNumber(0, 65_535));

  static final Setting<String> ADMIN_BIND =
      Setting.of("SIM_ADMIN_BIND")
          .option("--admin-bind")
          .byDefault("127.0.0.1")
          .meaning(
              "the address that the admin API listens at. It has no authentication and shows keys")
          .details("See [below](#the-admin-api)")
          .takes(new Text("ADDRESS"));

  static final Setting<Integer> ADMIN_PORT =
      Setting.of("SIM_ADMIN_PORT")
          .option("--admin-port")
          .byDefault("8401")
          .meaning("the port of the admin API, 0 = a free one")
          .takes(new WholeNumber(0, 65_535));

  static final Setting<List<AccessKey>> ACCOUNTS =
      Setting.of("SIM_ACCOUNTS")
          .option("--account")
          .without("a demo account")
          .meaning("an access key of an account, or of a user in it; repeatable")
          .details(
              "`ID:AK:SK` or `ID/USER:AK:SK`. Add `:TOKEN` if the key needs a session token."
                  + " For several keys, use commas or repeat the flag; an account may have"
                  + " several keys")
          .takes(
              listOf(
                  "ID[/USER]:AK:SK[:TOKEN]",
                  "(\\d{1,18})(?:/([\\w.@-]{1,64}))?:([^:,\\s]+):([^:,\\s]+)(?::([^:,\\s]+))?",
                  "ID:AK:SK or ID/USER:AK:SK, with :TOKEN behind it if there is one, where ID"
                      + " is the"
                      + " account's number",
                  SimulatorSetting::key));

  static final Setting<List<SimulatorConfig.KnownScope>> VHOSTS =
      Setting.of("SIM_VHOSTS")
          .option("--vhost")
          .without("any")
          .meaning("a vhost that exists, `*` = any; repeatable")
          .details("`NAME` or `ACCOUNT:NAME`. Calls for any other vhost get `RequestForbidden`")
          .takes(
              listOf(
                  "[ACCOUNT:]NAME",
                  "(?:(\\d{1,18}):)?(\\*|[A-Za-z0-9_.-]{1,253})",
                  "NAME or ACCOUNT:NAME, where * stands for any",
                  SimulatorSetting::vhost));

  static final Setting<List<SimulatorConfig.KnownScope>> DOMAINS =
      Setting.of("SIM_DOMAINS")
          .option("--domain")
          .without("any")
          .meaning("a push domain that exists, and its vhost, `*` = any; repeatable")
          .details("`NAME`, `NAME=VHOST` or `ACCOUNT:NAME=VHOST`")
          .takes(
              listOf(
                  "[ACCOUNT:]NAME[=VHOST]",
                  "(?:(\\d{1,18}):)?(\\*|[A-Za-z0-9_.-]{1,253})(?:=([A-Za-z0-9_.-]{1,253}))?",
                  "NAME, NAME=VHOST or ACCOUNT:NAME=VHOST, * for any",
                  SimulatorSetting::domain));

  static final Setting<Profile> PROFILE =
      Setting.of("SIM_PROFILE")
          .option("--profile")
          .byDefault(Profile.VOLCENGINE.word())
          .meaning("the service that it imitates")
          .details(
              "`byteplus`: one call a second, no `audit_snapshot`, items with a `Domain`, and"
                  + " also the region `ap-singapore-1`")
          .takes(new Choice<>(List.of(Profile.values()), Profile::word, false));

  static final Setting<Integer> QUOTA =
      Setting.of("SIM_QUOTA")
          .option("--quota")
          .byDefault("0")
          .without("the profile's")
          .meaning("calls a second, for each account and action")
          .details("The quota of `volcengine` is 10")
          .takes(new WholeNumber(0, 100_000, "0 = the profile's"));

  static final Setting<Integer> LATENCY_MILLIS =
      Setting.of("SIM_LATENCY_MS")
          .option("--latency-ms")
          .byDefault("0")
          .meaning("how long every call takes, in milliseconds")
          .takes(new WholeNumber(0, 600_000));

  static final Setting<List<Role>> ROLES =
      Setting.of("SIM_ROLES")
          .option("--role")
          .meaning(
              "a role, and the token for which AssumeRoleWithOIDC gives it, `*` = any; repeatable")
          .details("`trn:iam::ID:role/NAME=TOKEN`, with the web identity's token")
          .takes(
              listOf(
                  "TRN=TOKEN",
                  "(trn:iam::\\d{1,18}:role/[\\w.@-]{1,64})=(\\S+)",
                  "trn:iam::ID:role/NAME=TOKEN, * for any token",
                  parts -> Role.of(parts.group(1), parts.group(2))));

  static final Setting<SecretText> OIDC_TOKEN =
      Setting.of("SIM_OIDC_TOKEN")
          .option("--oidc-token")
          .meaning(
              "the token that AssumeRoleWithOIDC accepts for any other role of a known"
                  + " account, `*` = any")
          .takes(new SecretType());

  static final Setting<List<String>> REGIONS =
      Setting.of("SIM_REGIONS")
          .option("--region")
          .without("the profile's")
          .meaning("a region that calls of Live may be signed for; repeatable")
          .takes(new Text("REGION").list());

  static final Setting<Long> SEED =
      Setting.of("SIM_SEED")
          .option("--seed")
          .byDefault("1")
          .meaning("the seed of the random numbers: the same seed gives the same faults")
          .takes(new Seed());

  /** All settings, in the order of the documentation. */
  static final List<Setting<?>> ALL =
      List.of(
          BIND,
          PORT,
          ADMIN_BIND,
          ADMIN_PORT,
          ACCOUNTS,
          VHOSTS,
          DOMAINS,
          PROFILE,
          QUOTA,
          LATENCY_MILLIS,
          ROLES,
          OIDC_TOKEN,
          REGIONS,
          SEED);

  private SimulatorSetting() {}

  /** A type that accepts any whole number of 64 bits. */
  private record Seed() implements SettingType<Long> {
    @Override
    public Long parse(String text) throws WrongValueException {
      try {
        return Long.parseLong(text);
      } catch (NumberFormatException e) {
        throw WrongValueException.hiding(takes());
      }
    }

    @Override
    public String takes() {
      return "a whole number";
    }

    @Override
    public String label() {
      return "NUMBER";
    }
  }

  /** A text with parts, some of which may be secret: messages don't repeat it. */
  private record Parts<T>(
      String label, Pattern pattern, String takes, Function<MatchResult, T> value)
      implements SettingType<T> {
    @Override
    public T parse(String text) throws WrongValueException {
      Matcher parts = pattern.matcher(text);
      if (parts.matches()) {
        return value.apply(parts);
      }
      throw WrongValueException.hiding(takes);
    }
  }

  private static <T> ListOf<T> listOf(
      String label, String pattern, String takes, Function<MatchResult, T> value) {
    return new Parts<>(label, Pattern.compile(pattern), takes, value).list();
  }

  private static AccessKey key(MatchResult parts) {
    return AccessKey.of(
        parts.group(1),
        parts.group(2) == null ? AccessKey.ROOT : parts.group(2),
        parts.group(3),
        parts.group(4),
        parts.group(5));
  }

  private static SimulatorConfig.KnownScope vhost(MatchResult parts) {
    return new SimulatorConfig.KnownScope(
        parts.group(1), Scope.vhost(parts.group(2)), parts.group(2));
  }

  private static SimulatorConfig.KnownScope domain(MatchResult parts) {
    String vhost = parts.group(3) == null ? parts.group(2) : parts.group(3);
    return new SimulatorConfig.KnownScope(parts.group(1), Scope.domain(parts.group(2)), vhost);
  }
}
