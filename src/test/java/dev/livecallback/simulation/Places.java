package dev.livecallback.simulation;

import dev.livecallback.volcengine.MessageType;
import dev.livecallback.volcengine.Scope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The small geography of every world: two vhosts and a domain of the first. */
final class Places {
  static final Scope FIRST = Scope.vhost("first.example.com");
  static final Scope SECOND = Scope.vhost("second.example.com");
  static final Scope DOMAIN = Scope.domain("push.example.com");
  static final List<Scope> SCOPES = List.of(FIRST, SECOND, DOMAIN);

  /** Every record that there may be. */
  static final List<SpecDraft.DraftPlace> ALL = all();

  private Places() {}

  private static List<SpecDraft.DraftPlace> all() {
    List<SpecDraft.DraftPlace> all = new ArrayList<>();
    for (MessageType type : List.of(MessageType.PUSH, MessageType.RECORD)) {
      for (String app : Arrays.asList(null, "red", "blue")) {
        all.add(new SpecDraft.DraftPlace(FIRST, app, type));
        all.add(new SpecDraft.DraftPlace(SECOND, app, type));
      }
      all.add(new SpecDraft.DraftPlace(DOMAIN, null, type));
    }
    return List.copyOf(all);
  }
}
