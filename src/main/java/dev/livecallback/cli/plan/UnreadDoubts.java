package dev.livecallback.cli.plan;

import dev.livecallback.api.AccountName;
import dev.livecallback.api.LiveCallback;
import dev.livecallback.api.Reason;
import dev.livecallback.cli.PacedCalls;
import dev.livecallback.shadow.ShadowApiServer;
import dev.livecallback.volcengine.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The doubts about an object for which something decisive couldn't be read. */
final class UnreadDoubts {
  private final ClusterState state;
  private final Edits edits;
  private final Rehearsal.Course edited;
  private final CloudSnapshot snapshot;
  private final Concern concern;

  UnreadDoubts(
      ClusterState state,
      Edits edits,
      Rehearsal.Course edited,
      CloudSnapshot snapshot,
      AccountName defaultAccount) {
    this.state = state;
    this.edits = edits;
    this.edited = edited;
    this.snapshot = snapshot;
    this.concern = new Concern(defaultAccount);
  }

  /** Returns the doubts about an object. Each names something decisive that couldn't be read. */
  List<String> of(@Nullable LiveCallback was, @Nullable LiveCallback is) {
    List<String> unread = new ArrayList<>();
    Stream.of(was, is)
        .filter(Objects::nonNull)
        .flatMap(object -> Concern.keySecret(object).stream())
        .filter(state.hidden()::contains)
        .distinct()
        .map(secret -> "You may not read Secret %s.".formatted(secret))
        .forEach(unread::add);
    accounts(was, is)
        .filter(state.hiddenAccounts()::contains)
        .map("You may not read LiveAccount %s."::formatted)
        .forEach(unread::add);
    accounts(was, is)
        .filter(edited.unsureAccounts()::containsKey)
        .map(edited.unsureAccounts()::get)
        .distinct()
        .forEach(unread::add);
    failedReads(was, is).forEach(unread::add);
    Stream.of(was, is).filter(Objects::nonNull).flatMap(this::unchecked).forEach(unread::add);
    return unread;
  }

  /**
   * Returns what the API server couldn't check of an object, its key, its accounts or their keys.
   */
  private Stream<String> unchecked(LiveCallback object) {
    Stream<String> others =
        Stream.concat(
            Concern.keySecret(object).map("Secret "::concat).stream(),
            concern.accountsOf(object).stream()
                .flatMap(
                    account ->
                        Stream.concat(
                            Stream.of("LiveAccount " + account), keys(account).stream())));
    return Stream.concat(
        Optional.ofNullable(edits.unchecked().get("LiveCallback " + ShadowApiServer.name(object)))
            .stream(),
        others
            .filter(edits.unchecked()::containsKey)
            .map(what -> what + ": " + edits.unchecked().get(what)));
  }

  private Optional<String> keys(AccountName account) {
    return Stream.of(edits.accounts(), state.accounts())
        .flatMap(each -> Optional.ofNullable(each.get(account)).stream())
        .findFirst()
        .map(there -> there.getSpec().credentials().secretRef())
        .map(ref -> "Secret " + account.namespace() + "/" + ref.name());
  }

  /**
   * Returns the failures that the cloud answered to this command, as sentences. The operator may
   * get another answer.
   */
  private Stream<String> failedReads(@Nullable LiveCallback was, @Nullable LiveCallback is) {
    boolean shut = is != null && ChangeFinder.reason(is) == Reason.ACCOUNT_NOT_READY;
    return snapshot.failures().entrySet().stream()
        .filter(each -> shut || Stream.of(was, is).anyMatch(object -> isIn(each.getKey(), object)))
        .map(each -> PacedCalls.sentence(each.getValue()))
        .distinct();
  }

  private static boolean isIn(Scope scope, @Nullable LiveCallback object) {
    return object != null
        && (object.getSpec().scope().equals(scope.toString())
            || object.statusOrEmpty().records().stream()
                .anyMatch(entry -> entry.scope().equals(scope.toString())));
  }

  /** Returns the accounts that the object uses, or has a record through, in order. */
  private Stream<AccountName> accounts(@Nullable LiveCallback was, @Nullable LiveCallback is) {
    return Stream.of(was, is)
        .filter(Objects::nonNull)
        .flatMap(object -> concern.accountsOf(object).stream())
        .sorted()
        .distinct();
  }
}
