package dev.livecallback.cli;

import dev.livecallback.volcengine.Answer;
import dev.livecallback.volcengine.CallbackRecord;
import dev.livecallback.volcengine.DomainPage;
import dev.livecallback.volcengine.Listing;
import dev.livecallback.volcengine.LiveClient;
import java.util.List;

/** The calls of the cloud that commands make. None changes anything. */
public interface CloudCalls {
  /** DescribeCallback: every record of the scope. */
  Answer<List<CallbackRecord>> describe(Listing listing);

  /** ListDomainDetail: a page of the account's domains; both from 1 to 1000. */
  Answer<DomainPage> listDomainDetail(int page, int size);

  /** Those of a client. */
  static CloudCalls of(LiveClient client) {
    return new CloudCalls() {
      @Override
      public Answer<List<CallbackRecord>> describe(Listing listing) {
        return client.describe(listing);
      }

      @Override
      public Answer<DomainPage> listDomainDetail(int page, int size) {
        return client.listDomainDetail(page, size);
      }
    };
  }
}
