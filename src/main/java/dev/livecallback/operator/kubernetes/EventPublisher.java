package dev.livecallback.operator.kubernetes;

import dev.livecallback.api.SteadyClock;
import dev.livecallback.plan.Notice;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reports what happened to an object: as Kubernetes events and in the log. */
public final class EventPublisher {
  private static final Logger LOG = LoggerFactory.getLogger(EventPublisher.class);
  private static final int LONGEST = 1000;

  private final EventWriter writer;
  private final SteadyClock clock;
  private final EventBudget budget = new EventBudget();

  /** Creates a publisher that has published nothing yet. */
  public EventPublisher(EventWriter writer, SteadyClock clock) {
    this.writer = writer;
    this.clock = clock;
  }

  /**
   * Reports notices in the log and, within the {@link EventBudget}, as events. It doesn't wait for
   * the events, and a failure to write one changes nothing else.
   */
  public void publish(HasMetadata object, List<Notice> notices) {
    for (Notice notice : notices) {
      if (notice.warning()) {
        LOG.warn("{}: {}", notice.reason(), notice.message());
      } else {
        LOG.info("{}: {}", notice.reason(), notice.message());
      }
      OptionalInt leftOut = budget.tryTake(object.getMetadata().getUid(), clock.instant());
      if (leftOut.isPresent()) {
        writer.write(event(object, notice, leftOut.getAsInt()));
      }
    }
  }

  private Event event(HasMetadata object, Notice notice, int leftOut) {
    String now = clock.wall().instant().truncatedTo(ChronoUnit.SECONDS).toString();
    String message =
        leftOut == 0
            ? notice.message()
            : "(" + leftOut + " events of this object before weren't written.) " + notice.message();
    return new EventBuilder()
        .withNewMetadata()
        .withNamespace(object.getMetadata().getNamespace())
        .withGenerateName(object.getMetadata().getName() + ".")
        .endMetadata()
        .withNewInvolvedObject()
        .withApiVersion(object.getApiVersion())
        .withKind(object.getKind())
        .withNamespace(object.getMetadata().getNamespace())
        .withName(object.getMetadata().getName())
        .withUid(object.getMetadata().getUid())
        .withResourceVersion(object.getMetadata().getResourceVersion())
        .endInvolvedObject()
        .withType(notice.warning() ? "Warning" : "Normal")
        .withReason(notice.reason())
        .withMessage(
            message.length() <= LONGEST ? message : message.substring(0, LONGEST - 1) + "…")
        .withFirstTimestamp(now)
        .withLastTimestamp(now)
        .withCount(1)
        .withNewSource()
        .withComponent(StatusWriter.FIELD_MANAGER)
        .endSource()
        .build();
  }
}
