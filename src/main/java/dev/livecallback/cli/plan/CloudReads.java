package dev.livecallback.cli.plan;

import dev.livecallback.account.AccountSettings;
import dev.livecallback.account.Permit;
import dev.livecallback.volcengine.Answer;
import dev.livecallback.volcengine.CallbackRecord;
import dev.livecallback.volcengine.CallerIdentity;
import dev.livecallback.volcengine.Credentials;
import dev.livecallback.volcengine.Listing;
import java.util.List;

/** What a rehearsal asks of the real cloud; nothing of it writes. */
interface CloudReads {
  /** DescribeCallback, signed and sent as the permit says. */
  Answer<List<CallbackRecord>> describe(Permit permit, Listing listing);

  /** These keys may be used for whichever account leads there, too. */
  default void usable(Permit permit) {}

  /** GetCallerIdentity of the account's STS: whose credentials these are. */
  Answer<CallerIdentity> callerIdentity(AccountSettings settings, Credentials credentials);
}
