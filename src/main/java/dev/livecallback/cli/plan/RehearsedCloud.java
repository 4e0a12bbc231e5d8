package dev.livecallback.cli.plan;

import dev.livecallback.account.Permit;
import dev.livecallback.volcengine.Answer;
import dev.livecallback.volcengine.Authentication;
import dev.livecallback.volcengine.CallbackContent;
import dev.livecallback.volcengine.CallbackKey;
import dev.livecallback.volcengine.CallbackRecord;
import dev.livecallback.volcengine.Listing;
import dev.livecallback.volcengine.Scope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The cloud in one rehearsal: as it was read, with all writes since. */
final class RehearsedCloud {
  private final CloudSnapshot snapshot;
  private final List<Written> writes = new ArrayList<>();
  private final Map<ListedIn, View> views = new LinkedHashMap<>();

  /**
   * A write that was carried out.
   *
   * @param content the new content; null = the record was removed
   */
  private record Written(String cloudAccount, CallbackKey key, @Nullable CallbackContent content) {}

  private record ListedIn(String cloudAccount, Listing listing) {}

  /** The records of a listing, and the number of writes that they show. */
  private static final class View {
    private final List<CallbackRecord> records;
    private int shown;

    View(List<CallbackRecord> records) {
      this.records = new ArrayList<>(records);
    }
  }

  RehearsedCloud(CloudSnapshot snapshot) {
    this.snapshot = snapshot;
  }

  /** Returns the answer that DescribeCallback would get now. */
  Answer<List<CallbackRecord>> describe(Permit permit, Listing listing) {
    return switch (snapshot.describe(permit, listing)) {
      case Answer.Failed<List<CallbackRecord>> failed -> failed;
      case Answer.Ok<List<CallbackRecord>>(List<CallbackRecord> read, String id) -> {
        ListedIn source = new ListedIn(permit.cloudAccount(), listing);
        View view = views.computeIfAbsent(source, _ -> new View(read));
        yield new Answer.Ok<>(List.copyOf(now(source, view)), id);
      }
    };
  }

  /** Returns the content of the record of a key now; null = there is none, or it was never read. */
  @Nullable CallbackContent content(String cloudAccount, CallbackKey key) {
    return views.entrySet().stream()
        .filter(each -> each.getKey().cloudAccount().equals(cloudAccount))
        .filter(each -> each.getKey().listing().covers(key))
        .findFirst()
        .flatMap(
            each ->
                now(each.getKey(), each.getValue()).stream()
                    .filter(record -> record.matches(key))
                    .map(CallbackRecord::content)
                    .findFirst())
        .orElse(null);
  }

  /** Carries out an UpdateCallback, which is accepted. */
  void put(String cloudAccount, CallbackKey key, CallbackContent content) {
    writes.add(new Written(cloudAccount, key, content));
  }

  /** Carries out a DeleteCallback, which is accepted, and takes no other record along. */
  void remove(String cloudAccount, CallbackKey key) {
    writes.add(new Written(cloudAccount, key, null));
  }

  private List<CallbackRecord> now(ListedIn source, View view) {
    while (view.shown < writes.size()) {
      Written next = writes.get(view.shown++);
      if (next.cloudAccount().equals(source.cloudAccount())
          && source.listing().covers(next.key())) {
        view.records.removeIf(record -> record.matches(next.key()));
        if (next.content() != null) {
          view.records.add(shown(source.cloudAccount(), next.key(), next.content()));
        }
      }
    }
    return view.records;
  }

  private CallbackRecord shown(String cloudAccount, CallbackKey key, CallbackContent content) {
    boolean hidden =
        content.authentication() instanceof Authentication.On && snapshot.hidesKeys(cloudAccount);
    Scope scope = key.scope();
    return new CallbackRecord(
        scope.kind() == Scope.Kind.VHOST ? scope.name() : null,
        scope.kind() == Scope.Kind.DOMAIN ? scope.name() : null,
        key.app(),
        key.messageType().wire(),
        hidden ? content.withHiddenKey() : content);
  }
}
