package dev.livecallback.account;

import dev.livecallback.volcengine.Answer;
import dev.livecallback.volcengine.CallbackContent;
import dev.livecallback.volcengine.CallbackKey;
import dev.livecallback.volcengine.CallbackRecord;
import dev.livecallback.volcengine.Failure;
import dev.livecallback.volcengine.Listing;
import dev.livecallback.volcengine.LiveApi;
import dev.livecallback.volcengine.WriteAccepted;
import java.util.List;

/**
 * The calls of an account that doesn't exist any more, or may not be used any more, when they are
 * about to be sent. None of them is sent.
 *
 * @param why the reason, for people
 */
public record UnsentCalls(String why) implements LiveApi {
  @Override
  public Answer<List<CallbackRecord>> describe(Listing listing) {
    return notSent();
  }

  @Override
  public Answer<WriteAccepted> update(CallbackKey key, CallbackContent content) {
    return notSent();
  }

  @Override
  public Answer<WriteAccepted> delete(CallbackKey key) {
    return notSent();
  }

  private <T> Answer<T> notSent() {
    return new Answer.Failed<>(
        new Failure.Unavailable(new Failure.Detail(why, 0, null, null), false));
  }
}
