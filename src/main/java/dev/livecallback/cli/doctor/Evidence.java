package dev.livecallback.cli.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import dev.livecallback.volcengine.AnswerObserver;
import dev.livecallback.volcengine.ConnectionFault;
import dev.livecallback.volcengine.RawAnswer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** What the Live API's answers looked like, in the order in which they came. */
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

  /** Every answer. */
  List<RawAnswer> answers() {
    return List.copyOf(answers);
  }

  /** Why there were no answers, one for each call without. */
  List<ConnectionFault> faults() {
    return List.copyOf(faults);
  }

  /** The answer to the latest call that had one. */
  Optional<RawAnswer> last() {
    return answers.isEmpty() ? Optional.empty() : Optional.of(answers.getLast());
  }

  /** The answers that say that something went wrong. */
  Stream<RawAnswer> errors() {
    return answers.stream().filter(each -> !each.code().isEmpty());
  }

  /** Every item of every list of records. */
  Stream<JsonNode> items() {
    return answers.stream().flatMap(each -> items(each).stream());
  }

  /** The items of one answer. */
  static List<JsonNode> items(RawAnswer answer) {
    JsonNode list = answer.result().path("CallbackList");
    return list.isArray() ? list.valueStream().filter(JsonNode::isObject).toList() : List.of();
  }
}
