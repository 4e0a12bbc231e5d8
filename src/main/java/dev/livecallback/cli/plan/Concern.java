package dev.livecallback.cli.plan;

import dev.livecallback.api.AccountName;
import dev.livecallback.api.AccountRef;
import dev.livecallback.api.CredentialsSecretRef;
import dev.livecallback.api.LedgerEntry;
import dev.livecallback.api.LiveAccount;
import dev.livecallback.api.LiveCallback;
import dev.livecallback.api.SecretKeyRef;
import dev.livecallback.shadow.ShadowApiServer;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The selection of the objects in a cluster that a plan concerns. */
final class Concern {
  private static final Pattern NAME = Pattern.compile("[^/]+/[^/]+");

  private final AccountName defaultAccount;

  /**
   * @param defaultAccount the account of objects that name none
   */
  Concern(AccountName defaultAccount) {
    this.defaultAccount = defaultAccount;
  }

  /**
   * Returns the names of the objects that are chosen or edited, or whose account or Secret is
   * edited, and of all objects with the same vhosts and domains.
   */
  Set<String> of(
      Map<String, LiveCallback> objects,
      Map<AccountName, LiveAccount> accounts,
      Edits edits,
      Set<String> chosen) {
    Set<String> secrets =
        edits.secrets().stream().map(ShadowApiServer::name).collect(Collectors.toSet());
    Set<AccountName> changed = changed(accounts, edits, secrets);
    Set<String> concerned = new HashSet<>(chosen);
    concerned.addAll(edits.removedObjects());
    edits.objects().forEach(each -> concerned.add(ShadowApiServer.name(each)));
    objects.forEach(
        (name, each) -> {
          boolean touched =
              accountsOf(each).stream().anyMatch(changed::contains)
                  || keySecret(each).filter(secrets::contains).isPresent();
          if (touched) {
            concerned.add(name);
          }
        });
    Set<String> scopes = new HashSet<>();
    edits.objects().forEach(each -> scopes.add(each.getSpec().scope()));
    concerned.stream()
        .flatMap(name -> Optional.ofNullable(objects.get(name)).stream())
        .forEach(each -> scopes.addAll(scopesOf(each)));
    objects.forEach(
        (name, each) -> {
          if (scopesOf(each).stream().anyMatch(scopes::contains)) {
            concerned.add(name);
          }
        });
    return concerned;
  }

  private static Set<AccountName> changed(
      Map<AccountName, LiveAccount> accounts, Edits edits, Set<String> secrets) {
    Set<AccountName> changed = new HashSet<>(edits.accounts().keySet());
    changed.addAll(edits.removedAccounts());
    accounts.forEach(
        (name, account) -> {
          CredentialsSecretRef ref = account.getSpec().credentials().secretRef();
          if (ref != null && secrets.contains(name.namespace() + "/" + ref.name())) {
            changed.add(name);
          }
        });
    return changed;
  }

  /** Returns the accounts that an object uses, or has a record through. */
  Set<AccountName> accountsOf(LiveCallback object) {
    Set<AccountName> names = new HashSet<>();
    AccountRef ref = object.getSpec().accountRef();
    names.add(ref == null ? defaultAccount : ref.accountName(object.getMetadata().getNamespace()));
    object.statusOrEmpty().records().stream()
        .map(LedgerEntry::accountName)
        .filter(name -> NAME.matcher(name.text()).matches())
        .forEach(names::add);
    return names;
  }

  private static Set<String> scopesOf(LiveCallback object) {
    Set<String> scopes =
        object.statusOrEmpty().records().stream()
            .map(LedgerEntry::scope)
            .collect(Collectors.toSet());
    scopes.add(object.getSpec().scope());
    return scopes;
  }

  /**
   * Returns the {@code namespace/name} of the Secret with an object's authentication key; empty =
   * it names none.
   */
  static Optional<String> keySecret(LiveCallback object) {
    SecretKeyRef ref = object.getSpec().authKeyPrimarySecretRef();
    return Optional.ofNullable(ref)
        .map(named -> object.getMetadata().getNamespace() + "/" + named.name());
  }
}
