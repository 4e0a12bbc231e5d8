package dev.livecallback.account;

import dev.livecallback.volcengine.Answer;
import dev.livecallback.volcengine.CallbackRecord;
import dev.livecallback.volcengine.CallerIdentity;
import dev.livecallback.volcengine.Listing;
import java.util.List;

/** The calls that a {@link Probe} makes, all signed with the same credentials. */
public interface KeyedCalls {
  /** Calls GetCallerIdentity. */
  Answer<CallerIdentity> callerIdentity();

  /** Calls DescribeCallback. */
  Answer<List<CallbackRecord>> describe(Listing listing);

  /**
   * Returns whether the account may still call with these credentials. If not, the answers say
   * nothing, and no further call is made.
   */
  boolean areCurrent();
}
