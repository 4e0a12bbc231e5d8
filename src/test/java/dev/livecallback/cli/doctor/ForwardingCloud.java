package dev.livecallback.cli.doctor;

import dev.livecallback.volcengine.Answer;
import dev.livecallback.volcengine.CallbackContent;
import dev.livecallback.volcengine.CallbackKey;
import dev.livecallback.volcengine.CallbackRecord;
import dev.livecallback.volcengine.CallerIdentity;
import dev.livecallback.volcengine.DomainPage;
import dev.livecallback.volcengine.Listing;
import dev.livecallback.volcengine.WriteAccepted;
import java.util.List;
import java.util.function.Supplier;

/** Calls that go on to others, unless a test has something happen on the way. */
abstract class ForwardingCloud implements DoctorCloud {
  private final DoctorCloud calls;

  ForwardingCloud(DoctorCloud calls) {
    this.calls = calls;
  }

  /** What each call goes through. */
  protected <T> Answer<T> next(Supplier<Answer<T>> call) {
    return call.get();
  }

  @Override
  public Answer<CallerIdentity> identity() {
    return next(calls::identity);
  }

  @Override
  public Answer<DomainPage> domains() {
    return next(calls::domains);
  }

  @Override
  public Answer<List<CallbackRecord>> describe(Listing listing) {
    return next(() -> calls.describe(listing));
  }

  @Override
  public Answer<List<CallbackRecord>> describeUnsigned(Listing listing) {
    return next(() -> calls.describeUnsigned(listing));
  }

  @Override
  public Answer<List<CallbackRecord>> describeLongAgo(Listing listing) {
    return next(() -> calls.describeLongAgo(listing));
  }

  @Override
  public Answer<WriteAccepted> update(CallbackKey key, CallbackContent content) {
    return next(() -> calls.update(key, content));
  }

  @Override
  public Answer<WriteAccepted> delete(CallbackKey key) {
    return next(() -> calls.delete(key));
  }

  @Override
  public void close() {
    calls.close();
  }
}
