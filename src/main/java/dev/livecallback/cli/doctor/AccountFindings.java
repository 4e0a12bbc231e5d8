package dev.livecallback.cli.doctor;

import static dev.livecallback.cli.doctor.Finding.Part.ACCOUNT;
import static dev.livecallback.cli.doctor.Finding.State.BROKEN;
import static dev.livecallback.cli.doctor.Finding.State.DIFFERS;

import dev.livecallback.account.AccountSettings;
import dev.livecallback.calls.Action;
import dev.livecallback.cli.Durations;
import dev.livecallback.cli.PacedCalls;
import dev.livecallback.volcengine.Answer;
import dev.livecallback.volcengine.CallerIdentity;
import dev.livecallback.volcengine.ConnectionFault;
import dev.livecallback.volcengine.DomainPage;
import dev.livecallback.volcengine.Failure;
import dev.livecallback.volcengine.RawAnswer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The findings about the account: its connection to the cloud, its keys, its permissions. */
final class AccountFindings {
  private static final Duration SKEW = Duration.ofMinutes(1);
  private static final String NO_CALL = "no call was answered so that it could tell";

  private final AccountReads reads;
  private final @Nullable AccountSettings account;
  private final @Nullable String vhost;
  private final @Nullable WriteTest test;
  private final boolean asked;
  private final List<Finding> findings = new ArrayList<>();

  /**
   * @param account the account's settings; null = there is no account
   * @param vhost the vhost that the person named; null = none
   * @param test the write test; null = there was none
   * @param asked whether the person asked for a write test
   */
  AccountFindings(
      AccountReads reads,
      @Nullable AccountSettings account,
      @Nullable String vhost,
      @Nullable WriteTest test,
      boolean asked) {
    this.asked = asked;
    this.reads = reads;
    this.account = account;
    this.vhost = vhost;
    this.test = test;
  }

  /** Returns all findings. */
  List<Finding> list() {
    endpoint();
    credentials();
    clock();
    identity();
    answers();
    quota();
    vhost();
    describing();
    listing();
    writing();
    return List.copyOf(findings);
  }

  private void ok(String name, String seen, String detail) {
    findings.add(Finding.ok(ACCOUNT, name, seen, detail));
  }

  private void unknown(String name, String why) {
    findings.add(Finding.unknown(ACCOUNT, name, why));
  }

  private void other(Finding.State state, String name, String seen, String detail, String help) {
    findings.add(new Finding(ACCOUNT, name, state, seen, detail, help));
  }

  private void endpoint() {
    String name = "endpoint";
    Failure failure = reads.failure();
    if (reads.evidence().answers().isEmpty()) {
      List<ConnectionFault> faults = reads.evidence().faults();
      if (faults.isEmpty()) {
        unknown(name, NO_CALL);
        return;
      }
      other(
          BROKEN,
          name,
          "it can't be reached: " + faults.getLast().words(),
          failure == null ? "" : PacedCalls.sentence(failure),
          "The operator can make no call. Look at DNS, the network's policies, HTTPS_PROXY and"
              + " CA_BUNDLE, from where the operator runs.");
    } else if (failure instanceof Failure.WrongEndpoint) {
      other(
          BROKEN,
          name,
          "what answers isn't the Live API",
          PacedCalls.sentence(failure),
          "Correct LIVE_ENDPOINT, or the account's spec.endpoint and spec.profile.");
    } else if (isTheApi()) {
      ok(name, "the Live API answers", "");
    } else if (failure instanceof Failure.NotPermitted
        || failure instanceof Failure.CredentialsRejected) {
      other(
          BROKEN,
          name,
          "what refuses the calls isn't the Live API",
          PacedCalls.sentence(failure),
          "Look which proxy or gateway is on the way, and at LIVE_ENDPOINT.");
    } else {
      unknown(name, "what answers doesn't say that it is the Live API");
    }
  }

  private boolean isTheApi() {
    return reads.evidence().answers().stream().anyMatch(RawAnswer::isOfTheApi);
  }

  private void credentials() {
    String name = "credentials";
    if (!isTheApi()) {
      unknown(name, NO_CALL);
    } else if (reads.failure() instanceof Failure.CredentialsRejected refused) {
      other(
          BROKEN,
          name,
          "they are refused" + code(refused),
          PacedCalls.sentence(refused),
          isTime(refused)
              ? "The date is refused: set this machine's clock (NTP)."
              : "Put the right access key into the account's Secret, or into ACCESS_KEY_ID and"
                  + " ACCESS_KEY_SECRET; and look at LIVE_REGION, or the account's spec.region.");
    } else if (reads.couldRead() || reads.failure() instanceof Failure.NotPermitted) {
      ok(name, "the key and its signature are accepted", "");
    } else {
      unknown(name, NO_CALL);
    }
  }

  private static boolean isTime(Failure refused) {
    String code = refused.detail().code();
    return "InvalidTimestamp".equals(code) || "RequestExpired".equals(code);
  }

  /**
   * Returns the code of a failure in brackets if the contract names it, else "": strangers may not
   * see foreign texts.
   */
  private static String code(Failure failure) {
    String code = failure.detail().code();
    return code != null && RawAnswer.isNamed(code) ? " (" + code + ")" : "";
  }

  private void clock() {
    Duration ahead =
        reads.evidence().answers().stream()
            .filter(each -> !each.equals(reads.longAgo()) && each.date() != null)
            .map(each -> Duration.between(Objects.requireNonNull(each.date()), each.received()))
            .reduce((_, next) -> next)
            .orElse(null);
    String name = "clock";
    if (ahead == null) {
      unknown(name, "no answer had a date");
    } else if (ahead.abs().compareTo(SKEW) <= 0) {
      ok(name, "this machine's clock agrees with the API's within a minute", "");
    } else {
      other(
          reads.failure() instanceof Failure.CredentialsRejected refused && isTime(refused)
              ? BROKEN
              : DIFFERS,
          name,
          "this machine's clock is %s %s the API's"
              .formatted(Durations.text(ahead.abs()), ahead.isNegative() ? "behind" : "ahead of"),
          "",
          "The API refuses calls whose date is a quarter of an hour off. Set the clock (NTP), and"
              + " that of the operator's nodes.");
    }
  }

  private void identity() {
    String name = "identity";
    switch (reads.identity()) {
      case null -> unknown(name, "the time was over");
      case Answer.Ok<CallerIdentity>(CallerIdentity who, _) -> {
        String wanted = account == null ? null : account.accountId();
        String detail = "cloud account %s, %s".formatted(who.accountId(), who.trn());
        if (wanted != null && !wanted.equals(who.accountId())) {
          other(
              BROKEN,
              name,
              "STS says another cloud account than spec.accountId",
              detail,
              "Put keys of that cloud account into the Secret, or correct spec.accountId.");
        } else {
          ok(name, "STS says whose the key is" + kind(who), detail);
        }
      }
      case Answer.Failed<CallerIdentity>(Failure why) -> {
        String help =
            "The operator goes on, by the first call of the Live API. It can't tell that new keys"
                + " are of another cloud account: name it in spec.accountId.";
        switch (why) {
          case Failure.NotPermitted _ ->
              other(
                  DIFFERS,
                  name,
                  "the key may not ask STS whose it is",
                  PacedCalls.sentence(why),
                  "Grant sts:GetCallerIdentity. " + help);
          case Failure.CredentialsRejected _ when !reads.couldRead() ->
              unknown(name, "STS refuses the key, too");
          case Failure.CredentialsRejected _,
              Failure.Unavailable _,
              Failure.OutcomeUnknown _,
              Failure.WrongEndpoint _,
              Failure.Rejected _,
              Failure.ScopeMissing _,
              Failure.TooLarge _,
              Failure.Throttled _ ->
              other(
                  DIFFERS,
                  name,
                  "STS doesn't say whose the key is" + code(why),
                  PacedCalls.sentence(why),
                  "Look at STS_ENDPOINT, and whether this place may reach it. " + help);
        }
      }
    }
  }

  private static String kind(CallerIdentity who) {
    return switch (who.identityType()) {
      case "User" -> ": a user's";
      case "Role" -> ": a role's";
      case "Account" -> ": the whole account's";
      default -> "";
    };
  }

  private void answers() {
    String name = "answers";
    int failed = reads.calls().failed() + (test == null ? 0 : test.writes().calls().failed());
    int made = reads.calls().made() + (test == null ? 0 : test.writes().calls().made());
    Failure failure = reads.failure();
    boolean none =
        failure instanceof Failure.Unavailable || failure instanceof Failure.OutcomeUnknown;
    if (reads.evidence().answers().isEmpty() && reads.evidence().faults().isEmpty()) {
      unknown(name, NO_CALL);
    } else if (failed == 0) {
      ok(name, "all of %d calls were answered".formatted(made), "");
    } else if (none && reads.evidence().answers().isEmpty()) {
      unknown(name, NO_CALL);
    } else {
      other(
          none ? BROKEN : DIFFERS,
          name,
          "%d of %d calls had no answer, or one that says to try again%s"
              .formatted(
                  failed,
                  made,
                  reads.evidence().faults().stream()
                      .map(ConnectionFault::words)
                      .distinct()
                      .map(each -> ": " + each)
                      .collect(Collectors.joining())),
          failure == null ? "" : PacedCalls.sentence(failure),
          "The operator tries again after growing pauses. If it stays so, ask the service's support"
              + " with the request id, and look at proxies on the way.");
    }
  }

  private void quota() {
    int throttled =
        reads.calls().throttled() + (test == null ? 0 : test.writes().calls().throttled());
    int made = reads.calls().made() + (test == null ? 0 : test.writes().calls().made());
    if (reads.evidence().answers().isEmpty()) {
      unknown("quota", NO_CALL);
    } else if (throttled == 0) {
      ok("quota", "no call was throttled", "");
    } else {
      other(
          DIFFERS,
          "quota",
          "%d of %d calls were throttled".formatted(throttled, made),
          "",
          "Something else uses this cloud account's quota. Find it, or lower the account's"
              + " spec.callsPerSecond.");
    }
  }

  private void vhost() {
    if (vhost == null) {
      return;
    }
    if (reads.scopeFailure() instanceof Failure.ScopeMissing missing) {
      other(
          BROKEN,
          "vhost",
          missing.otherAccount() ? "it is another cloud account's" : "it isn't there",
          PacedCalls.sentence(missing),
          "Name a vhost of this cloud account, as its console shows it (域名空间).");
    } else if (reads.couldLook()) {
      ok("vhost", "it can be read", vhost);
    } else if (reads.couldRead()) {
      other(
          DIFFERS,
          "vhost",
          "it couldn't be read, though others can",
          vhost,
          "Its objects wait until it can be read. Look whether the key may read it, or run this"
              + " again later.");
    } else {
      unknown("vhost", NO_CALL);
    }
  }

  private void describing() {
    String name = permission(Action.DESCRIBE.word());
    if (reads.failure() instanceof Failure.NotPermitted why && isTheApi()) {
      other(
          BROKEN,
          name,
          "the key may not",
          PacedCalls.sentence(why),
          "Grant live:DescribeCallback: docs/accounts.md has the whole policy.");
    } else if (reads.couldRead()) {
      ok(name, "the key may", "");
    } else {
      unknown(name, NO_CALL);
    }
  }

  private void listing() {
    String name = permission("ListDomainDetail");
    DomainPage page = reads.page();
    if (page != null) {
      ok(name, "the key may", "");
    } else if (reads.pageFailure() instanceof Failure.NotPermitted why) {
      other(
          DIFFERS,
          name,
          "the key may not",
          PacedCalls.sentence(why),
          "The operator doesn't need it. livecallback export needs it, or --vhost and --domain.");
    } else {
      unknown(name, NO_CALL);
    }
  }

  private void writing() {
    List<Finding> seen = test == null ? List.of() : test.writes().findings();
    for (Action action : List.of(Action.UPDATE, Action.DELETE)) {
      String name = permission(action.word());
      if (seen.stream().noneMatch(each -> each.name().equals(name))) {
        unknown(
            name,
            test != null
                ? "the write test didn't get that far"
                : asked
                    ? "the write test wasn't begun, because of what is said above"
                    : "only the write test can see it");
      }
    }
    findings.addAll(seen);
  }

  /** Returns the name of a permission in the table. */
  static String permission(String action) {
    return "permission " + action;
  }
}
