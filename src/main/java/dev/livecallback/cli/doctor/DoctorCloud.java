package dev.livecallback.cli.doctor;

import dev.livecallback.cli.CloudLogin;
import dev.livecallback.volcengine.Answer;
import dev.livecallback.volcengine.AnswerObserver;
import dev.livecallback.volcengine.CallbackContent;
import dev.livecallback.volcengine.CallbackKey;
import dev.livecallback.volcengine.CallbackRecord;
import dev.livecallback.volcengine.CallerIdentity;
import dev.livecallback.volcengine.DomainPage;
import dev.livecallback.volcengine.Egress;
import dev.livecallback.volcengine.Listing;
import dev.livecallback.volcengine.LiveClient;
import dev.livecallback.volcengine.StsClient;
import dev.livecallback.volcengine.WriteAccepted;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/** The calls that doctor makes. Only {@link #update} and {@link #delete} change anything. */
interface DoctorCloud extends AutoCloseable {
  /** Calls GetCallerIdentity. */
  Answer<CallerIdentity> identity();

  /** Calls ListDomainDetail for the first page, which is as large as it may be. */
  Answer<DomainPage> domains();

  /** Calls DescribeCallback. */
  Answer<List<CallbackRecord>> describe(Listing listing);

  /** Calls DescribeCallback without a signature. */
  Answer<List<CallbackRecord>> describeUnsigned(Listing listing);

  /** Calls DescribeCallback with a date that the API has to refuse. */
  Answer<List<CallbackRecord>> describeLongAgo(Listing listing);

  /** Calls UpdateCallback. */
  Answer<WriteAccepted> update(CallbackKey key, CallbackContent content);

  /** Calls DeleteCallback for exactly one record. */
  Answer<WriteAccepted> delete(CallbackKey key);

  @Override
  void close();

  /** Returns the calls of the operator's own clients. */
  static DoctorCloud of(
      CloudLogin.Session session, Egress egress, AnswerObserver observer, InstantSource clock) {
    LiveClient live =
        LiveClient.of(egress, session.live(), session.region(), session.credentials(), clock)
            .observedBy(observer);
    LiveClient past = live.dated(() -> clock.instant().minus(Duration.ofHours(1)));
    StsClient sts =
        StsClient.of(egress, session.sts(), session.region(), session.credentials(), clock);
    return new DoctorCloud() {
      @Override
      public Answer<CallerIdentity> identity() {
        return sts.callerIdentity();
      }

      @Override
      public Answer<DomainPage> domains() {
        return live.listDomainDetail(1, 1000);
      }

      @Override
      public Answer<List<CallbackRecord>> describe(Listing listing) {
        return live.describe(listing);
      }

      @Override
      public Answer<List<CallbackRecord>> describeUnsigned(Listing listing) {
        return live.describeUnsigned(listing);
      }

      @Override
      public Answer<List<CallbackRecord>> describeLongAgo(Listing listing) {
        return past.describe(listing);
      }

      @Override
      public Answer<WriteAccepted> update(CallbackKey key, CallbackContent content) {
        return live.update(key, content);
      }

      @Override
      public Answer<WriteAccepted> delete(CallbackKey key) {
        return live.delete(key);
      }

      @Override
      public void close() {
        live.close();
        sts.close();
      }
    };
  }
}
