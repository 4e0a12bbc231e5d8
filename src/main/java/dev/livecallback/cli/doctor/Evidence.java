package dev.livecallback.cli.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import dev.livecallback.volcengine.AnswerObserver;
import dev.livecallback.volcengine.ConnectionFault;
import dev.livecallback.volcengine.RawAnswer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** The raw answers of the Live API, in the order in which they came. */
final class Evidence implements AnswerObserver {
  private final List<RawAnswer> answers = new CopyOnWriteArrayList<>();
  private final List<ConnectionFault> faults = new CopyOnWriteArrayList<>();

  @Override
  public void answered(RawAnswer answer) {
    answers.add(answer);
  }

  @Override
  public void unanswered(String action, ConnectionFault fault) {
    faults.add(fault);
  }

  /** Returns every answer. */
  List<RawAnswer> answers() {
    return List.copyOf(answers);
  }

  /** Returns the connection fault of each call without an answer. */
  List<ConnectionFault> faults() {
    return List.copyOf(faults);
  }

  /** Returns the latest answer; empty = there was none. */
  Optional<RawAnswer> last() {
    return answers.isEmpty() ? Optional.empty() : Optional.of(answers.getLast());
  }

  /** Returns the answers with an error code. */
  Stream<RawAnswer> errors() {
    return answers.stream().filter(each -> !each.code().isEmpty());
  }

  /** Returns every item of every list of records. */
  Stream<JsonNode> items() {
    return answers.stream().flatMap(each -> items(each).stream());
  }

  /** Returns the items of one answer. */
  static List<JsonNode> items(RawAnswer answer) {
    JsonNode list = answer.result().path("CallbackList");
    return list.isArray() ? list.valueStream().filter(JsonNode::isObject).toList() : List.of();
  }
}
