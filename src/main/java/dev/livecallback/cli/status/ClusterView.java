package dev.livecallback.cli.status;

import dev.livecallback.api.AccountName;
import dev.livecallback.api.AccountRef;
import dev.livecallback.api.LedgerEntry;
import dev.livecallback.api.LiveAccount;
import dev.livecallback.api.LiveCallback;
import dev.livecallback.cli.ClusterReader;
import dev.livecallback.cli.CommandFailedException;
import dev.livecallback.plan.Desired;
import dev.livecallback.volcengine.CallbackKey;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The objects that a person may see.
 *
 * @param objects the LiveCallbacks
 * @param seen the namespaces of the LiveCallbacks, for a sentence: {@code of all namespaces}; null
 *     = no LiveCallbacks may be listed
 * @param accounts the LiveAccounts
 * @param byDefault the account of objects that name none; empty = it isn't known
 */
record ClusterView(
    List<LiveCallback> objects,
    @Nullable String seen,
    Map<AccountName, LiveAccount> accounts,
    Optional<AccountName> byDefault) {
  private static final Pattern NAME = Pattern.compile("[^/]+/[^/]+");

  /** Reads the objects and accounts that a person may see, for a question about this object. */
  static ClusterView around(
      LiveCallback object, ClusterReader reader, Optional<AccountName> byDefault)
      throws CommandFailedException {
    String namespace = object.getMetadata().getNamespace();
    String seen = "of all namespaces";
    Optional<List<LiveCallback>> objects =
        reader.askIfPermitted(
            "LiveCallbacks",
            client -> client.resources(LiveCallback.class).inAnyNamespace().list().getItems());
    if (objects.isEmpty()) {
      seen = "of namespace " + namespace + ", the only one whose you may list";
      objects =
          reader.askIfPermitted(
              "LiveCallbacks",
              client ->
                  client.resources(LiveCallback.class).inNamespace(namespace).list().getItems());
    }
    Map<AccountName, LiveAccount> accounts = new HashMap<>();
    reader
        .askIfPermitted("LiveAccounts", ClusterView::accounts)
        .ifPresent(all -> all.forEach(each -> accounts.put(AccountName.of(each), each)));
    ClusterView view =
        new ClusterView(
            objects.orElse(List.of()), objects.isEmpty() ? null : seen, accounts, byDefault);
    Optional<AccountName> own = view.accountOf(object);
    if (accounts.isEmpty() && own.isPresent()) {
      reader
          .askIfPermitted("LiveAccount " + own.get(), client -> account(client, own.get()))
          .ifPresent(each -> accounts.put(own.get(), each));
    }
    return view;
  }

  private static List<LiveAccount> accounts(KubernetesClient client) {
    return client.resources(LiveAccount.class).inAnyNamespace().list().getItems();
  }

  private static @Nullable LiveAccount account(KubernetesClient client, AccountName name) {
    return client
        .resources(LiveAccount.class)
        .inNamespace(name.namespace())
        .withName(name.name())
        .get();
  }

  /**
   * Returns the account that an object uses; empty = the operator's default account, which isn't
   * known here.
   */
  Optional<AccountName> accountOf(LiveCallback object) {
    AccountRef ref = object.getSpec().accountRef();
    if (ref != null) {
      return Optional.of(ref.accountName(object.getMetadata().getNamespace()));
    }
    return byDefault.or(
        () ->
            object.statusOrEmpty().records().stream()
                .map(LedgerEntry::accountName)
                .filter(name -> NAME.matcher(name.text()).matches())
                .findFirst());
  }

  /**
   * Returns the key of the record that an object is for; empty = this version doesn't know what the
   * object asks for.
   */
  Optional<CallbackKey> keyOf(LiveCallback object) {
    return Desired.key(cloudAccount(object), object.getSpec());
  }

  /**
   * Returns the number of an object's cloud account, or the account's name if the number isn't
   * known. Two LiveAccounts may lead to one cloud account.
   */
  private String cloudAccount(LiveCallback object) {
    Optional<AccountName> name = accountOf(object);
    return name.map(accounts::get)
        .flatMap(account -> Optional.ofNullable(account.statusOrEmpty().accountId()))
        .or(() -> name.map(AccountName::toString))
        .orElse("");
  }

  /** Returns the other objects that are for the same record. */
  List<LiveCallback> rivals(LiveCallback object) {
    Optional<CallbackKey> key = keyOf(object);
    return objects.stream()
        .filter(each -> !each.id().equals(object.id()))
        .filter(each -> key.isPresent() && keyOf(each).equals(key))
        .toList();
  }
}
