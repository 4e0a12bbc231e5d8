package dev.livecallback.cli.plan;

import dev.livecallback.account.AccountSettings;
import dev.livecallback.account.Permit;
import dev.livecallback.volcengine.Answer;
import dev.livecallback.volcengine.CallbackRecord;
import dev.livecallback.volcengine.CallerIdentity;
import dev.livecallback.volcengine.Credentials;
import dev.livecallback.volcengine.Listing;
import java.util.List;

/** The reads of the real cloud that a rehearsal needs. None of them writes. */
interface CloudReads {
  /** Calls DescribeCallback, signed and sent as the permit says. */
  Answer<List<CallbackRecord>> describe(Permit permit, Listing listing);

  /** Notes that a permit's keys may be used for every account that leads to its cloud account. */
  default void usable(Permit permit) {}

  /** Calls GetCallerIdentity of the account's STS, which names the owner of the credentials. */
  Answer<CallerIdentity> callerIdentity(AccountSettings settings, Credentials credentials);
}
