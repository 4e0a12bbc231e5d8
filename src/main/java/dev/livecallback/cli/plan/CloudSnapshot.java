package dev.livecallback.cli.plan;

import dev.livecallback.account.AccountSettings;
import dev.livecallback.account.Permit;
import dev.livecallback.volcengine.Answer;
import dev.livecallback.volcengine.Authentication;
import dev.livecallback.volcengine.CallbackKey;
import dev.livecallback.volcengine.CallbackRecord;
import dev.livecallback.volcengine.CallerIdentity;
import dev.livecallback.volcengine.Credentials;
import dev.livecallback.volcengine.Failure;
import dev.livecallback.volcengine.Listing;
import dev.livecallback.volcengine.Scope;
import java.net.URI;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The cloud as it was read for a plan. Each listing is read once for all rehearsals, whichever
 * account asks for it. Cloud accounts have the names of {@link Permit#cloudAccount}.
 */
final class CloudSnapshot implements CloudReads {
  private final CloudReads cloud;
  private final Map<ListingOf, Answer<List<CallbackRecord>>> listings = new LinkedHashMap<>();
  private final Map<WhoseKeys, Answer<CallerIdentity>> identities = new HashMap<>();

  private record ListingOf(String cloudAccount, Listing listing) {}

  private record WhoseKeys(URI sts, Credentials credentials) {}

  /**
   * @param cloud the real cloud, which gets each question once
   */
  CloudSnapshot(CloudReads cloud) {
    this.cloud = cloud;
  }

  @Override
  public Answer<List<CallbackRecord>> describe(Permit permit, Listing listing) {
    // Not computeIfAbsent: the question may fail, and then nothing is known.
    ListingOf source = new ListingOf(permit.cloudAccount(), listing);
    Answer<List<CallbackRecord>> known = listings.get(source);
    if (known == null) {
      known = cloud.describe(permit, listing);
      listings.put(source, known);
    }
    return known;
  }

  @Override
  public void usable(Permit permit) {
    cloud.usable(permit);
  }

  @Override
  public Answer<CallerIdentity> callerIdentity(AccountSettings settings, Credentials credentials) {
    WhoseKeys asked = new WhoseKeys(settings.stsEndpoint(), credentials);
    Answer<CallerIdentity> known = identities.get(asked);
    if (known == null) {
      known = cloud.callerIdentity(settings, credentials);
      identities.put(asked, known);
    }
    return known;
  }

  /** Returns the records of a key; null = no listing that covers the key was read. */
  @Nullable List<CallbackRecord> of(String cloudAccount, CallbackKey key) {
    return listings.entrySet().stream()
        .filter(each -> each.getKey().cloudAccount().equals(cloudAccount))
        .filter(each -> each.getKey().listing().covers(key))
        .map(each -> each.getValue() instanceof Answer.Ok<List<CallbackRecord>> ok ? ok : null)
        .filter(Objects::nonNull)
        .findFirst()
        .map(ok -> ok.value().stream().filter(each -> each.matches(key)).toList())
        .orElse(null);
  }

  /** Returns whether a record of a key was seen in any cloud account. */
  boolean shows(CallbackKey key) {
    return listings.entrySet().stream()
        .filter(each -> each.getKey().listing().covers(key))
        .anyMatch(
            each ->
                each.getValue() instanceof Answer.Ok<List<CallbackRecord>> ok
                    && ok.value().stream().anyMatch(record -> record.matches(key)));
  }

  /** Returns the records of a scope that were seen in any listing. */
  List<CallbackRecord> of(String cloudAccount, Scope scope) {
    return listings.entrySet().stream()
        .filter(each -> each.getKey().cloudAccount().equals(cloudAccount))
        .filter(each -> each.getKey().listing().scope().equals(scope))
        .flatMap(
            each ->
                each.getValue() instanceof Answer.Ok<List<CallbackRecord>> ok
                    ? ok.value().stream()
                    : null)
        .distinct()
        .toList();
  }

  /**
   * Returns the failed reads, by scope. It leaves out answers about the scope itself, which is
   * missing or too large. For the others, another program may get another answer.
   */
  Map<Scope, Failure> failures() {
    Map<Scope, Failure> failures = new HashMap<>();
    listings.forEach(
        (asked, answer) -> {
          if (answer instanceof Answer.Failed<List<CallbackRecord>>(Failure failure)
              && !(failure instanceof Failure.TooLarge)
              && !(failure instanceof Failure.ScopeMissing)) {
            failures.put(asked.listing().scope(), failure);
          }
        });
    return failures;
  }

  /** Returns the answer that a scope doesn't exist; null = it exists, or nobody asked. */
  @Nullable Failure missing(String cloudAccount, Scope scope) {
    return listings.entrySet().stream()
        .filter(each -> each.getKey().cloudAccount().equals(cloudAccount))
        .filter(each -> each.getKey().listing().scope().equals(scope))
        .map(
            each ->
                each.getValue() instanceof Answer.Failed<List<CallbackRecord>>(Failure failure)
                        && failure instanceof Failure.ScopeMissing
                    ? failure
                    : null)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  /** Returns the scopes of a cloud account of which a read was tried. */
  Set<Scope> scopes(String cloudAccount) {
    return listings.keySet().stream()
        .filter(each -> each.cloudAccount().equals(cloudAccount))
        .map(each -> each.listing().scope())
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Returns whether a read showed that the API hides authentication keys of this cloud account. */
  boolean hidesKeys(String cloudAccount) {
    return listings.entrySet().stream()
        .filter(each -> each.getKey().cloudAccount().equals(cloudAccount))
        .map(Map.Entry::getValue)
        .anyMatch(
            answer ->
                answer instanceof Answer.Ok<List<CallbackRecord>> ok
                    && ok.value().stream()
                        .anyMatch(
                            each ->
                                each.content().authentication() instanceof Authentication.Hidden));
  }
}
