package dev.livecallback.shadow;

import dev.livecallback.calls.Call;
import dev.livecallback.volcengine.Answer;
import java.util.function.Consumer;

/** The way to the cloud and back. */
public interface CloudWire {
  /** Sends a call; its answer is told once, later. */
  void send(Call call, Consumer<Answer<?>> answered);
}
