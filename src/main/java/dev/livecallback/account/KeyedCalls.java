package dev.livecallback.account;

import dev.livecallback.volcengine.Answer;
import dev.livecallback.volcengine.CallbackRecord;
import dev.livecallback.volcengine.CallerIdentity;
import dev.livecallback.volcengine.Listing;
import java.util.List;

/** The calls that a {@link Probe} makes, all signed with the same credentials. */
public interface KeyedCalls {
  /** GetCallerIdentity. */
  Answer<CallerIdentity> callerIdentity();

  /** DescribeCallback. */
  Answer<List<CallbackRecord>> describe(Listing listing);

  /**
   * Whether the account may still call with those credentials. If not, what was answered says
   * nothing, and no further call is made.
   */
  boolean areCurrent();
}
