package dev.livecallback.engine.accounts;

import dev.livecallback.account.Account;
import dev.livecallback.account.AccountClosed;
import dev.livecallback.account.AccountDirectory;
import dev.livecallback.api.AccountName;
import dev.livecallback.api.AccountRef;
import dev.livecallback.api.CallbackDetailSpec;
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

/** Which accounts an object has to do with, and what they are to it. */
public final class AccountResolver {
  private final String defaultAccount;
  private final AccountDirectory accounts;
  private final CloudAccounts cloudAccounts;
  private final LedgerTrust trust;

  /**
   * @param defaultAccount the {@code namespace/name} of the account of objects that name none
   * @param trust which entries of ledgers can be believed
   */
  AccountResolver(
      String defaultAccount,
      AccountDirectory accounts,
      CloudAccounts cloudAccounts,
      LedgerTrust trust) {
    this.defaultAccount = defaultAccount;
    this.accounts = accounts;
    this.cloudAccounts = cloudAccounts;
    this.trust = trust;
  }

  /** The {@code namespace/name} of the account that an object names. */
  public String accountOf(LiveCallback object) {
    AccountRef ref = object.getSpec().accountRef();
    return ref == null
        ? defaultAccount
        : new AccountName(ref.namespaceOr(object.getMetadata().getNamespace()), ref.name())
            .toString();
  }

  /** The accounts that an object names, or has records through. */
  public Stream<String> accountsOf(LiveCallback object) {
    return Stream.concat(
            Stream.of(accountOf(object)),
            object.statusOrEmpty().records().stream().map(entry -> entry.account()))
        .distinct();
  }

  /** Those of them by which the object has to do with a scope. */
  public Stream<String> accountsIn(LiveCallback object, Scope scope) {
    LiveCallbackStatus status = object.statusOrEmpty();
    boolean lost = status.neverWritten() && status.records().isEmpty();
    boolean wants =
        (lost || object.getMetadata().getDeletionTimestamp() == null)
            && is(object.getSpec().scope(), scope);
    return Stream.concat(
            wants ? Stream.of(accountOf(object)) : Stream.of(),
            status.records().stream()
                .filter(entry -> is(entry.scope(), scope))
                .map(entry -> entry.account()))
        .distinct();
  }

  private static boolean is(String text, Scope scope) {
    return Scope.ofText(text).filter(scope::equals).isPresent();
  }

  /** That account, if it is there. */
  public Optional<Account> account(String name) {
    return accounts.get(name);
  }

  /** What an object's status says of its records, with keys as they are called now. */
  public Ledger ledger(LiveCallbackStatus status) {
    return Ledger.of(status.records(), cloudAccounts::nameOf);
  }

  /** What is known of the accounts that an object has to do with, by name. */
  public Map<String, AccountFacts> facts(
      LiveCallback object, String account, Ledger ledger, boolean deleting, Instant now) {
    Set<String> names = new HashSet<>(Set.of(account));
    ledger.entries().forEach(entry -> names.add(entry.account()));
    Map<String, AccountFacts> facts = new HashMap<>();
    for (String name : names) {
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
   * The records of an object's ledger that it doesn't hold, for nothing proves that it wrote them:
   * its account refuses the object, or only the account's status says where the account leads.
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

  /** Nothing, if it can be believed, the account lets the object in, or its owner confirmed it. */
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

  /** Whether an object may not use the account that it names. */
  public boolean refuses(LiveCallback object) {
    return accounts.get(accountOf(object)).flatMap(there -> refusal(object, there)).isPresent();
  }

  /**
   * Whether the account that an object names gives it no new claim: it has earned no share of the
   * cloud account that it stands in.
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
      // It says so itself, and what it asks for can't be told.
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
        .anyMatch(entry -> entry.account().equals(account.name()));
  }

  /** Of each record by itself: a removal that counts already needn't wait again. */
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
