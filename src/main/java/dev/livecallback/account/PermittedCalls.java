package dev.livecallback.account;

import dev.livecallback.volcengine.Answer;
import dev.livecallback.volcengine.CallbackRecord;
import dev.livecallback.volcengine.CallerIdentity;
import dev.livecallback.volcengine.Credentials;
import dev.livecallback.volcengine.Listing;
import dev.livecallback.volcengine.LiveApi;
import java.util.List;
import java.util.function.Function;

/**
 * The calls of a {@link Probe} that are made with one permit.
 *
 * @param live the function that gives the Live API's client for a permit
 * @param sts the call GetCallerIdentity, signed with the given credentials
 */
public record PermittedCalls(
    Account account,
    Permit permit,
    Function<Permit, LiveApi> live,
    Function<Credentials, Answer<CallerIdentity>> sts)
    implements KeyedCalls {

  @Override
  public Answer<CallerIdentity> callerIdentity() {
    return sts.apply(permit.credentials());
  }

  @Override
  public Answer<List<CallbackRecord>> describe(Listing listing) {
    return live.apply(permit).describe(listing);
  }

  @Override
  public boolean areCurrent() {
    return account.permit().filter(now -> now.epoch() == permit.epoch()).isPresent();
  }
}
