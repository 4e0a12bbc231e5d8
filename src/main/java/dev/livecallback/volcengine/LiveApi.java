package dev.livecallback.volcengine;

import java.util.List;

/**
 * The three actions that the operator lives by. Every call blocks its thread until the answer is
 * there (10 s at most), never throws for expected trouble, and is sent at most once.
 */
public interface LiveApi {

  /** DescribeCallback: every record of the listing, app-level ones included. */
  Answer<List<CallbackRecord>> describe(Listing listing);

  /** UpdateCallback: creates the record, or replaces all of it. */
  Answer<WriteAccepted> update(CallbackKey key, CallbackContent content);

  /**
   * DeleteCallback, always with message type and the scope kind that was written. Without app it
   * may take the app-level records of the vhost along (contract 3.4).
   */
  Answer<WriteAccepted> delete(CallbackKey key);
}
