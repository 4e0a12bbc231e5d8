package dev.livecallback.cli.plan;

import dev.livecallback.api.AccountName;
import dev.livecallback.api.AccountRef;
import dev.livecallback.api.LedgerEntry;
import dev.livecallback.api.LiveCallback;
import dev.livecallback.api.LiveCallbackSpec;
import dev.livecallback.api.ManagementPolicy;
import dev.livecallback.api.Reason;
import dev.livecallback.api.SecretKeyRef;
import dev.livecallback.cli.PacedCalls;
import dev.livecallback.plan.Desired;
import dev.livecallback.plan.Ledger;
import dev.livecallback.shadow.ShadowApiServer;
import dev.livecallback.volcengine.CallbackKey;
import dev.livecallback.volcengine.CallbackRecord;
import dev.livecallback.volcengine.Scope;
import io.fabric8.kubernetes.api.model.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What can't be known from outside, each as a sentence; never said of what is certain. */
final class Doubts {
  private static final String SAME_RECORD =
      "A vhost and a domain of it may have one record between them.";

  private static final String LIMIT =
      "How many deletes the account has left in this hour, the operator alone knows; the rest goes"
          + " on then.";

  private static final Set<Outcome> GAINS =
      Set.of(Outcome.CREATE, Outcome.REPLACE, Outcome.ADOPT, Outcome.MOVE);

  /** With these the operator waits before it tries again. */
  private static final Set<Reason> WAITS =
      Set.of(
          Reason.CONTESTED,
          Reason.REJECTED_BY_API,
          Reason.STORED_DIFFERENTLY,
          Reason.THROTTLED,
          Reason.API_UNAVAILABLE,
          Reason.SCOPE_NOT_FOUND);

  /** With these an object has no claim to a record. */
  private static final Set<Reason> SHUT_OUT =
      Set.of(Reason.UNSUPPORTED_VALUE, Reason.NOT_ALLOWED, Reason.ACCOUNT_NOT_FOUND);

  private final ClusterState state;
  private final Edits edits;
  private final Rehearsal.Course alone;
  private final Rehearsal.Course edited;
  private final CloudSnapshot snapshot;
  private final String defaultAccount;
  private final Map<String, List<LiveCallback>> wanting;
  private final List<PlannedWrite> appLess;

  /** The records of the objects that go. */
  private final List<CallbackKey> gone;

  Doubts(
      ClusterState state,
      Edits edits,
      Rehearsal.Course alone,
      Rehearsal.Course edited,
      CloudSnapshot snapshot,
      String defaultAccount) {
    this.state = state;
    this.edits = edits;
    this.alone = alone;
    this.edited = edited;
    this.snapshot = snapshot;
    this.defaultAccount = defaultAccount;
    this.wanting =
        edited.objects().values().stream().collect(Collectors.groupingBy(Doubts::recordOf));
    this.appLess = edited.writes().stream().filter(write -> write.key().app() == null).toList();
    this.gone =
        state.objects().stream()
            .filter(each -> !edited.objects().containsKey(ShadowApiServer.name(each)))
            .flatMap(each -> Ledger.of(each.statusOrEmpty().records(), _ -> "").keys().stream())
            .toList();
  }

  /** The doubts about one object. */
  List<String> of(
      @Nullable LiveCallback was,
      @Nullable LiveCallback is,
      Outcome outcome,
      List<PlannedWrite> writes) {
    List<String> doubts = new ArrayList<>(unread(was, is));
    Stream.of(was, is)
        .filter(Objects::nonNull)
        .flatMap(
            each -> Optional.ofNullable(edits.unchecked().get(ShadowApiServer.name(each))).stream())
        .forEach(doubts::add);
    if (state.unseen() != null && GAINS.contains(outcome)) {
      doubts.add(state.unseen());
    }
    if (!edited.rested()) {
      doubts.add("The rehearsal didn't come to rest within its time.");
    }
    if (is != null && claims(is) && hasRivals(is)) {
      doubts.add("Another object is for the same record: the first that is applied gets it.");
    }
    if (is != null && mayGoAlong(is)) {
      doubts.add("Its record may be removed along with another, and is put back then.");
    }
    if (Stream.of(was, is).filter(Objects::nonNull).anyMatch(this::isWrittenElsewhere)) {
      doubts.add(SAME_RECORD);
    }
    if (was != null && is != null && isKeyKnownToOperatorAlone(was, is)) {
      doubts.add("Which key the record was given last, a running operator alone knows.");
    }
    if (was != null
        && is != null
        && ChangeFinder.reason(was) == Reason.CONFLICT
        && ChangeFinder.reason(is) != Reason.CONFLICT) {
      doubts.add("It may begin by what the operator read last, which may be a sync period ago.");
    }
    if (is != null && ChangeFinder.reason(is) == Reason.DELETE_LIMIT_REACHED) {
      doubts.add(LIMIT);
    }
    if (outcome.writes()) {
      remembered(was, doubts);
      writes.forEach(write -> of(write, doubts));
      if (writes.stream().map(write -> write.key().scope().kind()).distinct().count() > 1) {
        doubts.add(SAME_RECORD);
      }
    }
    return doubts.stream().distinct().toList();
  }

  /** What couldn't be read of what decides about an object. */
  List<String> unread(@Nullable LiveCallback was, @Nullable LiveCallback is) {
    List<String> unread = new ArrayList<>();
    Stream.of(was, is)
        .filter(Objects::nonNull)
        .flatMap(object -> secret(object).stream())
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
    return unread;
  }

  /** What the cloud answered this command, and may answer otherwise to the operator. */
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

  private static Optional<String> secret(LiveCallback object) {
    SecretKeyRef ref = object.getSpec().authKeyPrimarySecretRef();
    return Optional.ofNullable(ref)
        .map(named -> object.getMetadata().getNamespace() + "/" + named.name());
  }

  /**
   * Where a difference may stay, a changed key is written, and a key that somebody changed outside
   * isn't: which it is depends on what the operator wrote.
   */
  private boolean isKeyKnownToOperatorAlone(LiveCallback was, LiveCallback is) {
    Optional<String> secret = secret(is);
    if (is.getSpec().management() != ManagementPolicy.APPLY_ON_CHANGE || secret.isEmpty()) {
      return false;
    }
    Secret now =
        edits.secrets().stream()
            .filter(each -> ShadowApiServer.name(each).equals(secret.get()))
            .findFirst()
            .orElse(state.secrets().get(secret.get()));
    return now != null
        && was.statusOrEmpty().records().stream()
            .map(LedgerEntry::secretVersion)
            .anyMatch(
                known ->
                    known != null
                        && !known.equals(
                            now.getMetadata().getUid()
                                + "/"
                                + now.getMetadata().getResourceVersion()));
  }

  private Stream<String> accounts(@Nullable LiveCallback was, @Nullable LiveCallback is) {
    return Stream.of(was, is)
        .filter(Objects::nonNull)
        .flatMap(
            object -> {
              AccountRef ref = object.getSpec().accountRef();
              String named =
                  ref == null
                      ? defaultAccount
                      : ref.namespaceOr(object.getMetadata().getNamespace()) + "/" + ref.name();
              return Stream.concat(
                  Stream.of(named),
                  object.statusOrEmpty().records().stream().map(LedgerEntry::account));
            })
        .distinct();
  }

  /** What a running operator remembers of what it was told, and one that starts doesn't. */
  private static void remembered(@Nullable LiveCallback was, List<String> doubts) {
    Reason reason = was == null ? null : ChangeFinder.reason(was);
    if (reason != null && WAITS.contains(reason)) {
      doubts.add("A running operator may wait longer, for the object is %s.".formatted(reason));
    }
  }

  private void of(PlannedWrite write, List<String> doubts) {
    CallbackKey key = write.key();
    List<CallbackRecord> there = snapshot.of(write.cloudAccount(), key.scope());
    boolean apps =
        there.stream()
            .anyMatch(
                each -> each.app() != null && each.messageType().equals(key.messageType().wire()));
    if (write.content() == null && (write.along() || (key.appLess() && apps))) {
      doubts.add("The API may remove the records of the vhost's apps along with this one.");
    }
    if (alone.writes().stream().anyMatch(other -> isOfAnother(write, other))) {
      doubts.add("The record differs now, and may be put back for the object that has it first.");
    }
    if (write.content() == null && isLimited(write)) {
      doubts.add(LIMIT);
    }
    if (mayBeOther(write)) {
      doubts.add(SAME_RECORD);
    }
  }

  /** Whether an object wants a record that nobody keeps, beside another that wants it. */
  private boolean hasRivals(LiveCallback object) {
    return wanting.getOrDefault(recordOf(object), List.of()).stream()
            .anyMatch(each -> !each.id().equals(object.id()) && claims(each))
        && state.objects().stream()
            .filter(each -> keeps(each, object))
            .flatMap(each -> each.statusOrEmpty().records().stream())
            .noneMatch(entry -> isFor(object, entry));
  }

  /** What two objects that are for one record have in common, as a rule. */
  private static String recordOf(LiveCallback object) {
    LiveCallbackSpec spec = object.getSpec();
    return spec.scope() + " " + spec.app() + " " + spec.messageType();
  }

  /** Whether an object goes on wanting the record that another one wants. */
  private boolean keeps(LiveCallback holder, LiveCallback object) {
    LiveCallback after = edited.objects().get(ShadowApiServer.name(holder));
    return after != null && !after.deleting() && recordOf(after).equals(recordOf(object));
  }

  /** Whether it is let in at all. */
  private static boolean claims(LiveCallback object) {
    Reason reason = ChangeFinder.reason(object);
    return reason == null || !SHUT_OUT.contains(reason);
  }

  private static boolean isFor(LiveCallback object, LedgerEntry entry) {
    LiveCallbackSpec spec = object.getSpec();
    return spec.scope().equals(entry.scope())
        && Objects.equals(spec.app(), entry.app())
        && spec.messageType().equals(entry.messageType());
  }

  /** Whether a record of an app is in danger by the removal of the one without app. */
  private boolean mayGoAlong(LiveCallback object) {
    return appLess.stream()
        .filter(write -> write.content() == null && write.key().appLess())
        .filter(write -> !write.object().equals(object.id()))
        .anyMatch(
            write ->
                object.statusOrEmpty().records().stream()
                    .anyMatch(
                        entry ->
                            entry.app() != null
                                && entry.scope().equals(write.key().scope().toString())
                                && entry.messageType().equals(write.key().messageType().wire())));
  }

  private static boolean isOfAnother(PlannedWrite write, PlannedWrite other) {
    return !other.object().equals(write.object())
        && other.cloudAccount().equals(write.cloudAccount())
        && isSame(other.key(), write.key());
  }

  private boolean isLimited(PlannedWrite write) {
    return Stream.of(state.accounts(), edits.accounts())
        .flatMap(accounts -> accounts.values().stream())
        .filter(each -> each.getSpec().deleteLimit() != null)
        .map(AccountName::of)
        .anyMatch(name -> name.toString().equals(write.account()));
  }

  /** Whether what is written may be the record of a scope of the other kind, too. */
  private boolean mayBeOther(PlannedWrite write) {
    return write.key().app() == null
        && snapshot.scopes(write.cloudAccount()).stream()
            .map(
                scope ->
                    new CallbackKey(
                        write.key().cloudAccount(), scope, null, write.key().messageType()))
            .filter(other -> other.scope().kind() != write.key().scope().kind())
            .anyMatch(
                other ->
                    mayBeOne(write, other)
                        && (isThere(write.cloudAccount(), other) || isWritten(write, other)));
  }

  private boolean isThere(String cloudAccount, CallbackKey key) {
    List<CallbackRecord> read = snapshot.of(cloudAccount, key);
    return read != null && !read.isEmpty();
  }

  private boolean isWritten(PlannedWrite write, CallbackKey other) {
    return edited.writes().stream()
        .filter(each -> each.cloudAccount().equals(write.cloudAccount()))
        .anyMatch(each -> isSame(each.key(), other));
  }

  private static boolean isSame(CallbackKey one, CallbackKey other) {
    return one.scope().equals(other.scope())
        && Objects.equals(one.app(), other.app())
        && one.messageType() == other.messageType();
  }

  /**
   * Whether what was read lets a vhost's record and a domain's be one: then both listings show it,
   * or neither does.
   */
  private boolean mayBeOne(PlannedWrite write, CallbackKey other) {
    CallbackKey key = write.key();
    if (key.scope().kind() == other.scope().kind()
        || key.app() != null
        || other.app() != null
        || key.messageType() != other.messageType()) {
      return false;
    }
    List<CallbackRecord> here = snapshot.of(write.cloudAccount(), key);
    List<CallbackRecord> there = snapshot.of(write.cloudAccount(), other);
    if (here == null || there == null) {
      return true;
    }
    return (here.isEmpty() && there.isEmpty())
        || here.stream()
            .anyMatch(
                one -> there.stream().anyMatch(two -> one.content().agreesWith(two.content())));
  }

  /** Whether another object's write may be to a record that this object has, or wants. */
  private boolean isWrittenElsewhere(LiveCallback object) {
    List<CallbackKey> keys = new ArrayList<>();
    Desired.key("", object.getSpec()).ifPresent(keys::add);
    keys.addAll(Ledger.of(object.statusOrEmpty().records(), _ -> "").keys());
    return appLess.stream()
            .filter(write -> !write.object().equals(object.id()))
            .anyMatch(write -> keys.stream().anyMatch(key -> mayBeOne(write, key)))
        || keys.stream().anyMatch(key -> goesBeside(key) && isGone(key));
  }

  private boolean isGone(CallbackKey key) {
    return key.app() == null && !snapshot.shows(key);
  }

  /** Whether an object goes that has the record of a scope of the other kind. */
  private boolean goesBeside(CallbackKey key) {
    return gone.stream()
        .anyMatch(
            other ->
                other.scope().kind() != key.scope().kind()
                    && other.app() == null
                    && other.messageType() == key.messageType());
  }
}
