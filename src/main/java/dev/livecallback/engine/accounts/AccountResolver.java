package dev.livecallback.engine.accounts;

import dev.livecallback.account.Account;
import dev.livecallback.account.AccountClosed;
import dev.livecallback.account.AccountDirectory;
import dev.livecallback.api.AccountName;
import dev.livecallback.api.AccountRef;
import dev.livecallback.api.CallbackDetailSpec;
import dev.livecallback.api.LedgerEntry;
import dev.livecallback.api.LiveCallback;
import dev.livecallback.api.LiveCallbackSpec;
import dev.livecallback.api.LiveCallbackStatus;
import dev.livecallback.api.Reason;
import dev.livecallback.engine.objects.LedgerTrust;
import dev.livecallback.plan.AccountFacts;
import dev.livecallback.plan.DoubtfulRecord;
import dev.livecallback.plan.Ledger;
import dev.livecallback.plan.UnsupportedValues;
import dev.livecallback.volcengine.CallbackKey;
import dev.livecallback.volcengine.MessageType;
import dev.livecallback.volcengine.Scope;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The relation between objects and accounts: the accounts that an object names or has records
 * through, and their facts for that object.
 */
public final class AccountResolver {
  private final AccountName defaultAccount;
  private final AccountDirectory accounts;
  private final CloudAccounts cloudAccounts;
  private final LedgerTrust trust;

  /**
   * @param defaultAccount the account for objects that name none
   * @param trust decides which ledger entries can be believed
   */
  AccountResolver(
      AccountName defaultAccount,
      AccountDirectory accounts,
      CloudAccounts cloudAccounts,
      LedgerTrust trust) {
    this.defaultAccount = defaultAccount;
    this.accounts = accounts;
    this.cloudAccounts = cloudAccounts;
    this.trust = trust;
  }

  /** Returns the account that an object names, or the default account. */
  public AccountName accountOf(LiveCallback object) {
    AccountRef ref = object.getSpec().accountRef();
    return ref == null ? defaultAccount : ref.accountName(object.getMetadata().getNamespace());
  }

  /** Returns whether an object names an account or has records through it. */
  public boolean concerns(LiveCallback object, AccountName account) {
    return names(object, account)
        || object.statusOrEmpty().records().stream()
            .anyMatch(entry -> entry.account().equals(account.text()));
  }

  /** Makes a name only if that may be equal: many accounts may be compared with many objects. */
  private boolean names(LiveCallback object, AccountName account) {
    AccountRef ref = object.getSpec().accountRef();
    return ref == null
        ? defaultAccount.equals(account)
        : account.text().endsWith(ref.name()) && accountOf(object).equals(account);
  }

  /** Returns the accounts through which an object wants or has a record in a scope. */
  public Stream<AccountName> accountsIn(LiveCallback object, Scope scope) {
    LiveCallbackStatus status = object.statusOrEmpty();
    boolean lost = status.neverWritten() && status.records().isEmpty();
    boolean wants =
        (lost || object.getMetadata().getDeletionTimestamp() == null)
            && is(object.getSpec().scope(), scope);
    return Stream.concat(
            wants ? Stream.of(accountOf(object)) : Stream.of(),
            status.records().stream()
                .filter(entry -> is(entry.scope(), scope))
                .map(LedgerEntry::accountName))
        .distinct();
  }

  private static boolean is(String text, Scope scope) {
    return Scope.ofText(text).filter(scope::equals).isPresent();
  }

  /** Returns the account of this name, if it is there. */
  public Optional<Account> account(AccountName name) {
    return accounts.get(name);
  }

  /**
   * Returns the ledger of an object's status, with the current names of cloud accounts in its keys.
   */
  public Ledger ledger(LiveCallbackStatus status) {
    return Ledger.of(status.records(), cloudAccounts::nameOf);
  }

  /** Returns the facts of the accounts that an object has to do with, by account name. */
  public Map<AccountName, AccountFacts> facts(
      LiveCallback object, AccountName account, Ledger ledger, boolean deleting, Instant now) {
    Set<AccountName> names = new HashSet<>(Set.of(account));
    ledger.entries().forEach(entry -> names.add(entry.account()));
    Map<AccountName, AccountFacts> facts = new HashMap<>();
    for (AccountName name : names) {
      accounts
          .get(name)
          .ifPresent(
              there ->
                  facts.put(
                      name,
                      new AccountFacts(
                          there.accountId().map(_ -> cloudAccounts.nameOf(name)).orElse(null),
                          gate(there, deleting || !name.equals(account)),
                          name.equals(account) ? refusal(object, there).orElse(null) : null,
                          heldDeletes(there, object.getMetadata().getNamespace(), ledger, now),
                          doubtful(object, there, ledger))));
    }
    return facts;
  }

  /**
   * Returns the records of an object's ledger that the object doesn't hold, because nothing proves
   * that it wrote them: its account refuses the object, or only the account's status says where the
   * account leads.
   */
  public Set<CallbackKey> doubtful(LiveCallback object, Ledger ledger) {
    return ledger.entries().stream()
        .filter(
            entry ->
                accounts
                    .get(entry.account())
                    .filter(there -> isDoubtful(object, there, entry))
                    .isPresent())
        .map(Ledger.Entry::key)
        .collect(Collectors.toUnmodifiableSet());
  }

  private boolean isDoubtful(LiveCallback object, Account account, Ledger.Entry entry) {
    boolean unvouched =
        account.isUnvouched() && !trust.believes(object.getMetadata().getUid(), entry);
    return unvouched || doubtful(object, account, entry).isPresent();
  }

  private Map<CallbackKey, DoubtfulRecord> doubtful(
      LiveCallback object, Account account, Ledger ledger) {
    Map<CallbackKey, DoubtfulRecord> doubtful = new HashMap<>();
    ledger.entries().stream()
        .filter(entry -> entry.account().equals(account.name()))
        .forEach(
            entry ->
                doubtful(object, account, entry)
                    .ifPresent(record -> doubtful.put(entry.key(), record)));
    return doubtful;
  }

  /**
   * Returns the doubtful record of an entry. Empty if the entry can be believed, if the account
   * lets the object in, or if the account's owner has confirmed the delete.
   */
  private Optional<DoubtfulRecord> doubtful(
      LiveCallback object, Account account, Ledger.Entry entry) {
    if (trust.believes(object.getMetadata().getUid(), entry)) {
      return Optional.empty();
    }
    return account
        .settings()
        .access()
        .refusal(object.getMetadata().getNamespace(), entry.key().scope())
        .map(
            refusal ->
                new DoubtfulRecord(
                    refusal, DoubtfulRecord.token(object.id(), account.name(), entry.key())))
        .filter(record -> !record.token().equals(account.settings().annotations().confirmDelete()));
  }

  /** Returns whether the account that an object names refuses the object. */
  public boolean refuses(LiveCallback object) {
    return accounts.get(accountOf(object)).flatMap(there -> refusal(object, there)).isPresent();
  }

  /**
   * Returns whether the account that an object names gives the object no new claim, because the
   * account has earned no share of its cloud account.
   */
  public boolean givesNoClaim(LiveCallback object) {
    return accounts.get(accountOf(object)).filter(there -> !there.hasEarnedShare()).isPresent();
  }

  private @Nullable AccountClosed gate(Account account, boolean cleaningUp) {
    if (cloudAccounts.isJoining(account.name())) {
      return new AccountClosed(
          true,
          "Account "
              + account.name()
              + " turns out to lead to the same cloud account as another: it waits, a minute at"
              + " most, until nothing that it sent can land any more.");
    }
    return account.closed(cleaningUp).orElse(null);
  }

  private static Optional<AccountFacts.Refusal> refusal(LiveCallback object, Account account) {
    LiveCallbackSpec spec = object.getSpec();
    if (account.settings().deleting() && !hasRecords(object, account)) {
      return Optional.of(
          new AccountFacts.Refusal(
              Reason.ACCOUNT_NOT_FOUND,
              "LiveAccount "
                  + account.name()
                  + " is being deleted and takes no new objects: name another in"
                  + " spec.accountRef."));
    }
    if (MessageType.ofWire(spec.messageType())
        .filter(type -> !account.settings().profile().has(type))
        .isPresent()) {
      return Optional.of(
          new AccountFacts.Refusal(
              Reason.MESSAGE_TYPE_UNSUPPORTED,
              "Account "
                  + account.name()
                  + " is of "
                  + account.settings().profile().word()
                  + ", which has no "
                  + spec.messageType()
                  + " callbacks: change spec.messageType, or name another account."));
    }
    if (UnsupportedValues.of(object).isPresent()) {
      // The object reports that itself, and nobody can tell what its spec asks for.
      return Optional.empty();
    }
    List<String> urls = spec.callbackDetailList().stream().map(CallbackDetailSpec::url).toList();
    return Scope.ofText(spec.scope())
        .flatMap(
            scope ->
                account
                    .settings()
                    .access()
                    .refusal(object.getMetadata().getNamespace(), scope, urls))
        .map(message -> new AccountFacts.Refusal(Reason.NOT_ALLOWED, message));
  }

  private static boolean hasRecords(LiveCallback object, Account account) {
    return object.statusOrEmpty().records().stream()
        .anyMatch(entry -> entry.accountName().equals(account.name()));
  }

  /**
   * Returns, for each record whose removal the account's limit holds back, the instant until which
   * it does. Each record is judged by itself: a removal that counts already needn't wait again.
   */
  private static Map<CallbackKey, Instant> heldDeletes(
      Account account, String namespace, Ledger ledger, Instant now) {
    Map<CallbackKey, Instant> held = new HashMap<>();
    ledger.entries().stream()
        .filter(entry -> entry.account().equals(account.name()))
        .forEach(
            entry ->
                account
                    .deletes()
                    .heldUntil(namespace, entry.key(), now)
                    .ifPresent(until -> held.put(entry.key(), until)));
    return held;
  }
}
