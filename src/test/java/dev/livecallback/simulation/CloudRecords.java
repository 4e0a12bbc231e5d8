package dev.livecallback.simulation;

import dev.livecallback.api.AccountName;
import dev.livecallback.api.ObjectId;
import dev.livecallback.shadow.ShadowCloud;
import dev.livecallback.shadow.VirtualTime;
import dev.livecallback.volcengine.CallbackContent;
import dev.livecallback.volcengine.CallbackDetail;
import dev.livecallback.volcengine.CallbackKey;
import dev.livecallback.volcengine.CallbackRecord;
import dev.livecallback.volcengine.Listing;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The records of all cloud accounts, who put them, and what they were in the last seconds. */
final class CloudRecords {
  /** A content that the service takes and stores otherwise. */
  static final String ODD_URL = "https://odd.example.com";

  private static final long REMEMBERED = 20_000;

  /**
   * One record.
   *
   * @param content what it holds
   * @param put what put it; null = a foreigner
   */
  record Stored(CallbackContent content, @Nullable Origin put) {
    boolean foreign() {
      return put == null;
    }

    /** Whose Put it is from; null = a foreigner's. */
    @Nullable ObjectId by() {
      return put == null ? null : put.by();
    }

    boolean late() {
      return put != null && put.late();
    }
  }

  /**
   * A Put of ours.
   *
   * @param account through which account
   * @param late whether it landed after its answer
   */
  record Origin(ObjectId by, AccountName account, boolean late) {}

  private record RecordsAt(long at, Map<CallbackKey, CallbackContent> records) {}

  private final ShadowCloud cloud;
  private final VirtualTime time;
  private final long remembered;
  private final Map<CallbackKey, Origin> origins = new HashMap<>();
  private final Deque<RecordsAt> past = new ArrayDeque<>();
  private BiConsumer<CallbackKey, @Nullable ObjectId> onPut = (_, _) -> {};

  /**
   * @param staleMillis how old what is read may be
   */
  CloudRecords(ShadowCloud cloud, VirtualTime time, long staleMillis) {
    this.remembered = Math.max(REMEMBERED, staleMillis);
    this.cloud = cloud;
    this.time = time;
    past.add(new RecordsAt(Long.MIN_VALUE, cloud.records()));
  }

  /** The key under which the record is kept: two may name one. */
  CallbackKey canonical(CallbackKey key) {
    return cloud.canonical(key);
  }

  @Nullable Stored get(CallbackKey key) {
    CallbackContent content = cloud.get(key);
    return content == null ? null : new Stored(content, origins.get(canonical(key)));
  }

  Set<CallbackKey> keys() {
    return cloud.records().keySet();
  }

  void put(CallbackKey key, CallbackContent content, @Nullable Origin origin) {
    cloud.put(key, asStored(content));
    if (origin == null) {
      origins.remove(canonical(key));
    } else {
      origins.put(canonical(key), origin);
    }
    remember();
    onPut.accept(key, origin == null ? null : origin.by());
  }

  /** Who learns of every record that is put; none by itself. */
  void onPut(BiConsumer<CallbackKey, @Nullable ObjectId> listener) {
    onPut = listener;
  }

  /** Carries out a delete of this key, and whatever it takes with it. */
  void remove(CallbackKey key) {
    removeOnly(cloud.reach(key));
  }

  /** Takes these records away, and nothing else. */
  void removeOnly(Set<CallbackKey> keys) {
    cloud.remove(keys);
    origins.keySet().removeAll(keys);
    remember();
  }

  /**
   * What a read of the listing lists.
   *
   * @param age how many milliseconds ago the records were as it shows them; some seconds at most
   */
  List<CallbackRecord> list(String cloudAccount, Listing listing, long age) {
    return cloud.list(cloudAccount, listing, asOf(time.elapsed() - age));
  }

  private Map<CallbackKey, CallbackContent> asOf(long at) {
    Map<CallbackKey, CallbackContent> then = cloud.records();
    for (RecordsAt snapshot : past) {
      if (snapshot.at() > at) {
        break;
      }
      then = snapshot.records();
    }
    return then;
  }

  private void remember() {
    past.addLast(new RecordsAt(time.elapsed(), cloud.records()));
    while (past.size() > 2 && past.peekFirst().at() < time.elapsed() - remembered) {
      past.removeFirst();
    }
  }

  private static CallbackContent asStored(CallbackContent content) {
    List<CallbackDetail> details =
        content.details().stream()
            .map(
                detail ->
                    detail.url().equals(ODD_URL) ? CallbackDetail.http(ODD_URL + "/?") : detail)
            .toList();
    return new CallbackContent(details, content.transcodeCallback(), content.authentication());
  }
}
