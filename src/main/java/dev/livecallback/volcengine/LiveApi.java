package dev.livecallback.volcengine;

import java.util.List;

/**
 * The three actions that the operator needs. Every call blocks its thread until the answer is there
 * (10 s at most), never throws for expected trouble, and is sent at most once.
 */
public interface LiveApi {

  /** Calls DescribeCallback, for every record of the listing, app-level ones included. */
  Answer<List<CallbackRecord>> describe(Listing listing);

  /** Calls UpdateCallback, which creates the record or replaces all of it. */
  Answer<WriteAccepted> update(CallbackKey key, CallbackContent content);

  /**
   * Calls DeleteCallback, always with the message type and the kind of scope that was written.
   * Without app, it may take the app-level records of the vhost along (contract 3.4).
   */
  Answer<WriteAccepted> delete(CallbackKey key);
}
