package dev.livecallback.engine;

import dev.livecallback.account.Account;
import dev.livecallback.account.Accounts;
import dev.livecallback.api.AccountRef;
import dev.livecallback.api.CallbackDetailSpec;
import dev.livecallback.api.LiveCallback;
import dev.livecallback.api.LiveCallbackSpec;
import dev.livecallback.api.LiveCallbackStatus;
import dev.livecallback.api.Reason;
import dev.livecallback.plan.AccountFacts;
import dev.livecallback.plan.Ledger;
import dev.livecallback.plan.ShutGate;
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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which accounts an object has to do with, and what they are to it. */
final class AccountBook {
  private final String defaultAccount;
  private final Accounts accounts;
  private final CloudAccounts cloudAccounts;

  /**
   * @param defaultAccount the {@code namespace/name} of the account of objects that name none
   */
  AccountBook(String defaultAccount, Accounts accounts, CloudAccounts cloudAccounts) {
    this.defaultAccount = defaultAccount;
    this.accounts = accounts;
    this.cloudAccounts = cloudAccounts;
  }

  /** The {@code namespace/name} of the account that an object names. */
  String accountOf(LiveCallback object) {
    AccountRef ref = object.getSpec().accountRef();
    return ref == null
        ? defaultAccount
        : ref.namespaceOr(object.getMetadata().getNamespace()) + "/" + ref.name();
  }

  /** The accounts that an object names, or has records through. */
  Stream<String> accountsOf(LiveCallback object) {
    return Stream.concat(
            Stream.of(accountOf(object)),
            object.statusOrEmpty().records().stream().map(entry -> entry.account()))
        .distinct();
  }

  /** Those of them by which the object has to do with a scope. */
  Stream<String> accountsIn(LiveCallback object, Scope scope) {
    LiveCallbackStatus status = object.statusOrEmpty();
    boolean lost = status.neverWritten() && status.records().isEmpty();
    boolean wants =
        (lost || object.getMetadata().getDeletionTimestamp() == null)
            && Scope.parse(object.getSpec().scope()).equals(scope);
    return Stream.concat(
            wants ? Stream.of(accountOf(object)) : Stream.of(),
            status.records().stream()
                .filter(entry -> Scope.parse(entry.scope()).equals(scope))
                .map(entry -> entry.account()))
        .distinct();
  }

  /** That account, if it is there. */
  Optional<Account> account(String name) {
    return accounts.get(name);
  }

  /** What an object's status says of its records, with keys as they are called now. */
  Ledger ledger(LiveCallbackStatus status) {
    return Ledger.of(status.records(), cloudAccounts::nameOf);
  }

  /** What is known of the accounts that an object has to do with, by name. */
  Map<String, AccountFacts> facts(
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
                          heldDeletes(there, ledger, now))));
    }
    return facts;
  }

  /** Whether an object may not use the account that it names. */
  boolean refuses(LiveCallback object) {
    return accounts.get(accountOf(object)).flatMap(there -> refusal(object, there)).isPresent();
  }

  private @Nullable ShutGate gate(Account account, boolean cleaningUp) {
    if (cloudAccounts.isJoining(account.name())) {
      return new ShutGate(
          true,
          "Account "
              + account.name()
              + " turns out to lead to the same cloud account as another: it waits, a minute at"
              + " most, until nothing that it sent can land any more.");
    }
    return account
        .closed(cleaningUp)
        .map(closed -> new ShutGate(closed.unreachable(), closed.message()))
        .orElse(null);
  }

  private static Optional<AccountFacts.Refusal> refusal(LiveCallback object, Account account) {
    LiveCallbackSpec spec = object.getSpec();
    if (account.terms().deleting() && !hasRecords(object, account)) {
      return Optional.of(
          new AccountFacts.Refusal(
              Reason.ACCOUNT_NOT_FOUND,
              "LiveAccount "
                  + account.name()
                  + " is being deleted and takes no new objects: name another in spec.accountRef."));
    }
    if (MessageType.ofWire(spec.messageType())
        .filter(type -> !account.terms().profile().has(type))
        .isPresent()) {
      return Optional.of(
          new AccountFacts.Refusal(
              Reason.MESSAGE_TYPE_UNSUPPORTED,
              "Account "
                  + account.name()
                  + " is of "
                  + account.terms().profile().word()
                  + ", which has no "
                  + spec.messageType()
                  + " callbacks: change spec.messageType, or name another account."));
    }
    List<String> urls = spec.callbackDetailList().stream().map(CallbackDetailSpec::url).toList();
    return account
        .terms()
        .access()
        .refusal(object.getMetadata().getNamespace(), Scope.parse(spec.scope()), urls)
        .map(message -> new AccountFacts.Refusal(Reason.NOT_ALLOWED, message));
  }

  private static boolean hasRecords(LiveCallback object, Account account) {
    return object.statusOrEmpty().records().stream()
        .anyMatch(entry -> entry.account().equals(account.name()));
  }

  /** Of each record by itself: a removal that counts already needn't wait again. */
  private static Map<CallbackKey, Instant> heldDeletes(
      Account account, Ledger ledger, Instant now) {
    Map<CallbackKey, Instant> held = new HashMap<>();
    ledger.entries().stream()
        .filter(entry -> entry.account().equals(account.name()))
        .forEach(
            entry ->
                account
                    .deletes()
                    .heldUntil(entry.key(), now)
                    .ifPresent(until -> held.put(entry.key(), until)));
    return held;
  }
}
