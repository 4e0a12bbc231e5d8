package dev.livecallback.engine;

import dev.livecallback.api.ObjectId;
import dev.livecallback.engine.Quirks.DomainListing;
import dev.livecallback.volcengine.Authentication;
import dev.livecallback.volcengine.CallbackContent;
import dev.livecallback.volcengine.CallbackDetail;
import dev.livecallback.volcengine.CallbackKey;
import dev.livecallback.volcengine.CallbackRecord;
import dev.livecallback.volcengine.Scope;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The records of all cloud accounts, and what they were in the last seconds. */
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
  record Origin(ObjectId by, String account, boolean late) {}

  private record Snapshot(long at, Map<CallbackKey, Stored> records) {}

  private final Quirks quirks;
  private final Timeline timeline;
  private final Deque<Snapshot> past = new ArrayDeque<>();
  private Map<CallbackKey, Stored> records = new HashMap<>();
  private BiConsumer<CallbackKey, @Nullable ObjectId> onPut = (_, _) -> {};

  CloudRecords(Quirks quirks, Timeline timeline) {
    this.quirks = quirks;
    this.timeline = timeline;
    past.add(new Snapshot(Long.MIN_VALUE, records));
  }

  /** The key under which the record is kept: two may name one. */
  CallbackKey canonical(CallbackKey key) {
    return quirks.oneRecord() && key.scope().equals(Places.DOMAIN)
        ? new CallbackKey(key.cloudAccount(), Places.FIRST, null, key.messageType())
        : key;
  }

  @Nullable Stored get(CallbackKey key) {
    return records.get(canonical(key));
  }

  Map<CallbackKey, Stored> all() {
    return records;
  }

  void put(CallbackKey key, CallbackContent content, @Nullable Origin origin) {
    Map<CallbackKey, Stored> changed = new HashMap<>(records);
    changed.put(canonical(key), new Stored(asStored(content), origin));
    become(changed);
    onPut.accept(key, origin == null ? null : origin.by());
  }

  /** Who learns of every record that is put; none by itself. */
  void onPut(BiConsumer<CallbackKey, @Nullable ObjectId> listener) {
    onPut = listener;
  }

  /** What a delete of this key takes with it, itself included. */
  Set<CallbackKey> reach(CallbackKey key) {
    Set<CallbackKey> reach = new HashSet<>();
    for (CallbackKey there : records.keySet()) {
      boolean along =
          quirks.wildcardDeletes()
              && key.appLess()
              && Site.of(there).equals(Site.of(key))
              && there.messageType() == key.messageType();
      if (along || there.equals(canonical(key))) {
        reach.add(there);
      }
    }
    return reach;
  }

  void remove(Set<CallbackKey> reach) {
    Map<CallbackKey, Stored> changed = new HashMap<>(records);
    changed.keySet().removeAll(reach);
    become(changed);
  }

  /** All records as they were at that time, for a few seconds back. */
  Map<CallbackKey, Stored> asOf(long at) {
    Map<CallbackKey, Stored> then = records;
    for (Snapshot snapshot : past) {
      if (snapshot.at() > at) {
        break;
      }
      then = snapshot.records();
    }
    return then;
  }

  /** What a read of the scope lists. */
  List<CallbackRecord> list(Site site, Map<CallbackKey, Stored> from) {
    Scope scope = site.scope();
    List<CallbackRecord> list = new ArrayList<>();
    from.forEach(
        (key, stored) -> {
          if (!key.cloudAccount().equals(site.cloudAccount())) {
            return;
          }
          boolean own = key.scope().equals(scope);
          boolean asDomain =
              quirks.oneRecord()
                  && scope.equals(Places.DOMAIN)
                  && key.scope().equals(Places.FIRST)
                  && key.app() == null;
          boolean domains =
              quirks.listsDomains() != DomainListing.NOT
                  && scope.equals(Places.FIRST)
                  && key.scope().equals(Places.DOMAIN);
          if (own || asDomain || domains) {
            boolean named =
                (own && scope.kind() == Scope.Kind.DOMAIN)
                    || (domains && quirks.listsDomains() == DomainListing.NAMED);
            list.add(
                new CallbackRecord(
                    scope.kind() == Scope.Kind.VHOST ? scope.name() : null,
                    named ? Places.DOMAIN.name() : null,
                    key.app(),
                    key.messageType().wire(),
                    asShown(stored.content())));
          }
        });
    return list;
  }

  private void become(Map<CallbackKey, Stored> changed) {
    records = changed;
    past.addLast(new Snapshot(timeline.elapsed(), changed));
    while (past.size() > 2 && past.peekFirst().at() < timeline.elapsed() - REMEMBERED) {
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

  private CallbackContent asShown(CallbackContent content) {
    return quirks.hidesKeys() && content.authentication() instanceof Authentication.On
        ? new CallbackContent(
            content.details().reversed(), content.transcodeCallback(), new Authentication.Hidden())
        : content;
  }
}
