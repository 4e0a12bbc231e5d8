package dev.livecallback.simulator;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.livecallback.simulator.SimulatedAccounts.AccessKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The admin API's part for accounts: adds and removes keys, and the names that an account knows.
 */
final class AdminAccounts {

  /**
   * An account as the request describes it.
   *
   * @param user the user to whom the access key belongs; null = the account itself
   * @param vhosts all vhosts that the account knows from now on; null = as before
   * @param domains all domains that the account knows from now on, with their vhosts; null = as
   *     before
   */
  record Wanted(
      @JsonProperty("account") @Nullable String account,
      @JsonProperty("user") @Nullable String user,
      @JsonProperty("accessKeyId") @Nullable String accessKeyId,
      @JsonProperty("secretAccessKey") @Nullable String secretAccessKey,
      @JsonProperty("sessionToken") @Nullable String sessionToken,
      @JsonProperty("vhosts") @Nullable List<String> vhosts,
      @JsonProperty("domains") @Nullable Map<String, String> domains) {

    @Override
    public String toString() {
      return "Wanted[" + account + "]";
    }
  }

  /** A request to switch a key or a user on or off. */
  record Switch(
      @JsonProperty("accessKeyId") @Nullable String accessKeyId,
      @JsonProperty("account") @Nullable String account,
      @JsonProperty("user") @Nullable String user,
      @JsonProperty("enabled") @Nullable Boolean enabled) {}

  private final SimulatedAccounts accounts;

  AdminAccounts(SimulatedAccounts accounts) {
    this.accounts = accounts;
  }

  Delivery list() {
    ObjectNode json = Json.object();
    ArrayNode list = json.putArray("accounts");
    accounts.ids().forEach(account -> list.add(shown(account)));
    return AdminReply.ok(json);
  }

  /** Adds an account or an access key to it, or sets the names that it knows. */
  Delivery add(ObjectNode json) {
    Wanted wanted = Json.bindKnown(json, Wanted.class);
    String account = wanted.account();
    if (account == null || !account.matches("\\d{1,18}")) {
      throw new IllegalArgumentException("account must be a number of at most 18 digits.");
    }
    if ((wanted.accessKeyId() == null) != (wanted.secretAccessKey() == null)) {
      throw new IllegalArgumentException("accessKeyId and secretAccessKey belong together.");
    }
    if (wanted.accessKeyId() != null && !wanted.accessKeyId().matches("[^/,\\s]{1,128}")) {
      throw new IllegalArgumentException(
          "accessKeyId must be 1 to 128 characters without blanks, commas and slashes.");
    }
    String user = Objects.requireNonNullElse(wanted.user(), AccessKey.ROOT);
    if (!user.matches("[\\w.@-]{1,64}")) {
      throw new IllegalArgumentException(
          "user must be 1 to 64 characters out of letters, digits, '_', '.', '@' and '-'.");
    }
    if (wanted.user() != null && wanted.accessKeyId() == null) {
      throw new IllegalArgumentException("A user needs an accessKeyId and a secretAccessKey.");
    }
    names(wanted).forEach(AdminAccounts::check);
    if (!accounts.add(account)) {
      throw new IllegalStateException("There are too many accounts already.");
    }
    if (wanted.accessKeyId() != null && wanted.secretAccessKey() != null) {
      accounts.add(
          AccessKey.of(
              account,
              user,
              wanted.accessKeyId(),
              wanted.secretAccessKey(),
              wanted.sessionToken()));
    }
    know(account, wanted);
    return AdminReply.ok(shown(account));
  }

  private static Stream<@Nullable String> names(Wanted wanted) {
    List<@Nullable String> names = new ArrayList<>();
    if (wanted.vhosts() != null) {
      names.addAll(wanted.vhosts());
    }
    if (wanted.domains() != null) {
      names.addAll(wanted.domains().keySet());
      names.addAll(wanted.domains().values());
    }
    return names.stream();
  }

  private static void check(@Nullable String name) {
    if (name == null || !name.matches("\\*|[A-Za-z0-9_.-]{1,253}")) {
      throw new IllegalArgumentException(
          "A name must be 1 to 253 characters out of letters, digits, '_', '.' and '-', or *.");
    }
  }

  private void know(String account, Wanted wanted) {
    if (wanted.vhosts() == null && wanted.domains() == null) {
      return;
    }
    List<String> vhosts = wanted.vhosts() == null ? accounts.vhosts(account) : wanted.vhosts();
    Map<String, String> domains =
        wanted.domains() == null ? accounts.domains(account) : wanted.domains();
    accounts.clearNames(account);
    boolean room = vhosts.stream().allMatch(vhost -> accounts.addVhost(account, vhost));
    room &=
        domains.entrySet().stream()
            .allMatch(each -> accounts.addDomain(account, each.getKey(), each.getValue()));
    if (!room) {
      throw new IllegalStateException("The account knows too many names already.");
    }
  }

  /** Switches a key, or all keys of a user, off or on again. */
  Delivery enable(ObjectNode json) {
    Switch wanted = Json.bindKnown(json, Switch.class);
    Boolean on = wanted.enabled();
    boolean byKey = wanted.accessKeyId() != null;
    boolean byUser = wanted.account() != null && wanted.user() != null;
    boolean partly = wanted.account() != null || wanted.user() != null;
    if (on == null || byKey == partly || (partly && !byUser)) {
      throw new IllegalArgumentException(
          "Name either an accessKeyId or an account and a user, and say enabled true or false.");
    }
    boolean there =
        byKey
            ? accounts.enable(String.valueOf(wanted.accessKeyId()), on)
            : accounts.enable(String.valueOf(wanted.account()), String.valueOf(wanted.user()), on);
    return there ? AdminReply.done() : AdminReply.missing("There is no such key or user.");
  }

  /** Revokes a key ({@code accessKeyId}) or forgets an account ({@code account}). */
  Delivery delete(ApiRequest request) {
    Optional<String> key = request.parameter("accessKeyId");
    Optional<String> account = request.parameter("account");
    if (key.isPresent() == account.isPresent()) {
      throw new IllegalArgumentException("Name either an accessKeyId or an account.");
    }
    boolean gone =
        key.map(accounts::revoke).orElseGet(() -> account.map(accounts::remove).orElse(false));
    return gone ? AdminReply.done() : AdminReply.missing("There is no such key or account.");
  }

  /** Returns the account without its secrets and tokens, which the API never gives back. */
  private ObjectNode shown(String account) {
    ObjectNode json = Json.object().put("account", account);
    ArrayNode keys = json.putArray("accessKeyIds");
    accounts.keys(account).forEach(key -> keys.add(key.id()));
    ObjectNode users = json.putObject("users");
    accounts.keys(account).forEach(key -> users.withArray(key.user()).add(key.id()));
    ArrayNode disabled = json.putArray("disabled");
    accounts.keys(account).stream()
        .map(AccessKey::id)
        .filter(id -> !accounts.enabled(id))
        .forEach(disabled::add);
    ArrayNode vhosts = json.putArray("vhosts");
    accounts.vhosts(account).forEach(vhosts::add);
    ObjectNode domains = json.putObject("domains");
    accounts.domains(account).forEach(domains::put);
    return json;
  }
}
