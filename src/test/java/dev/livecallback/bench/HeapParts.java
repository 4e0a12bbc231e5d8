package dev.livecallback.bench;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How much of a heap each part of the operator takes: what can be reached from its objects, without
 * going through another part. What several parts share counts for the first of them.
 */
final class HeapParts {
  /**
   * A part.
   *
   * @param types the classes whose objects it begins at
   */
  private record Part(String name, Set<String> types) {
    static Part of(String name, String... types) {
      return new Part(name, Set.of(types));
    }
  }

  private static final List<Part> PARTS =
      List.of(
          Part.of(
              "the informer's cache with its indices",
              "io/fabric8/kubernetes/client/informers/impl/cache/CacheImpl"),
          Part.of("ClaimIndex", "dev/livecallback/claim/ClaimIndex"),
          Part.of(
              "RemoteState and Sweep",
              "dev/livecallback/remote/RemoteState",
              "dev/livecallback/remote/Sweep"),
          Part.of(
              "ObjectMemory and LatestObjects",
              "dev/livecallback/engine/ObjectMemory",
              "dev/livecallback/engine/LatestObjects"),
          Part.of("CallQueue", "dev/livecallback/calls/CallQueue"),
          Part.of(
              "the SDK",
              "io/javaoperatorsdk/operator/processing/event/EventProcessor",
              "io/javaoperatorsdk/operator/processing/event/EventSourceManager",
              "io/javaoperatorsdk/operator/processing/event/ResourceStateManager"));

  private HeapParts() {}

  /** The bytes of each part. */
  static Map<String, Long> of(Map<Long, HeapDump.Entry> heap) {
    Set<String> begins =
        PARTS.stream().flatMap(part -> part.types().stream()).collect(Collectors.toSet());
    Map<String, List<Long>> roots =
        heap.entrySet().stream()
            .filter(object -> begins.contains(object.getValue().type()))
            .collect(
                Collectors.groupingBy(
                    object -> object.getValue().type(),
                    Collectors.mapping(Map.Entry::getKey, Collectors.toList())));
    Set<Long> foreign =
        roots.values().stream()
            .flatMap(List::stream)
            .collect(Collectors.toCollection(HashSet::new));
    Set<Long> seen = new HashSet<>();
    Map<String, Long> bytes = new LinkedHashMap<>();
    for (Part part : PARTS) {
      Deque<Long> found = new ArrayDeque<>();
      part.types().forEach(type -> found.addAll(roots.getOrDefault(type, List.of())));
      found.forEach(foreign::remove);
      bytes.put(part.name(), reached(heap, found, seen, foreign));
      foreign.addAll(found);
    }
    return bytes;
  }

  private static long reached(
      Map<Long, HeapDump.Entry> heap, Deque<Long> found, Set<Long> seen, Set<Long> foreign) {
    Deque<Long> next = new ArrayDeque<>(found);
    long bytes = 0;
    for (Long id = next.poll(); id != null; id = next.poll()) {
      HeapDump.Entry object = heap.get(id);
      if (object == null || foreign.contains(id) || !seen.add(id)) {
        continue;
      }
      bytes += object.bytes();
      object.references().forEach(next::add);
    }
    return bytes;
  }
}
