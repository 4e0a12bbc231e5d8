package dev.livecallback.cli;

import dev.livecallback.volcengine.Answer;
import dev.livecallback.volcengine.CallbackRecord;
import dev.livecallback.volcengine.DomainPage;
import dev.livecallback.volcengine.Listing;
import dev.livecallback.volcengine.LiveClient;
import java.util.List;

/** The calls to the cloud that commands make. None changes anything. */
public interface CloudCalls {
  /** Calls DescribeCallback, which returns every record of the listing. */
  Answer<List<CallbackRecord>> describe(Listing listing);

  /**
   * Calls ListDomainDetail, which returns a page of the account's domains. Page and size are from 1
   * to 1000.
   */
  Answer<DomainPage> listDomainDetail(int page, int size);

  /** Returns the calls of a client. */
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
